extension Tensor {
  /// All elements in row-major order, as `Double`.
  public var values: [Double] {
    switch dtype {
    case .float32: return floats.map(Double.init)
    case .float64:
      let source = pointer.assumingMemoryBound(to: Double.self)
      return Array(UnsafeBufferPointer(start: source, count: count))
    }
  }

  /// All elements in row-major order, as `Float` (rounded when the tensor is float64).
  public var floats: [Float] {
    switch dtype {
    case .float32:
      let source = pointer.assumingMemoryBound(to: Float.self)
      return Array(UnsafeBufferPointer(start: source, count: count))
    case .float64: return values.map(Float.init)
    }
  }

  /// The only element of a tensor that has one, such as a loss.
  /// - Precondition: `count == 1`.
  public var item: Double {
    require(count == 1, "item: shape \(shape) has \(count) elements, not one")
    return element(at: 0)
  }

  /// The element at a row-major position, without a check.
  package func element(at position: Int) -> Double {
    switch dtype {
    case .float32: Double(pointer.assumingMemoryBound(to: Float.self)[position])
    case .float64: pointer.assumingMemoryBound(to: Double.self)[position]
    }
  }

  /// Whether no element is NaN or infinite.
  public var isFinite: Bool { Kernels.isFinite(storage) }

  /// The same values in another number type, rounded to the nearest. Differentiable.
  public func converted(to dtype: DType) -> Tensor {
    if dtype == self.dtype { return self }
    let result = Tensor(uninitialized: shape, dtype: dtype)
    Kernels.convert(storage, into: result.storage)
    let original = self.dtype
    return recorded(result, from: self) { upstream, _ in upstream.converted(to: original) }
  }

  /// Calls `body` with the elements as bytes, in row-major order and host byte order.
  /// - Returns: what `body` returns. The bytes must not be kept longer.
  /// - Throws: what `body` throws.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try withExtendedLifetime(storage) { () throws(E) in
      try body(UnsafeRawBufferPointer(start: pointer, count: count * dtype.size))
    }
  }
}

/// The greatest absolute difference between two tensors of one shape; NaN if a NaN is in either.
///
/// - Parameters:
///   - a: any tensor.
///   - b: another of its shape and number type.
/// - Returns: `max |a[i] - b[i]|`, 0 for equal tensors (equal infinities included).
/// - Precondition: equal shapes and number types.
public func maxAbsoluteDifference(_ a: Tensor, _ b: Tensor) -> Double {
  maxAbsoluteDifference(a, b, calledAs: "maxAbsoluteDifference")
}

/// The greatest absolute difference, `max |a[i] - b[i]|`: a short name of `maxAbsoluteDifference(_:_:)`.
///
/// It is the distance of the maximum norm, not of the Euclidean one; see
/// `maxAbsoluteDifference(_:_:)`.
public func distance(_ a: Tensor, _ b: Tensor) -> Double {
  maxAbsoluteDifference(a, b, calledAs: "distance")
}

private func maxAbsoluteDifference(_ a: Tensor, _ b: Tensor, calledAs name: String) -> Double {
  require(
    a.shape == b.shape && a.dtype == b.dtype,
    "\(name): \(a.signature) and \(b.signature) differ in shape or type")
  return Kernels.maxAbsoluteDifference(a.storage, b.storage)
}

extension Tensor: Equatable {
  /// Whether shapes, number types and all elements are equal; NaN equals nothing.
  public static func == (a: Tensor, b: Tensor) -> Bool {
    a.shape == b.shape && a.dtype == b.dtype
      && Kernels.maxAbsoluteDifference(a.storage, b.storage) == 0
  }
}
