/// A number of pixels for both spatial axes, `3`, or a `Size` with one for each, `Size(3, 5)`.
public protocol Extent: Sendable {
  /// The value for rows and the value for columns.
  var size: Size { get }
}

extension Int: Extent {
  public var size: Size { Size(self, self) }
}

/// A height and a width.
public struct Size: Extent, Hashable, CustomStringConvertible {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// A height and a width, in pixels: `Size(rows, columns)`.
  /// - Parameters:
  ///   - height: rows.
  ///   - width: columns.
  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  public var size: Size { self }
  public var description: String { height == width ? "\(height)" : "\(height)x\(width)" }
}

extension Tensor {
  /// Slides `filter` over the two spatial axes of a batch of images (cross-correlation).
  ///
  /// `out[n, k, y, x] = bias[k] + Σ self[n, c, y·s + i·d - p, x·s + j·d - p] · filter[k, c, i, j]`
  /// with stride s, dilation d, padding p, and zeros outside the image.
  ///
  /// - Parameters:
  ///   - filter: weights, shape `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  ///   - bias: added to each output channel, shape `[outputs]`, or nil.
  ///   - stride: steps between windows, in pixels, 1 or more.
  ///   - padding: zeros added on each side, in pixels.
  ///   - dilation: distance between neighbouring filter elements, in pixels, 1 or more.
  ///   - groups: parts into which the channels are split; each sees only its own.
  /// - Returns: shape `[batch, outputs, newHeight, newWidth]`,
  ///   `newHeight = (height + 2 * padding - dilation * (kernelHeight - 1) - 1) / stride + 1`.
  /// - Precondition: `self` has shape `[batch, inputs, height, width]` with at least one image, or
  ///   `[inputs, height, width]` for one image (then the result has no batch axis either), and the
  ///   filter fits.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.1; Dumoulin and Visin,
  /// arXiv:1603.07285.
  public func conv2d(
    _ filter: Tensor, bias: Tensor? = nil, stride: some Extent = 1, padding: some Extent = 0,
    dilation: some Extent = 1, groups: Int = 1
  ) -> Tensor {
    let x = rank == 3 ? expanded() : self
    let geometry = ConvolutionGeometry(
      input: x, filter: filter, bias: bias, stride: stride.size, padding: padding.size,
      dilation: dilation.size, groups: groups, shown: ("conv2d", signature, filter.signature))
    let result = convolve(x, filter, bias, geometry)
    return rank == 3 ? result.squeezed(axis: 0) : result
  }

  /// The transposed convolution: the adjoint of `conv2d` in its input, as a layer that enlarges.
  ///
  /// - Parameters:
  ///   - filter: weights, shape `[inputs, outputs / groups, kernelHeight, kernelWidth]`.
  ///   - bias: shape `[outputs]`, or nil.
  ///   - stride: the enlargement, 1 or more.
  ///   - padding: pixels taken away on each side.
  ///   - outputPadding: pixels added at the lower right, less than the stride or the dilation.
  ///   - dilation: distance between neighbouring filter elements, in pixels, 1 or more.
  ///   - groups: parts into which the channels are split; each sees only its own.
  /// - Returns: shape `[batch, outputs, newHeight, newWidth]`, `newHeight = (height - 1) * stride
  ///   - 2 * padding + dilation * (kernelHeight - 1) + outputPadding + 1`.
  /// - Precondition: `self` has shape `[batch, inputs, height, width]` with at least one image, or
  ///   `[inputs, height, width]` for one image.
  ///
  /// Source: Dumoulin and Visin, arXiv:1603.07285, chapter 4.
  public func convTranspose2d(
    _ filter: Tensor, bias: Tensor? = nil, stride: some Extent = 1, padding: some Extent = 0,
    outputPadding: some Extent = 0, dilation: some Extent = 1, groups: Int = 1
  ) -> Tensor {
    let x = rank == 3 ? expanded() : self
    let geometry = ConvolutionGeometry(
      transposed: x, filter: filter, bias: bias, stride: stride.size, padding: padding.size,
      outputPadding: outputPadding.size, dilation: dilation.size, groups: groups,
      shown: signature)
    let enlarged = convolveInput(x, filter, geometry)
    let result = rank == 3 ? enlarged.squeezed(axis: 0) : enlarged
    return bias.map { result + $0.reshaped([$0.count, 1, 1]) } ?? result
  }

  /// The true convolution: `conv2d` with the filter turned by 180°.
  ///
  /// `out[n, k, y, x] = bias[k] + Σ self[n, c, y·s + i·d - p, x·s + j·d - p] · filter[k, c, h-1-i, w-1-j]`
  /// for filters of h rows and w columns: the filter runs against the image. This is the operation
  /// that commutes and associates; networks use the cross-correlation `conv2d`.
  /// - Parameters:
  ///   - filter: weights, shape `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  ///   - bias: added to each output channel, shape `[outputs]`, or nil.
  ///   - stride: steps between windows, in pixels, 1 or more.
  ///   - padding: zeros added on each side, in pixels.
  ///   - dilation: distance between neighbouring filter elements, in pixels, 1 or more.
  ///   - groups: parts into which the channels are split; each sees only its own.
  /// - Returns: shape as for `conv2d`.
  /// - Precondition: as for `conv2d`.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, equations 9.4 to 9.6.
  public func trueConv2d(
    _ filter: Tensor, bias: Tensor? = nil, stride: some Extent = 1, padding: some Extent = 0,
    dilation: some Extent = 1, groups: Int = 1
  ) -> Tensor {
    conv2d(
      filter.flipped(axes: [-2, -1]), bias: bias, stride: stride, padding: padding,
      dilation: dilation, groups: groups)
  }

