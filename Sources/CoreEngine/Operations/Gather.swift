extension Tensor {
  /// Rows of this tensor, chosen by number: a mini-batch, or an embedding table looked up.
  ///
  /// - Parameter indices: integers, of any shape; they have no gradient.
  /// - Returns: shape `indices.shape + shape[1...]`. Its adjoint adds each row to where it came
  ///   from.
  /// - Precondition: `0 <= index < shape[0]`.
  public func rows(at indices: Tensor) -> Tensor {
    require(rank >= 1, "rows: a scalar has no rows")
    let rows = shape[0]
    let chosen = indices.detached.converted(to: dtype)
    for i in 0..<chosen.count {
      let index = chosen.element(at: i)
      require(
        index >= 0 && index < Double(rows) && index == index.rounded(),
        "rows: index \(index) for a tensor of shape \(shape)")
    }
    let width = rows == 0 ? 0 : count / rows
    let result = Tensor(
      uninitialized: indices.shape + Array(shape.dropFirst()), dtype: dtype)
    Kernels.gatherRows(chosen.storage, of: storage, width: width, into: result.storage)
    let full = shape
    return recorded(result, from: self) { upstream, _ in
      upstream.scatteredRows(at: chosen, into: full)
    }
  }

  /// Rows of this tensor, chosen by number; see `rows(at:)` for a tensor of numbers.
  ///
  /// - Parameter indices: integers in `0..<shape[0]`; one may occur several times.
  /// - Returns: shape `[indices.count] + shape[1...]`.
  public func rows(at indices: [Int]) -> Tensor { rows(at: Tensor(indices, dtype: dtype)) }

  /// Zeros of shape `full`, to whose row `indices[i]` row `i` of this tensor is added.
  private func scatteredRows(at indices: Tensor, into full: [Int]) -> Tensor {
    let result = Tensor.zeros(full, dtype: dtype)
    let width = elementCount(Array(full.dropFirst()))
    Kernels.scatterRows(storage, to: indices.storage, of: result.storage, width: width)
    return recorded(result, from: self) { upstream, _ in upstream.rows(at: indices) }
  }

  /// One element along `axis` for each place: `out[i, j] = self[i, indices[i, j]]` for axis 1.
  ///
  /// - Parameters:
  ///   - axis: the axis that is looked up.
  ///   - indices: integers, shaped as this tensor except along `axis`; no gradient.
  /// - Returns: the shape of `indices`. The gradient adds up at the elements that were taken.
  /// - Precondition: `0 <= index < shape[axis]`; a float32 tensor has fewer than 2^24 elements.
  public func gather(axis: Int, indices: Tensor) -> Tensor {
    let a = resolvedAxis(axis, "gather")
    require(
      indices.rank == rank
        && shape.indices.allSatisfy { $0 == a || shape[$0] == indices.shape[$0] },
      "gather: indices of shape \(indices.shape) along axis \(a) of shape \(shape)")
    // As positions in the flat tensor this is a choice of rows of width 1.
    let strides = rowMajorStrides(shape)
    let places = rowMajorStrides(indices.shape)
    var flat = indices.values
    for i in flat.indices {
      require(
        flat[i] >= 0 && flat[i] < Double(shape[a]),
        "gather: index \(flat[i]) along axis \(a) of shape \(shape)")
      var position = Int(flat[i]) * strides[a]
      for axis in 0..<rank where axis != a {
        position += i / places[axis] % indices.shape[axis] * strides[axis]
      }
      flat[i] = Double(position)
    }
    require(
      dtype == .float64 || count < 1 << 24,
      "gather: shape \(shape) has more positions than float32 can count; use float64")
    return reshaped([count]).rows(at: Tensor(flat, shape: indices.shape, dtype: dtype))
  }

  /// Class labels as unit vectors: 1 at the label, 0 elsewhere.
  ///
  /// - Parameter classes: how many there are.
  /// - Returns: shape `shape + [classes]`.
  /// - Precondition: integers in `0..<classes`.
  public func oneHot(classes: Int) -> Tensor {
    Tensor.identity(classes, dtype: dtype).rows(at: detached)
  }
}
