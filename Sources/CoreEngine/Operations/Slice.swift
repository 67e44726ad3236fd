extension Tensor {
  /// The block of `counts` elements from `starts` on. Differentiable; see also the subscript.
  package func slice(starts: [Int], counts: [Int]) -> Tensor {
    if counts == shape { return self }
    let full = shape
    let strides = rowMajorStrides(shape)
    let offset = zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
    // Axes 1... whole: the block is one run of memory, viewed without a copy.
    let leading = counts.firstIndex { $0 != 1 } ?? rank
    let isRun = (leading + 1..<Swift.max(rank, leading + 1)).allSatisfy { counts[$0] == full[$0] }
    let result: Tensor
    if isRun && elementCount(counts) > 0 {
      let view = Storage(viewing: storage, offset: offset, count: elementCount(counts))
      result = Tensor(storage: view, shape: counts)
    } else {
      result = Tensor(uninitialized: counts, dtype: dtype)
      copyBlock(
        from: StridedElements(storage, from: offset, strides: strides),
        to: StridedElements(result.storage, strides: rowMajorStrides(counts)), shape: counts)
    }
    return recorded(result, from: self) { upstream, _ in
      upstream.placed(in: full, at: starts)
    }
  }

  /// Zeros of shape `full` with this tensor as the block at `starts`: the adjoint of `slice`.
  package func placed(in full: [Int], at starts: [Int]) -> Tensor {
    let result = Tensor.zeros(full, dtype: dtype)
    let strides = rowMajorStrides(full)
    let offset = zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
    copyBlock(
      from: StridedElements(storage, strides: rowMajorStrides(shape)),
      to: StridedElements(result.storage, from: offset, strides: strides), shape: shape)
    let counts = shape
    return recorded(result, from: self) { upstream, _ in
      upstream.slice(starts: starts, counts: counts)
    }
  }

  /// This tensor with the block at `starts` replaced.
  package func replacingSlice(starts: [Int], with part: Tensor) -> Tensor {
    require(
      part.dtype == dtype, "subscript: \(part.signature) cannot be put into \(signature)")
    var result = Tensor(storage: storage, shape: shape)
    result.makeUnique()
    let strides = rowMajorStrides(shape)
    let offset = zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
    copyBlock(
      from: StridedElements(part.storage, strides: rowMajorStrides(part.shape)),
      to: StridedElements(result.storage, from: offset, strides: strides), shape: part.shape)
    let counts = part.shape
    return recorded(result, from: [self, part]) { upstream, _ in
      let zero = Tensor.zeros(counts, dtype: upstream.dtype)
      return [
        upstream.replacingSlice(starts: starts, with: zero),
        upstream.slice(starts: starts, counts: counts),
      ]
    }
  }

  /// Adds `value` around the elements.
  ///
  /// - Parameters:
  ///   - widths: how many before and after, one pair per axis; not negative.
  ///   - value: what is added; it has no gradient.
  /// - Returns: shape `shape[i] + widths[i].before + widths[i].after` along each axis i.
  public func padded(_ widths: [(before: Int, after: Int)], with value: Double = 0) -> Tensor {
    require(
      widths.count == rank && widths.allSatisfy { $0.before >= 0 && $0.after >= 0 },
      "padded: widths \(widths) for shape \(shape)")
    let full = zip(shape, widths).map { $0 + $1.before + $1.after }
    let starts = widths.map { $0.before }
    if value == 0 { return placed(in: full, at: starts) }
    return Tensor(repeating: value, shape: full, dtype: dtype)
      .replacingSlice(starts: starts, with: self)
  }

  /// Adds `value` on all four sides of images (the last two axes).
  ///
  /// - Parameters:
  ///   - width: how many pixels on each side; not negative.
  ///   - value: what is added; it has no gradient.
  /// - Returns: shape `[…, height + 2 * width, width of the image + 2 * width]`.
  public func padded(_ width: Int, with value: Double = 0) -> Tensor {
    require(rank >= 2, "padded: shape \(shape) has no image axes")
    let none = [(before: Int, after: Int)](repeating: (0, 0), count: rank - 2)
    return padded(none + [(width, width), (width, width)], with: value)
  }

  /// Moves images (the last two axes) by whole pixels; what comes in is zero.
  ///
  /// - Parameters:
  ///   - dx: pixels to the right; to the left when negative.
  ///   - dy: pixels down; up when negative.
  /// - Returns: the same shape, `out[…, y, x] = self[…, y - dy, x - dx]`, 0 outside.
  public func shifted(dx: Int = 0, dy: Int = 0) -> Tensor {
    require(rank >= 2, "shifted: shape \(shape) has no image axes")
    let (height, width) = (shape[rank - 2], shape[rank - 1])
    let (h, w) = (Swift.max(0, height - Swift.abs(dy)), Swift.max(0, width - Swift.abs(dx)))
    if h == 0 || w == 0 { return .zeros(like: self) }
    let front = [Int](repeating: 0, count: rank - 2)
    let part = slice(
      starts: front + [Swift.max(0, -dy), Swift.max(0, -dx)],
      counts: Array(shape.dropLast(2)) + [h, w])
    return part.placed(in: shape, at: front + [Swift.max(0, dy), Swift.max(0, dx)])
  }

  /// Moves the elements along an axis; what leaves at one end comes in at the other.
  ///
  /// - Parameters:
  ///   - distance: places towards the end of the axis; towards the start when negative.
  ///   - axis: counted from the start, or from the end when negative.
  /// - Returns: the same shape, `out[i] = self[(i - distance) mod length]` along the axis.
  public func rolled(by distance: Int, axis: Int) -> Tensor {
    let a = resolvedAxis(axis, "rolled")
    let length = shape[a]
    if length == 0 { return self }
    let k = ((distance % length) + length) % length
    if k == 0 { return self }
    return Tensor.concatenate(
      [part(along: a, from: length - k, count: k), part(along: a, from: 0, count: length - k)],
      axis: a)
  }

  /// Every `step`-th position of one axis, from `start` on.
  ///
  /// - Parameters:
  ///   - step: distance between positions that are taken, 1 or more.
  ///   - axis: counted from the start, or from the end when negative.
  ///   - start: the first position, within the axis.
  ///   - end: the position before which to stop; the end of the axis when nil.
  /// - Returns: the shape with `axis` of length `(end - start + step - 1) / step`. The gradient
  ///   goes back to the positions that were taken.
  public func strided(by step: Int, axis: Int, from start: Int = 0, to end: Int? = nil) -> Tensor {
    let a = resolvedAxis(axis, "strided")
    let stop = end ?? shape[a]
    require(
      step >= 1 && start >= 0 && start <= stop && stop <= shape[a],
      "strided: every \(step) of \(start)..<\(stop) along axis \(a) of shape \(shape)")
    if step == 1 { return part(along: a, from: start, count: stop - start) }
    let positions = Array(stride(from: start, to: stop, by: step))
    // Rows of the axis brought to the front, which has its adjoint.
    var order = Array(0..<rank)
    order.remove(at: a)
    order.insert(a, at: 0)
    var inverse = order
    for (i, axis) in order.enumerated() { inverse[axis] = i }
    return permuted(order).rows(at: positions).permuted(inverse)
  }

  /// `count` positions of one axis from `start` on.
  package func part(along axis: Int, from start: Int, count: Int) -> Tensor {
    var starts = [Int](repeating: 0, count: rank)
    var counts = shape
    starts[axis] = start
    counts[axis] = count
    return slice(starts: starts, counts: counts)
  }

  /// Tensors one after the other along an existing axis.
  ///
  /// - Parameters:
  ///   - tensors: of one number type, at least one.
  ///   - axis: counted from the start, or from the end when negative.
  /// - Returns: the shape of the first with the lengths along `axis` added up.
  /// - Precondition: at least one tensor; shapes agree except along `axis`.
  public static func concatenate(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    require(!tensors.isEmpty, "concatenate: no tensors")
    let first = tensors[0]
    let a = first.resolvedAxis(axis, "concatenate")
    var full = first.shape
    full[a] = 0
    for tensor in tensors {
      var expected = first.shape
      if tensor.rank == first.rank { expected[a] = tensor.shape[a] }
      require(
        tensor.shape == expected && tensor.dtype == first.dtype,
        "concatenate: \(tensor.signature) does not go with \(first.signature) along axis \(a)")
      full[a] += tensor.shape[a]
    }
    let result = Tensor(uninitialized: full, dtype: first.dtype)
    let strides = rowMajorStrides(full)
    var start = 0
    for tensor in tensors {
      copyBlock(
        from: StridedElements(tensor.storage, strides: rowMajorStrides(tensor.shape)),
        to: StridedElements(result.storage, from: start * strides[a], strides: strides),
        shape: tensor.shape)
      start += tensor.shape[a]
    }
    let lengths = tensors.map { $0.shape[a] }
    return recorded(result, from: tensors) { upstream, _ in
      var start = 0
      return lengths.map { length in
        defer { start += length }
        return upstream.part(along: a, from: start, count: length)
      }
    }
  }

  /// Tensors of one shape one after the other along a new axis.
  ///
  /// - Parameters:
  ///   - tensors: of one shape and number type, at least one.
  ///   - axis: the place of the new axis, `0...rank`.
  /// - Returns: their shape with `tensors.count` put in at `axis`.
  /// - Precondition: at least one tensor; all shapes equal.
  public static func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    require(
      !tensors.isEmpty && tensors.allSatisfy { $0.shape == tensors[0].shape },
      "stack: shapes \(tensors.prefix(4).map { $0.shape }) must be equal and not none")
    return concatenate(tensors.map { $0.expanded(axis: axis) }, axis: axis)
  }
}
