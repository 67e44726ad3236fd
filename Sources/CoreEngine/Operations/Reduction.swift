extension Tensor {
  /// The sum of all elements, shape `[]`.
  public func sum() -> Tensor { sum(axes: Array(0..<rank), keepDims: false) }

  /// The sum along one axis.
  ///
  /// - Parameters:
  ///   - axis: counted from the start, or from the end when negative.
  ///   - keepDims: keep the axis with length 1.
  /// - Returns: the shape without the axis, or with 1 in its place.
  public func sum(axis: Int, keepDims: Bool = false) -> Tensor {
    sum(axes: [axis], keepDims: keepDims)
  }

  /// The sum along several axes; 0 where there are no elements.
  ///
  /// Sums of many elements are kept in double precision.
  /// - Parameters:
  ///   - axes: each counted from the start, or from the end when negative.
  ///   - keepDims: keep the axes with length 1.
  /// - Returns: the shape without the axes, or with 1 in their places.
  /// - Precondition: the axes are there, each once.
  public func sum(axes: [Int], keepDims: Bool = false) -> Tensor {
    let axes = resolvedAxes(axes, "sum")
    let result = reduced(.sum, axes: axes)
    let full = shape
    let kept = keptShape(axes)
    let shaped = keepDims ? result.reshaped(kept) : result.reshaped(droppedShape(axes))
    return recorded(shaped, from: self) { upstream, _ in
      upstream.reshaped(kept).broadcast(to: full)
    }
  }

  /// The mean of all elements, shape `[]`; NaN for none.
  public func mean() -> Tensor { mean(axes: Array(0..<rank)) }

  /// The mean along one axis.
  ///
  /// - Parameters:
  ///   - axis: counted from the start, or from the end when negative.
  ///   - keepDims: keep the axis with length 1.
  /// - Returns: the shape without the axis, or with 1 in its place.
  public func mean(axis: Int, keepDims: Bool = false) -> Tensor {
    mean(axes: [axis], keepDims: keepDims)
  }

  /// The mean along several axes; NaN where there are no elements.
  ///
  /// - Parameters:
  ///   - axes: each counted from the start, or from the end when negative.
  ///   - keepDims: keep the axes with length 1.
  /// - Returns: the shape without the axes, or with 1 in their places.
  /// - Precondition: the axes are there, each once.
  public func mean(axes: [Int], keepDims: Bool = false) -> Tensor {
    let n = resolvedAxes(axes, "mean").reduce(1) { $0 * shape[$1] }
    return sum(axes: axes, keepDims: keepDims) * (1 / Double(n))
  }

  /// The variance of all elements around their mean, `Σ (x - mean)² / (n - correction)`.
  ///
  /// - Parameter correction: the divisor is the number of elements minus this: 0 for the variance
  ///   of the values themselves, 1 for an estimate from a sample.
  /// - Returns: shape `[]`.
  public func variance(correction: Int = 0) -> Tensor {
    variance(axes: Array(0..<rank), correction: correction)
  }

  /// The variance along one axis, `Σ (x - mean)² / (n - correction)`.
  ///
  /// - Parameters:
  ///   - axis: counted from the start, or from the end when negative.
  ///   - correction: 0 for the variance of the values themselves, 1 for an estimate from a sample.
  ///   - keepDims: keep the axis with length 1.
  /// - Returns: the shape without the axis, or with 1 in its place.
  public func variance(axis: Int, correction: Int = 0, keepDims: Bool = false) -> Tensor {
    variance(axes: [axis], correction: correction, keepDims: keepDims)
  }

  /// The variance along several axes, `Σ (x - mean)² / (n - correction)`.
  ///
  /// - Parameters:
  ///   - axes: each counted from the start, or from the end when negative.
  ///   - correction: 0 for the variance of the values themselves, 1 for an estimate from a sample.
  ///   - keepDims: keep the axes with length 1.
  /// - Returns: the shape without the axes, or with 1 in their places.
  /// - Precondition: the axes are there, each once.
  public func variance(axes: [Int], correction: Int = 0, keepDims: Bool = false) -> Tensor {
    let resolved = resolvedAxes(axes, "variance")
    let n = resolved.reduce(1) { $0 * shape[$1] }
    let divisor = Double(n - correction)
    let x = detached
    let value = (x - x.mean(axes: axes, keepDims: true)).squared().sum(
      axes: axes, keepDims: keepDims)
    let kept = keptShape(resolved)
    // The mean moves with each element, but the differences from it add up to 0.
    return recorded(value * (1 / divisor), from: self) { upstream, _ in
      (self - self.mean(axes: axes, keepDims: true)) * (upstream.reshaped(kept) * (2 / divisor))
    }
  }

  /// The greatest element, shape `[]`; NaN if there is one. Equal ones share the gradient.
  /// - Precondition: there is an element.
  public func max() -> Tensor { extremum(.max, Array(0..<rank), false, "max") }

  /// The greatest element along one axis; NaN if there is one. Equal ones share the gradient.
  ///
  /// - Parameters:
  ///   - axis: counted from the start, or from the end when negative.
  ///   - keepDims: keep the axis with length 1.
  /// - Returns: the shape without the axis, or with 1 in its place.
  /// - Precondition: the axis is there and has elements.
  public func max(axis: Int, keepDims: Bool = false) -> Tensor {
    extremum(.max, [axis], keepDims, "max")
  }

  /// The greatest element along several axes; NaN if there is one. Equal ones share the gradient.
  ///
  /// - Parameters:
  ///   - axes: each counted from the start, or from the end when negative.
  ///   - keepDims: keep the axes with length 1.
  /// - Returns: the shape without the axes, or with 1 in their places.
  /// - Precondition: the axes are there, each once, and have elements.
  public func max(axes: [Int], keepDims: Bool = false) -> Tensor {
    extremum(.max, axes, keepDims, "max")
  }

  /// The least element, shape `[]`; NaN if there is one. Equal ones share the gradient.
  public func min() -> Tensor { extremum(.min, Array(0..<rank), false, "min") }

  /// The least element along one axis; NaN if there is one. Equal ones share the gradient.
  ///
  /// - Parameters:
  ///   - axis: counted from the start, or from the end when negative.
  ///   - keepDims: keep the axis with length 1.
  /// - Returns: the shape without the axis, or with 1 in its place.
  /// - Precondition: the axis is there and has elements.
  public func min(axis: Int, keepDims: Bool = false) -> Tensor {
    extremum(.min, [axis], keepDims, "min")
  }

  /// The least element along several axes; NaN if there is one. Equal ones share the gradient.
  ///
  /// - Parameters:
  ///   - axes: each counted from the start, or from the end when negative.
  ///   - keepDims: keep the axes with length 1.
  /// - Returns: the shape without the axes, or with 1 in their places.
  /// - Precondition: the axes are there, each once, and have elements.
  public func min(axes: [Int], keepDims: Bool = false) -> Tensor {
    extremum(.min, axes, keepDims, "min")
  }

  private func extremum(
    _ operation: ReduceOperation, _ axes: [Int], _ keepDims: Bool, _ name: String
  ) -> Tensor {
    let axes = resolvedAxes(axes, name)
    require(
      axes.allSatisfy { shape[$0] > 0 }, "\(name): shape \(shape) has no elements along \(axes)")
    let kept = keptShape(axes)
    let value = reduced(operation, axes: axes).reshaped(kept)
    let result = keepDims ? value : value.reshaped(droppedShape(axes))
    return recorded(result, from: self) { upstream, _ in
      let chosen = self.detached .== value
      let share = upstream.reshaped(kept) / chosen.sum(axes: axes, keepDims: true)
      return chosen * share
    }
  }

  /// The position of the first greatest element along an axis; the first NaN counts as greatest.
  ///
  /// - Parameter axis: counted from the start, or from the end when negative.
  /// - Returns: the shape without the axis; integers in this tensor's number type; no
  ///   gradient.
  public func argmax(axis: Int = -1) -> Tensor { arg(.max, axis, "argmax") }

  /// The position of the first least element along an axis; the first NaN counts as least.
  ///
  /// - Parameter axis: counted from the start, or from the end when negative.
  /// - Returns: the shape without the axis; integers in this tensor's number type; no
  ///   gradient.
  public func argmin(axis: Int = -1) -> Tensor { arg(.min, axis, "argmin") }

  private func arg(_ operation: ReduceOperation, _ axis: Int, _ name: String) -> Tensor {
    let layout = layout(around: axis, name)
    let result = Tensor(
      uninitialized: droppedShape([resolvedAxis(axis, name)]), dtype: dtype)
    Kernels.argReduce(operation, storage, layout, into: result.storage)
    return result
  }

  /// `log Σ exp(x)` along one axis, without overflow. Its derivative is the softmax.
  ///
  /// - Parameters:
  ///   - axis: counted from the start, or from the end when negative.
  ///   - keepDims: keep the axis with length 1.
  /// - Returns: the shape without the axis, or with 1 in its place.
  /// - Precondition: the axis is there and has elements.
  public func logSumExp(axis: Int = -1, keepDims: Bool = false) -> Tensor {
    let peak = detached.max(axis: axis, keepDims: true)
    // an infinite peak would make inf - inf; the sum is then that infinity itself
    let finite = select((peak - peak) .== 0, peak, Tensor.zeros(like: peak))
    let result = (self - finite).exp().sum(axis: axis, keepDims: true).log() + finite
    return keepDims ? result : result.reshaped(droppedShape([resolvedAxis(axis, "logSumExp")]))
  }

  /// Reduces over resolved axes, neighbouring ones at once; the shape is left flat.
  private func reduced(_ operation: ReduceOperation, axes: [Int]) -> Tensor {
    if axes.isEmpty { return detached }
    var current = self.storage
    var lengths = shape
    var axis = rank - 1
    while axis >= 0 {
      guard axes.contains(axis) else {
        axis -= 1
        continue
      }
      var first = axis
      while first > 0 && axes.contains(first - 1) { first -= 1 }
      let outer = elementCount(Array(lengths[..<first]))
      let n = elementCount(Array(lengths[first...axis]))
      let inner = elementCount(Array(lengths[(axis + 1)...]))
      let next = Storage(count: outer * inner, dtype: dtype)
      Kernels.reduce(
        operation, current, AxisLayout(outer: outer, length: n, inner: inner), into: next)
      for a in first...axis { lengths[a] = 1 }
      current = next
      axis = first - 1
    }
    return Tensor(storage: current, shape: [current.count])
  }

  private func resolvedAxes(_ axes: [Int], _ name: String) -> [Int] {
    let resolved = axes.map { resolvedAxis($0, name) }
    require(
      axes.count < 2 || Set(resolved).count == axes.count,
      "\(name): axes \(axes) of shape \(shape) repeat")
    return resolved
  }

  private func keptShape(_ axes: [Int]) -> [Int] {
    shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
  }

  private func droppedShape(_ axes: [Int]) -> [Int] {
    shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
  }
}
