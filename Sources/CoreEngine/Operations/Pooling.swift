extension Tensor {
  /// The greatest element of each window; NaN if the window has one.
  ///
  /// - Parameters:
  ///   - kernel: height and width of the window, in pixels.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: pixels added on each side that never win; at most half the kernel.
  ///   - ceilMode: also take a last window that begins inside and ends outside, as far as it is
  ///     inside.
  /// - Returns: shape `[batch, channels, newHeight, newWidth]`,
  ///   `newHeight = (height + 2 * padding - kernelHeight) / stride + 1`, rounded down, or up in
  ///   `ceilMode`. The gradient goes to the first greatest element of each window.
  /// - Precondition: `self` has shape `[batch, channels, height, width]` or
  ///   `[channels, height, width]` with at least one image, and the window fits.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3.
  public func maxPool2d(
    _ kernel: some Extent, stride: (some Extent)? = Int?.none, padding: some Extent = 0,
    ceilMode: Bool = false
  ) -> Tensor {
    let pooling = Pooling(
      "maxPool2d", self, kernel.size, stride?.size ?? kernel.size, padding.size, countPadding: true)
    if ceilMode, let missing = pooling.missing {
      return withPixels(missing, -.infinity).maxPool2d(kernel, stride: stride, padding: padding)
    }
    let result = Tensor(uninitialized: pooling.newShape, dtype: dtype)
    guard isRecording(self) else {
      Kernels.maxPool(storage, pooling.geometry, into: result.storage, winners: nil)
      return result
    }
    let winners = Storage.positions(count: result.count)
    Kernels.maxPool(storage, pooling.geometry, into: result.storage, winners: winners)
    return recorded(result, from: self) { upstream, _ in
      pooling.scatter(upstream, to: winners)
    }
  }

  /// The mean of each window.
  ///
  /// - Parameters:
  ///   - kernel: height and width of the window, in pixels.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: zeros added on each side; at most half the kernel.
  ///   - countPadding: divide by the whole window, padding included, or only by its part inside.
  ///   - ceilMode: also take a last window that begins inside and ends outside; what it has beyond
  ///     the padding never counts.
  /// - Returns: shape `[batch, channels, newHeight, newWidth]` as for `maxPool2d`.
  /// - Precondition: as for `maxPool2d`.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3.
  public func avgPool2d(
    _ kernel: some Extent, stride: (some Extent)? = Int?.none, padding: some Extent = 0,
    countPadding: Bool = true, ceilMode: Bool = false
  ) -> Tensor {
    let pooling = Pooling(
      "avgPool2d", self, kernel.size, stride?.size ?? kernel.size, padding.size,
      countPadding: countPadding)
    guard ceilMode, let missing = pooling.missing else { return pooling.average(self) }
    // Sums over the enlarged image, divided by how much of each window counts.
    let (p, step) = (padding.size, stride?.size ?? kernel.size)
    let frame = countPadding ? p : Size(0, 0)
    let counted = Tensor.ones(
      [1, 1, shape[rank - 2] + 2 * frame.height, shape[rank - 1] + 2 * frame.width], dtype: dtype)
    func means(_ x: Tensor) -> Tensor {
      x.withPixels(missing, 0).avgPool2d(kernel, stride: step, padding: p)
    }
    let share =
      countPadding
      ? counted.withPixels(missing, 0).avgPool2d(kernel, stride: step) : means(counted)
    let target = [Int](repeating: 1, count: rank - 2) + share.shape.suffix(2)
    return means(self) / share.reshaped(target)
  }

  /// Pixels of value `value` below and at the right.
  private func withPixels(_ size: Size, _ value: Double) -> Tensor {
    let none = [(before: Int, after: Int)](repeating: (0, 0), count: rank - 2)
    return padded(none + [(0, size.height), (0, size.width)], with: value)
  }

  /// The greatest element of each window of a signal; NaN if the window has one.
  ///
  /// - Parameters:
  ///   - kernel: the length of the window.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: places added at each end that never win; at most half the kernel.
  ///   - ceilMode: also take a last window that begins inside and ends outside.
  /// - Returns: shape `[batch, channels, newLength]`,
  ///   `newLength = (length + 2 * padding - kernel) / stride + 1`.
  /// - Precondition: `self` has shape `[batch, channels, length]` or `[channels, length]`, and the
  ///   window fits.
  public func maxPool1d(
    _ kernel: Int, stride: Int? = nil, padding: Int = 0, ceilMode: Bool = false
  ) -> Tensor {
    requireSignal("maxPool1d", kernel, stride ?? kernel, padding)
    return expanded(axis: rank - 1).maxPool2d(
      Size(1, kernel), stride: Size(1, stride ?? kernel), padding: Size(0, padding),
      ceilMode: ceilMode
    ).squeezed(axis: -2)
  }

  /// The mean of each window of a signal.
  ///
  /// - Parameters:
  ///   - kernel: the length of the window.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: zeros added at each end; at most half the kernel.
  ///   - countPadding: divide by the whole window, padding included, or only by its part inside.
  ///   - ceilMode: also take a last window that begins inside and ends outside.
  /// - Returns: shape `[batch, channels, newLength]` as for `maxPool1d`.
  /// - Precondition: as for `maxPool1d`.
  public func avgPool1d(
    _ kernel: Int, stride: Int? = nil, padding: Int = 0, countPadding: Bool = true,
    ceilMode: Bool = false
  ) -> Tensor {
    requireSignal("avgPool1d", kernel, stride ?? kernel, padding)
    return expanded(axis: rank - 1).avgPool2d(
      Size(1, kernel), stride: Size(1, stride ?? kernel), padding: Size(0, padding),
      countPadding: countPadding, ceilMode: ceilMode
    ).squeezed(axis: -2)
  }

  /// Says what is wrong with the pooling of a signal in the signal's own shape.
  private func requireSignal(_ name: String, _ kernel: Int, _ stride: Int, _ padding: Int) {
    var what: String {
      "\(name): input \(signature), kernel \(kernel), stride \(stride), padding \(padding)"
    }
    require(
      (rank == 2 || rank == 3) && count > 0,
      "\(what): expected [batch, channels, length] and a signal at least")
    require(kernel >= 1 && stride >= 1 && padding >= 0, what)
    require(2 * padding <= kernel, "\(what): the padding is more than half the kernel")
    require(
      shape[rank - 1] + 2 * padding >= kernel,
      "\(what): the window is larger than the padded input")
  }
}

