infix operator .< : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .> : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence
infix operator .== : ComparisonPrecedence
infix operator .!= : ComparisonPrecedence

// The results are 1 where the comparison holds and 0 elsewhere, and have no gradient.
extension Tensor {
  /// 1 where `a < b`, else 0, elementwise, broadcast. A NaN compares as false.
  /// - Returns: the broadcast shape, of zeros and ones; no gradient.
  public static func .< (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.less, ".<", a, b)
  }
  /// 1 where `a <= b`, else 0, elementwise, broadcast. A NaN compares as false.
  /// - Returns: the broadcast shape, of zeros and ones; no gradient.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.lessEqual, ".<=", a, b)
  }
  /// 1 where `a > b`, else 0, elementwise, broadcast. A NaN compares as false.
  /// - Returns: the broadcast shape, of zeros and ones; no gradient.
  public static func .> (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.greater, ".>", a, b)
  }
  /// 1 where `a >= b`, else 0, elementwise, broadcast. A NaN compares as false.
  /// - Returns: the broadcast shape, of zeros and ones; no gradient.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.greaterEqual, ".>=", a, b)
  }
  /// 1 where `a == b`, else 0, elementwise, broadcast. A NaN compares as false.
  /// - Returns: the broadcast shape, of zeros and ones; no gradient.
  public static func .== (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.equal, ".==", a, b)
  }
  /// 1 where `a != b`, else 0, elementwise, broadcast; a NaN differs from everything.
  /// - Returns: the broadcast shape, of zeros and ones; no gradient.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.notEqual, ".!=", a, b)
  }

  /// 1 where `a < b`, else 0, for a number `b`; the shape of `a`, no gradient.
  public static func .< (a: Tensor, b: Double) -> Tensor { a .< Tensor(b, dtype: a.dtype) }
  /// 1 where `a <= b`, else 0, for a number `b`; the shape of `a`, no gradient.
  public static func .<= (a: Tensor, b: Double) -> Tensor { a .<= Tensor(b, dtype: a.dtype) }
  /// 1 where `a > b`, else 0, for a number `b`; the shape of `a`, no gradient.
  public static func .> (a: Tensor, b: Double) -> Tensor { a .> Tensor(b, dtype: a.dtype) }
  /// 1 where `a >= b`, else 0, for a number `b`; the shape of `a`, no gradient.
  public static func .>= (a: Tensor, b: Double) -> Tensor { a .>= Tensor(b, dtype: a.dtype) }
  /// 1 where `a == b`, else 0, for a number `b`; the shape of `a`, no gradient.
  public static func .== (a: Tensor, b: Double) -> Tensor { a .== Tensor(b, dtype: a.dtype) }
  /// 1 where `a != b`, else 0, for a number `b`; the shape of `a`, no gradient.
  public static func .!= (a: Tensor, b: Double) -> Tensor { a .!= Tensor(b, dtype: a.dtype) }

  /// 1 where an element is NaN, else 0; the same shape, no gradient. See also `isFinite`.
  public var isNaN: Tensor { elementwise(.isNaN, self) }
}

/// `a` where `condition` is not 0, else `b`, elementwise; NumPy's and PyTorch's `where`.
///
/// The gradient goes to the operand that was chosen; the other one gets zero, whatever its value. A
/// condition that is NaN counts as not 0.
/// - Parameters:
///   - condition: made by a comparison for instance; has no gradient.
///   - a: what is taken where the condition holds.
///   - b: what is taken elsewhere, of the same number type.
/// - Returns: the shape to which all three are broadcast.
/// - Precondition: the shapes go together and `a` and `b` have one number type.
public func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
  guard let pair = broadcastShape(a.shape, b.shape),
    let shape = broadcastShape(pair, condition.shape), a.dtype == b.dtype
  else {
    fatalError(
      "select: \(condition.signature), \(a.signature) and \(b.signature) do not go together")
  }
  let mask = condition.detached.converted(to: a.dtype).broadcast(to: shape)
  let (x, y) = (a.broadcast(to: shape), b.broadcast(to: shape))
  let result = Tensor(uninitialized: shape, dtype: a.dtype)
  Kernels.select(mask.storage, x.storage, y.storage, into: result.storage)
  return recorded(result, from: [x, y]) { upstream, _ in
    let zero = Tensor.zeros(like: upstream)
    return [select(mask, upstream, zero), select(mask, zero, upstream)]
  }
}

/// The greater of `a` and `b`, elementwise, broadcast; NaN if either is NaN.
///
/// Where they are equal, each gets half of the gradient; where one is NaN, each gets all of it.
/// - Returns: the broadcast shape.
/// - Precondition: the shapes go together and the number types are equal.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor {
  extremum(.maximum, "maximum", a, b)
}

/// The lesser of `a` and `b`, elementwise, broadcast; NaN if either is NaN.
///
/// Where they are equal, each gets half of the gradient; where one is NaN, each gets all of it.
/// - Returns: the broadcast shape.
/// - Precondition: the shapes go together and the number types are equal.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor {
  extremum(.minimum, "minimum", a, b)
}

private func extremum(
  _ operation: BinaryOperation, _ name: String, _ a: Tensor, _ b: Tensor
) -> Tensor {
  let result = elementwise(operation, name, a, b)
  guard isRecording(a, b) else { return result }
  return recorded(result, from: [a, b]) { upstream, _ in
    // 1 where the operand was taken, 1/2 where they are equal, 0 where the other one was.
    let equal = (a.detached .== b.detached) * 0.5
    let less = a.detached .< b.detached
    let greater = a.detached .> b.detached
    let (first, second) = operation == .maximum ? (less, greater) : (greater, less)
    return [
      (upstream * (1 - first - equal)).summed(to: a.shape),
      (upstream * (1 - second - equal)).summed(to: b.shape),
    ]
  }
}
