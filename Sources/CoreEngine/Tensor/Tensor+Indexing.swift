/// What may stand in the brackets of a tensor: a position or a range of positions along one axis.
///
/// `x[0]` takes away the first axis, `x[0..., 1..<3]` keeps all rows and two columns. A negative
/// position counts from the end.
public protocol TensorIndex {
  /// First position, number of positions, and whether the axis goes away, on an axis of `length`.
  func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool)
}

extension Int: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (self < 0 ? self + length : self, 1, true)
  }
}
extension Range<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (lowerBound, count, false)
  }
}
extension ClosedRange<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (lowerBound, count, false)
  }
}
extension PartialRangeFrom<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (lowerBound, length - lowerBound, false)
  }
}
extension PartialRangeUpTo<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (0, upperBound, false)
  }
}
extension PartialRangeThrough<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (0, upperBound + 1, false)
  }
}

extension Tensor {
  /// The part of the tensor at given positions or ranges, one an axis from the first on.
  ///
  /// Setting replaces that part; the new value is broadcast to its shape. Both are differentiable.
  /// - Precondition: no more indices than axes, and all within the axes' lengths.
  public subscript(indices: any TensorIndex...) -> Tensor {
    get {
      let region = resolve(indices)
      return slice(starts: region.starts, counts: region.counts).reshaped(region.shape)
    }
    set {
      let region = resolve(indices)
      let part = newValue.broadcast(to: region.shape).reshaped(region.counts)
      self = replacingSlice(starts: region.starts, with: part)
    }
  }

  private func resolve(
    _ indices: [any TensorIndex]
  ) -> (starts: [Int], counts: [Int], shape: [Int]) {
    require(
      indices.count <= rank, "subscript: \(indices.count) indices for shape \(shape)")
    var starts = [Int](repeating: 0, count: rank)
    var counts = shape
    var kept: [Int] = []
    for axis in 0..<rank {
      guard axis < indices.count else {
        kept.append(shape[axis])
        continue
      }
      let (start, count, drops) = indices[axis].resolved(length: shape[axis])
      require(
        start >= 0 && count >= 0 && start + count <= shape[axis],
        "subscript: \(indices[axis]) is outside axis \(axis) of shape \(shape)")
      starts[axis] = start
      counts[axis] = count
      if !drops { kept.append(count) }
    }
    return (starts, counts, kept)
  }
}