/// One pooling's lengths, checked, and its operations with their adjoints.
private struct Pooling {
  let geometry: PoolingGeometry
  /// Pixels that are missing below and at the right of a last window that begins inside, or nil.
  let missing: Size?
  let shape: [Int]
  let newShape: [Int]

  init(
    _ name: String, _ x: Tensor, _ kernel: Size, _ stride: Size, _ padding: Size,
    countPadding: Bool
  ) {
    var what: String {
      "\(name): input \(x.signature), kernel \(kernel), stride \(stride), padding \(padding)"
    }
    require(x.rank == 4 || x.rank == 3, "\(what): expected [batch, channels, height, width]")
    require(x.count > 0, "\(what): the batch is empty")
    require(
      kernel.height >= 1 && kernel.width >= 1 && stride.height >= 1 && stride.width >= 1
        && padding.height >= 0 && padding.width >= 0, what)
    require(
      2 * padding.height <= kernel.height && 2 * padding.width <= kernel.width,
      "\(what): the padding is more than half the kernel")
    let (height, width) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
    require(
      height + 2 * padding.height >= kernel.height && width + 2 * padding.width >= kernel.width,
      "\(what): the window is larger than the padded input")
    let newHeight = windowCount(
      height, kernel: kernel.height, stride: stride.height, padding: padding.height)
    let newWidth = windowCount(
      width, kernel: kernel.width, stride: stride.width, padding: padding.width)
    let more = Size(
      Self.missing(height, kernel.height, stride.height, padding.height),
      Self.missing(width, kernel.width, stride.width, padding.width))
    missing = more == Size(0, 0) ? nil : more
    shape = x.shape
    newShape = x.shape.dropLast(2) + [newHeight, newWidth]
    geometry = PoolingGeometry(
      planes: elementCount(Array(x.shape.dropLast(2))), height: height, width: width,
      kernel: kernel, stride: stride, padding: padding, newHeight: newHeight,
      newWidth: newWidth, countsPadding: countPadding)
  }

  /// The pixels that a window beginning inside the image or its first padding lacks at the end.
  private static func missing(_ length: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> Int {
    func windows(roundsUp: Bool) -> Int {
      windowCount(length, kernel: kernel, stride: stride, padding: padding, roundsUp: roundsUp)
    }
    guard windows(roundsUp: true) > windows(roundsUp: false) else { return 0 }
    return stride - (length + 2 * padding - kernel) % stride
  }

  /// Gradients back to the elements that won; its adjoint picks those elements.
  func scatter(_ upstream: Tensor, to winners: Storage) -> Tensor {
    let dx = Tensor(uninitialized: shape, dtype: upstream.dtype)
    Kernels.poolScatter(upstream.storage, to: winners, geometry, into: dx.storage)
    return recorded(dx, from: upstream) { outer, _ in gather(outer, from: winners) }
  }

  private func gather(_ x: Tensor, from winners: Storage) -> Tensor {
    let y = Tensor(uninitialized: newShape, dtype: x.dtype)
    Kernels.poolGather(x.storage, from: winners, geometry, into: y.storage)
    return recorded(y, from: x) { outer, _ in scatter(outer, to: winners) }
  }

  func average(_ x: Tensor) -> Tensor {
    let y = Tensor(uninitialized: newShape, dtype: x.dtype)
    Kernels.averagePool(x.storage, geometry, into: y.storage)
    return recorded(y, from: x) { upstream, _ in spread(upstream) }
  }

  private func spread(_ upstream: Tensor) -> Tensor {
    let dx = Tensor(uninitialized: shape, dtype: upstream.dtype)
    Kernels.averagePoolGradient(upstream.storage, geometry, into: dx.storage)
    return recorded(dx, from: upstream) { outer, _ in average(outer) }
  }
}
