/// An elementwise operation of the kernels on two tensors, broadcast; nothing is recorded.
func elementwise(
  _ operation: BinaryOperation, _ name: String, _ a: Tensor, _ b: Tensor
) -> Tensor {
  require(
    a.dtype == b.dtype, "\(name): \(a.signature) and \(b.signature) have different number types")
  if a.shape == b.shape {
    let result = Tensor(storage: Storage(count: a.count, dtype: a.dtype), shape: a.shape)
    Kernels.binary(operation, a.storage, b.storage, into: result.storage)
    return result
  }
  return broadcastElementwise(operation, name, a, b)
}

/// The same for different shapes. A function of its own, so that the usual case above stays short.
@inline(never)
private func broadcastElementwise(
  _ operation: BinaryOperation, _ name: String, _ a: Tensor, _ b: Tensor
) -> Tensor {
  guard let shape = broadcastShape(a.shape, b.shape) else {
    fatalError("\(name): shapes \(a.shape) and \(b.shape) do not go together")
  }
  let result = Tensor(uninitialized: shape, dtype: a.dtype)
  if result.count == 0 { return result }
  if b.count == 1 && a.count == result.count || a.count == 1 && b.count == result.count {
    Kernels.binary(operation, a.storage, b.storage, into: result.storage)
  } else {
    require(shape.count <= 8, "\(name): \(shape.count) axes, at most 8 are supported")
    Kernels.binary(
      operation, StridedElements(a.storage, strides: broadcastStrides(a.shape, to: shape)),
      StridedElements(b.storage, strides: broadcastStrides(b.shape, to: shape)),
      into: result.storage, shape: shape)
  }
  return result
}

/// An elementwise operation of the kernels on one tensor; nothing is recorded.
func elementwise(
  _ operation: UnaryOperation, _ a: Tensor, _ p: Double = 0, _ q: Double = 0
) -> Tensor {
  let result = Tensor(storage: Storage(count: a.count, dtype: a.dtype), shape: a.shape)
  Kernels.unary(operation, a.storage, into: result.storage, p: p, q: q)
  return result
}

extension Tensor {
  /// The sum, elementwise. Shapes are broadcast: axes aligned at the end, length 1 repeats.
  /// - Returns: the broadcast shape.
  /// - Precondition: the shapes go together and the number types are equal.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    let result = elementwise(.add, "+", a, b)
    guard isRecording(a, b) else { return result }
    let (m, n) = (a.shape, b.shape)
    return recorded(result, from: [a, b]) { upstream, _ in
      [upstream.summed(to: m), upstream.summed(to: n)]
    }
  }

  /// The difference, elementwise, broadcast.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    let result = elementwise(.subtract, "-", a, b)
    guard isRecording(a, b) else { return result }
    let (m, n) = (a.shape, b.shape)
    return recorded(result, from: [a, b]) { upstream, _ in
      [upstream.summed(to: m), (-upstream).summed(to: n)]
    }
  }

  /// The product, elementwise, broadcast. For the matrix product see `matmul(_:_:)`.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    let result = elementwise(.multiply, "*", a, b)
    guard isRecording(a, b) else { return result }
    return recorded(result, from: [a, b]) { upstream, _ in
      [
        a.node == nil ? nil : (upstream * b).summed(to: a.shape),
        b.node == nil ? nil : (upstream * a).summed(to: b.shape),
      ]
    }
  }

  /// The quotient, elementwise, broadcast.
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    let result = elementwise(.divide, "/", a, b)
    guard isRecording(a, b) else { return result }
    return recorded(result, from: [a, b]) { upstream, _ in
      let share = upstream / b
      return [
        a.node == nil ? nil : share.summed(to: a.shape),
        b.node == nil ? nil : (-(share * a / b)).summed(to: b.shape),
      ]
    }
  }

  /// The negative, elementwise.
  public static prefix func - (a: Tensor) -> Tensor {
    recorded(elementwise(.negate, a), from: a) { upstream, _ in -upstream }
  }

  /// `factor * self + addend`, elementwise.
  package func scaled(by factor: Double, adding addend: Double = 0) -> Tensor {
    recorded(elementwise(.scaleShift, self, factor, addend), from: self) {
      upstream, _ in upstream.scaled(by: factor)
    }
  }

  /// The sum of each element and a number.
  public static func + (a: Tensor, b: Double) -> Tensor { a.scaled(by: 1, adding: b) }
  /// The sum of a number and each element.
  public static func + (a: Double, b: Tensor) -> Tensor { b.scaled(by: 1, adding: a) }
  /// The difference of each element and a number.
  public static func - (a: Tensor, b: Double) -> Tensor { a.scaled(by: 1, adding: -b) }
  /// The difference of a number and each element.
  public static func - (a: Double, b: Tensor) -> Tensor { b.scaled(by: -1, adding: a) }
  /// The product of each element and a number.
  public static func * (a: Tensor, b: Double) -> Tensor { a.scaled(by: b) }
  /// The product of a number and each element.
  public static func * (a: Double, b: Tensor) -> Tensor { b.scaled(by: a) }
  /// The quotient of each element and a number.
  public static func / (a: Tensor, b: Double) -> Tensor { a / Tensor(b, dtype: a.dtype) }
  /// The quotient of a number and each element.
  public static func / (a: Double, b: Tensor) -> Tensor { Tensor(a, dtype: b.dtype) / b }

  /// Replaces `a` by the sum with `b`, which is broadcast.
  public static func += (a: inout Tensor, b: Tensor) { a = a + b }
  /// Replaces `a` by the difference with `b`, which is broadcast.
  public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
  /// Replaces `a` by the product with `b`, which is broadcast.
  public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
  /// Replaces `a` by the quotient with `b`, which is broadcast.
  public static func /= (a: inout Tensor, b: Tensor) { a = a / b }
  /// Replaces `a` by the sum with a number.
  public static func += (a: inout Tensor, b: Double) { a = a + b }
  /// Replaces `a` by the difference with a number.
  public static func -= (a: inout Tensor, b: Double) { a = a - b }
  /// Replaces `a` by the product with a number.
  public static func *= (a: inout Tensor, b: Double) { a = a * b }
  /// Replaces `a` by the quotient with a number.
  public static func /= (a: inout Tensor, b: Double) { a = a / b }
}