  /// Slides `filter` along the last axis of a batch of signals (cross-correlation).
  ///
  /// - Parameters:
  ///   - filter: weights, shape `[outputs, inputs / groups, kernel]`.
  ///   - bias: added to each output channel, shape `[outputs]`, or nil.
  ///   - stride: steps between windows, 1 or more.
  ///   - padding: zeros added at each end.
  ///   - dilation: distance between neighbouring filter elements, 1 or more.
  ///   - groups: parts into which the channels are split; each sees only its own.
  /// - Returns: shape `[batch, outputs, newLength]`,
  ///   `newLength = (length + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1`.
  /// - Precondition: `self` has shape `[batch, inputs, length]` with at least one signal, or
  ///   `[inputs, length]` for one signal, and the filter fits.
  public func conv1d(
    _ filter: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) -> Tensor {
    require(
      (rank == 3 || rank == 2) && filter.rank == 3,
      "conv1d: input \(signature), filter \(filter.signature): expected [batch, inputs, length] "
        + "and [outputs, inputs / groups, kernel]")
    // A signal is an image of one row.
    let x = expanded(axis: rank - 1)
    let batch = rank == 2 ? x.expanded() : x
    let rows = filter.expanded(axis: 2)
    let geometry = ConvolutionGeometry(
      input: batch, filter: rows, bias: bias, stride: Size(1, stride),
      padding: Size(0, padding), dilation: Size(1, dilation), groups: groups,
      shown: ("conv1d", signature, filter.signature))
    let result = convolve(batch, rows, bias, geometry).squeezed(axis: 2)
    return rank == 2 ? result.squeezed(axis: 0) : result
  }
}

/// Slides `filter` over the images `x`; see
/// `Tensor.conv2d(_:bias:stride:padding:dilation:groups:)`.
/// - Returns: shape `[batch, outputs, newHeight, newWidth]`.
public func conv2d(
  _ x: Tensor, _ filter: Tensor, bias: Tensor? = nil, stride: some Extent = 1,
  padding: some Extent = 0, dilation: some Extent = 1, groups: Int = 1
) -> Tensor {
  x.conv2d(
    filter, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
}

// The three functions below are linear in each operand and are each other's adjoints, so any order
// of derivative is made of them.

private func convolve(
  _ x: Tensor, _ w: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry
) -> Tensor {
  let g = geometry
  let y = Tensor(uninitialized: [g.batch, g.outputs, g.newHeight, g.newWidth], dtype: x.dtype)
  Kernels.convolve(x.storage, w.storage, bias: bias?.storage, g, into: y.storage)
  return recorded(y, from: bias.map { [x, w, $0] } ?? [x, w]) { upstream, _ in
    let dx = x.node == nil ? nil : convolveInput(upstream, w, g)
    guard let bias else {
      return [dx, w.node == nil ? nil : convolveWeight(x, upstream, g).0]
    }
    if isDifferentiatingGradient {
      return [
        dx, w.node == nil ? nil : convolveWeight(x, upstream, g).0,
        upstream.sum(axes: [0, 2, 3]),
      ]
    }
    let (dw, db) = convolveWeight(x, upstream, g, withBias: bias.node != nil)
    return [dx, dw, db]
  }
}

private func convolveInput(
  _ upstream: Tensor, _ w: Tensor, _ geometry: ConvolutionGeometry
) -> Tensor {
  let g = geometry
  let dx = Tensor(
    uninitialized: [g.batch, g.inputs, g.height, g.width], dtype: upstream.dtype)
  Kernels.convolveInput(upstream.storage, w.storage, g, into: dx.storage)
  return recorded(dx, from: [upstream, w]) { outer, _ in
    [
      upstream.node == nil ? nil : convolve(outer, w, nil, g),
      w.node == nil ? nil : convolveWeight(outer, upstream, g).0,
    ]
  }
}

private func convolveWeight(
  _ x: Tensor, _ upstream: Tensor, _ geometry: ConvolutionGeometry, withBias: Bool = false
) -> (Tensor, Tensor?) {
  let g = geometry
  let dw = Tensor(
    uninitialized: [g.outputs, g.inputs / g.groups, g.kernel.height, g.kernel.width],
    dtype: x.dtype)
  let db = withBias ? Tensor(uninitialized: [g.outputs], dtype: x.dtype) : nil
  Kernels.convolveWeight(x.storage, upstream.storage, g, into: dw.storage, bias: db?.storage)
  let tracked = recorded(dw, from: [x, upstream]) { outer, _ in
    [
      x.node == nil ? nil : convolveInput(upstream, outer, g),
      upstream.node == nil ? nil : convolve(x, outer, nil, g),
    ]
  }
  return (tracked, db)
}
