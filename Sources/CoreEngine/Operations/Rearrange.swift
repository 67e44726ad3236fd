extension Tensor {
  /// The same elements in row-major order with another shape. Costs nothing.
  ///
  /// - Parameter shape: one length may be -1: it follows from the others.
  /// - Returns: shape `shape`.
  /// - Precondition: the product of `shape` is `count`.
  public func reshaped(_ shape: [Int]) -> Tensor {
    if shape == self.shape { return self }
    var target = shape
    if let free = shape.firstIndex(of: -1) {
      let others = elementCount(shape.indices.filter { $0 != free }.map { shape[$0] })
      require(
        others > 0 && count % others == 0, "reshaped: shape \(self.shape) does not fill \(shape)")
      target[free] = count / others
    }
    require(
      target.allSatisfy { $0 >= 0 } && elementCount(target) == count,
      "reshaped: shape \(self.shape) does not fill \(shape)")
    let original = self.shape
    return recorded(Tensor(storage: storage, shape: target), from: self) { upstream, _ in
      upstream.reshaped(original)
    }
  }

  /// The same elements with another shape, `x.reshaped(2, -1)`; see `reshaped(_:)` for a list.
  public func reshaped(_ shape: Int...) -> Tensor { reshaped(shape) }

  /// Joins all axes from `axis` on into one: `[batch, channels, height, width]` becomes
  /// `[batch, channels * height * width]` with `from: 1`. Costs nothing.
  ///
  /// - Parameter axis: the first axis to join, counted from the start.
  /// - Returns: shape `shape[..<axis] + [the product of the others]`; a scalar becomes `[1]`, and
  ///   with `axis` at or behind the end nothing changes.
  /// - Precondition: `axis` is not negative.
  public func flattened(from axis: Int = 0) -> Tensor {
    require(axis >= 0, "flattened: from axis \(axis) of shape \(shape)")
    if axis >= Swift.max(rank, 1) { return self }
    return reshaped(Array(shape[..<axis]) + [elementCount(Array(shape[axis...]))])
  }

  /// Adds an axis of length 1 before `axis`. Costs nothing.
  ///
  /// - Parameter axis: `0...rank`; 0 makes a batch of one.
  /// - Returns: the shape with a 1 put in at `axis`.
  public func expanded(axis: Int = 0) -> Tensor {
    require(axis >= 0 && axis <= rank, "expanded: no place \(axis) in shape \(shape)")
    var target = shape
    target.insert(1, at: axis)
    return reshaped(target)
  }

  /// Takes away an axis of length 1. Costs nothing.
  ///
  /// - Parameter axis: counted from the end when negative.
  /// - Returns: the shape without that axis.
  /// - Precondition: the axis has length 1.
  public func squeezed(axis: Int) -> Tensor {
    let a = resolvedAxis(axis, "squeezed")
    require(shape[a] == 1, "squeezed: axis \(axis) of shape \(shape) has more than one element")
    var target = shape
    target.remove(at: a)
    return reshaped(target)
  }

  /// Puts the axes into another order.
  ///
  /// - Parameter order: axis `order[i]` of this tensor becomes axis `i`.
  /// - Returns: shape `[shape[order[0]], shape[order[1]], …]`.
  /// - Precondition: `order` has each axis once.
  public func permuted(_ order: [Int]) -> Tensor {
    require(
      order.sorted() == Array(0..<rank), "permuted: \(order) does not order shape \(shape)")
    if order == Array(0..<rank) { return self }
    let target = order.map { shape[$0] }
    let strides = rowMajorStrides(shape)
    let result = Tensor(uninitialized: target, dtype: dtype)
    copyBlock(
      from: StridedElements(storage, strides: order.map { strides[$0] }),
      to: StridedElements(result.storage, strides: rowMajorStrides(target)), shape: target)
    var inverse = order
    for (i, axis) in order.enumerated() { inverse[axis] = i }
    return recorded(result, from: self) { upstream, _ in upstream.permuted(inverse) }
  }

  /// Puts the axes into another order, `x.permuted(2, 0, 1)`; see `permuted(_:)` for a list.
  /// - Returns: shape `[shape[order[0]], shape[order[1]], …]`.
  public func permuted(_ order: Int...) -> Tensor { permuted(order) }

  /// Exchanges two axes, the last two when left out: the transpose of a matrix.
  ///
  /// - Parameters:
  ///   - first: an axis, counted from the end when negative.
  ///   - second: the axis that takes its place.
  /// - Returns: the shape with the two lengths exchanged.
  /// - Precondition: both axes are there.
  public func transposed(_ first: Int = -2, _ second: Int = -1) -> Tensor {
    let (i, j) = (resolvedAxis(first, "transposed"), resolvedAxis(second, "transposed"))
    var order = Array(0..<rank)
    order.swapAt(i, j)
    return permuted(order)
  }

  /// Reverses the order of the elements along given axes.
  ///
  /// - Parameter axes: each counted from the end when negative; `[-2, -1]` rotates images by 180°.
  /// - Returns: the same shape.
  /// - Precondition: the axes are there, each once.
  public func flipped(axes: [Int]) -> Tensor {
    let resolved = axes.map { resolvedAxis($0, "flipped") }
    require(Set(resolved).count == axes.count, "flipped: axes \(axes) of shape \(shape) repeat")
    let strides = rowMajorStrides(shape)
    var offset = 0
    var walk = strides
    for axis in resolved {
      offset += Swift.max(0, shape[axis] - 1) * strides[axis]
      walk[axis] = -walk[axis]
    }
    let result = Tensor(uninitialized: shape, dtype: dtype)
    copyBlock(
      from: StridedElements(storage, from: offset, strides: walk),
      to: StridedElements(result.storage, strides: strides), shape: shape)
    return recorded(result, from: self) { upstream, _ in upstream.flipped(axes: resolved) }
  }

  /// Reverses the order of the elements along one axis.
  ///
  /// - Parameter axis: counted from the end when negative; -1 mirrors images left to right.
  /// - Returns: the same shape.
  public func flipped(axis: Int) -> Tensor { flipped(axes: [axis]) }
}
