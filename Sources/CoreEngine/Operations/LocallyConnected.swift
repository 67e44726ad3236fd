extension Tensor {
  /// The windows of images as columns of a matrix, in the order of a filter's elements (im2col).
  ///
  /// With it a convolution is one matrix product, `filters.flattened(from: 1)` times the columns.
  /// - Parameters:
  ///   - kernel: height and width of the windows, in pixels.
  ///   - stride: steps between windows, in pixels, 1 or more.
  ///   - padding: zeros added on each side, in pixels.
  /// - Returns: shape `[batch, inputs * kernelHeight * kernelWidth, newHeight * newWidth]`.
  ///   `newHeight = (height + 2 * padding - kernelHeight) / stride + 1`.
  /// - Precondition: shape `[batch, inputs, height, width]` with at least one image, and a window
  ///   fits.
  public func windows(
    _ kernel: some Extent, stride: some Extent = 1, padding: some Extent = 0
  ) -> Tensor {
    let (k, s, p) = (kernel.size, stride.size, padding.size)
    require(
      rank == 4 && k.height >= 1 && k.width >= 1 && s.height >= 1 && s.width >= 1
        && p.height >= 0 && p.width >= 0
        && shape[2] + 2 * p.height >= k.height && shape[3] + 2 * p.width >= k.width,
      "windows: input \(signature), kernel \(k), stride \(s), padding \(p)")
    require(count > 0, "windows: input \(signature), kernel \(k): the batch is empty")
    let x = padded([(0, 0), (0, 0), (p.height, p.height), (p.width, p.width)])
    let (height, width) = (x.shape[2], x.shape[3])
    let rows = windowCount(height, kernel: k.height, stride: s.height)
    let columns = windowCount(width, kernel: k.width, stride: s.width)
    // Every element of every window by its position in the image.
    var positions: [Double] = []
    positions.reserveCapacity(k.height * k.width * rows * columns)
    for i in 0..<k.height {
      for j in 0..<k.width {
        for row in 0..<rows {
          for column in 0..<columns {
            positions.append(Double((row * s.height + i) * width + column * s.width + j))
          }
        }
      }
    }
    require(height * width < 1 << 24, "windows: images of \(height)x\(width) are too large")
    let (batch, inputs) = (shape[0], shape[1])
    let flat = x.permuted(2, 3, 0, 1).reshaped(height * width, batch * inputs)
    let picked = flat.rows(at: Tensor(positions, dtype: dtype))
    return picked.reshaped(k.height * k.width, rows * columns, batch, inputs)
      .permuted(2, 3, 0, 1)
      .reshaped(batch, inputs * k.height * k.width, rows * columns)
  }

  /// A convolution without sharing: every output position has its own filter.
  ///
  /// `out[n, k, p] = bias[k, p] + Σ windows[n, i, p] · filters[p, k, i]` for each position p.
  /// - Parameters:
  ///   - filters: shape `[newHeight * newWidth, outputs, inputs * kernelHeight * kernelWidth]`.
  ///   - bias: shape `[outputs, newHeight * newWidth]`, or nil.
  ///   - kernel: height and width of the filters, in pixels.
  ///   - stride: steps between windows, in pixels, 1 or more.
  ///   - padding: zeros added on each side, in pixels.
  /// - Returns: shape `[batch, outputs, newHeight, newWidth]`, lengths as for `windows`.
  /// - Precondition: shape `[batch, inputs, height, width]` with at least one image; as many
  ///   filters as positions.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.5, "unshared convolution".
  public func locallyConnected2d(
    _ filters: Tensor, bias: Tensor? = nil, kernel: some Extent, stride: some Extent = 1,
    padding: some Extent = 0
  ) -> Tensor {
    let (k, s, p) = (kernel.size, stride.size, padding.size)
    let columns = windows(k, stride: s, padding: p)
    let (positions, length) = (columns.shape[2], columns.shape[1])
    require(
      filters.rank == 3 && filters.shape[0] == positions && filters.shape[2] == length
        && (bias == nil || bias!.shape == [filters.shape[1], positions]),
      "locallyConnected2d: input \(signature), filters \(filters.signature), expected "
        + "[\(positions), outputs, \(length)]")
    // For each position a product of [outputs, length] and [length, batch].
    let y = product(filters, false, columns.permuted(2, 1, 0), false).permuted(2, 1, 0)
    let newHeight = windowCount(
      shape[2], kernel: k.height, stride: s.height, padding: p.height)
    let output = bias.map { y + $0 } ?? y
    return output.reshaped(shape[0], filters.shape[1], newHeight, positions / newHeight)
  }
}
