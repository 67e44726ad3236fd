internal import CEngine

extension Tensor {
  /// The greatest element of each window; NaN if the window has one.
  ///
  /// - Parameters:
  ///   - kernel: height and width of the window, in pixels.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: pixels added on each side that never win; at most half the kernel.
  /// - Returns: shape `[batch, channels, newHeight, newWidth]`,
  ///   `newHeight = (height + 2 * padding - kernelHeight) / stride + 1`. The gradient goes to the
  ///   first greatest element of each window.
  /// - Precondition: `self` has shape `[batch, channels, height, width]` or
  ///   `[channels, height, width]`, and the window fits.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3.
  public func maxPool2d(
    _ kernel: any Extent, stride: (any Extent)? = nil, padding: any Extent = 0
  ) -> Tensor {
    let pooling = Pooling(
      "maxPool2d", self, kernel.size, (stride ?? kernel).size, padding.size, countPadding: true)
    let result = Tensor(uninitialized: pooling.newShape, dtype: dtype)
    guard isRecording(self) else {
      pooling.withC { ce_max_pool(dtype.rawValue, $0, pointer, result.pointer, nil) }
      return result
    }
    // Four bytes an index: the memory of a float32 storage serves.
    let winners = Storage(count: result.count, dtype: .float32)
    pooling.withC {
      ce_max_pool(
        dtype.rawValue, $0, pointer, result.pointer,
        winners.pointer.assumingMemoryBound(to: Int32.self))
    }
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
  /// - Returns: shape `[batch, channels, newHeight, newWidth]` as for `maxPool2d`.
  public func avgPool2d(
    _ kernel: any Extent, stride: (any Extent)? = nil, padding: any Extent = 0,
    countPadding: Bool = true
  ) -> Tensor {
    let pooling = Pooling(
      "avgPool2d", self, kernel.size, (stride ?? kernel).size, padding.size,
      countPadding: countPadding)
    return pooling.average(self)
  }
}

/// One pooling's lengths, checked, and its operations with their adjoints.
private struct Pooling {
  let geometry: ce_pooling
  let shape: [Int]
  let newShape: [Int]

  init(
    _ name: String, _ x: Tensor, _ kernel: Size, _ stride: Size, _ padding: Size,
    countPadding: Bool
  ) {
    let what =
      "\(name): input \(x.signature), kernel \(kernel), stride \(stride), padding \(padding)"
    require(x.rank == 4 || x.rank == 3, "\(what): expected [batch, channels, height, width]")
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
    let newHeight = (height + 2 * padding.height - kernel.height) / stride.height + 1
    let newWidth = (width + 2 * padding.width - kernel.width) / stride.width + 1
    shape = x.shape
    newShape = x.shape.dropLast(2) + [newHeight, newWidth]
    geometry = ce_pooling(
      planes: Int64(elementCount(Array(x.shape.dropLast(2)))), height: Int64(height),
      width: Int64(width), kernel_height: Int64(kernel.height),
      kernel_width: Int64(kernel.width), stride_y: Int64(stride.height),
      stride_x: Int64(stride.width), padding_y: Int64(padding.height),
      padding_x: Int64(padding.width), out_height: Int64(newHeight), out_width: Int64(newWidth),
      count_padding: countPadding ? 1 : 0)
  }

  func withC(_ body: (UnsafePointer<ce_pooling>) -> Void) {
    withUnsafePointer(to: geometry) { body($0) }
  }

  /// Gradients back to the elements that won; its adjoint picks those elements.
  func scatter(_ upstream: Tensor, to winners: Storage) -> Tensor {
    let dx = Tensor(uninitialized: shape, dtype: upstream.dtype)
    let indices = winners.pointer.assumingMemoryBound(to: Int32.self)
    withC { ce_pool_scatter(upstream.dtype.rawValue, $0, upstream.pointer, indices, dx.pointer) }
    return recorded(dx, from: upstream) { outer, _ in gather(outer, from: winners) }
  }

  private func gather(_ x: Tensor, from winners: Storage) -> Tensor {
    let y = Tensor(uninitialized: newShape, dtype: x.dtype)
    let indices = winners.pointer.assumingMemoryBound(to: Int32.self)
    withC { ce_pool_gather(x.dtype.rawValue, $0, x.pointer, indices, y.pointer) }
    return recorded(y, from: x) { outer, _ in scatter(outer, to: winners) }
  }

  func average(_ x: Tensor) -> Tensor {
    let y = Tensor(uninitialized: newShape, dtype: x.dtype)
    withC { ce_average_pool(x.dtype.rawValue, $0, x.pointer, y.pointer) }
    return recorded(y, from: x) { upstream, _ in spread(upstream) }
  }

  private func spread(_ upstream: Tensor) -> Tensor {
    let dx = Tensor(uninitialized: shape, dtype: upstream.dtype)
    withC { ce_average_pool_gradient(upstream.dtype.rawValue, $0, upstream.pointer, dx.pointer) }
    return recorded(dx, from: upstream) { outer, _ in average(outer) }
  }
}
