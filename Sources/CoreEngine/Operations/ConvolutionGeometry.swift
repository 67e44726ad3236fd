/// The lengths of one convolution, checked.
struct ConvolutionGeometry {
  var batch, inputs, height, width: Int
  var outputs: Int
  var kernel, stride, padding, dilation: Size
  var groups: Int
  var newHeight, newWidth: Int
}

extension ConvolutionGeometry {
  /// The geometry of `input` under `filter`; stops with both shapes in the text if they do not fit.
  /// - Parameter shown: the operation that was asked for, and its operands' shapes as they were
  ///   given.
  init(
    input: Tensor, filter: Tensor, bias: Tensor?, stride: Size, padding: Size, dilation: Size,
    groups: Int, shown: @autoclosure () -> (name: String, input: String, filter: String)
  ) {
    var what: String {
      let (name, input, filter) = shown()
      return "\(name): input \(input), filter \(filter)"
    }
    require(
      input.rank == 4 && filter.rank == 4,
      "\(what): expected [batch, inputs, height, width] and [outputs, inputs / groups, "
        + "kernelHeight, kernelWidth]")
    require(input.dtype == filter.dtype, "\(what): different number types")
    require(input.shape[0] > 0, "\(what): the batch is empty")
    require(
      groups >= 1 && input.shape[1] % groups == 0 && filter.shape[0] % groups == 0,
      "\(what): \(groups) groups do not divide the channels")
    require(
      filter.shape[1] == input.shape[1] / groups,
      "\(what): the filter takes \(filter.shape[1]) channels of \(input.shape[1] / groups)"
        + (groups > 1 ? " in each of \(groups) groups" : ""))
    require(
      stride.height >= 1 && stride.width >= 1 && dilation.height >= 1 && dilation.width >= 1
        && padding.height >= 0 && padding.width >= 0,
      "\(what): stride \(stride), padding \(padding), dilation \(dilation)")
    let spanY = dilation.height * (filter.shape[2] - 1) + 1
    let spanX = dilation.width * (filter.shape[3] - 1) + 1
    let paddedY = input.shape[2] + 2 * padding.height
    let paddedX = input.shape[3] + 2 * padding.width
    require(
      filter.shape[2] >= 1 && filter.shape[3] >= 1 && spanY <= paddedY && spanX <= paddedX,
      "\(what): the filter spans \(Size(spanY, spanX)), the padded input only "
        + "\(Size(paddedY, paddedX))")
    require(
      bias == nil || (bias!.shape == [filter.shape[0]] && bias!.dtype == input.dtype),
      "\(what), bias \(bias?.signature ?? ""): expected [\(filter.shape[0])]")
    self.init(
      batch: input.shape[0], inputs: input.shape[1], height: input.shape[2],
      width: input.shape[3], outputs: filter.shape[0],
      kernel: Size(filter.shape[2], filter.shape[3]), stride: stride, padding: padding,
      dilation: dilation, groups: groups,
      newHeight: windowCount(
        input.shape[2], kernel: filter.shape[2], stride: stride.height, padding: padding.height,
        dilation: dilation.height),
      newWidth: windowCount(
        input.shape[3], kernel: filter.shape[3], stride: stride.width, padding: padding.width,
        dilation: dilation.width))
  }

  /// The geometry of the convolution whose adjoint enlarges `input`, from the result to `input`.
  init(
    transposed input: Tensor, filter: Tensor, bias: Tensor?, stride s: Size, padding p: Size,
    outputPadding extra: Size, dilation d: Size, groups: Int, shown: @autoclosure () -> String
  ) {
    var what: String { "convTranspose2d: input \(shown()), filter \(filter.signature)" }
    require(
      input.rank == 4 && filter.rank == 4,
      "\(what): expected [batch, inputs, height, width] and [inputs, outputs / groups, "
        + "kernelHeight, kernelWidth]")
    require(input.dtype == filter.dtype, "\(what): different number types")
    require(input.shape[0] > 0, "\(what): the batch is empty")
    require(
      groups >= 1 && input.shape[1] % groups == 0,
      "\(what): \(groups) groups do not divide the channels")
    require(
      input.shape[1] == filter.shape[0],
      "\(what): the filter takes \(filter.shape[0]) channels of \(input.shape[1])")
    let outputs = filter.shape[1] * groups
    require(
      bias == nil || (bias!.shape == [outputs] && bias!.dtype == input.dtype),
      "\(what), bias \(bias?.signature ?? ""): expected [\(outputs)]")
    var options: String { "stride \(s), padding \(p), dilation \(d), output padding \(extra)" }
    require(
      s.height >= 1 && s.width >= 1 && d.height >= 1 && d.width >= 1 && p.height >= 0
        && p.width >= 0, "\(what), \(options)")
    require(
      extra.height >= 0 && extra.width >= 0 && extra.height < max(s.height, d.height)
        && extra.width < max(s.width, d.width),
      "\(what), \(options): the output padding must be less than the stride or the dilation")
    let height = enlargedLength(
      input.shape[2], kernel: filter.shape[2], stride: s.height, padding: p.height,
      outputPadding: extra.height, dilation: d.height)
    let width = enlargedLength(
      input.shape[3], kernel: filter.shape[3], stride: s.width, padding: p.width,
      outputPadding: extra.width, dilation: d.width)
    require(
      input.count > 0 && filter.count > 0 && height > 0 && width > 0,
      "\(what), \(options): the result would be empty")
    self.init(
      batch: input.shape[0], inputs: outputs, height: height, width: width,
      outputs: input.shape[1], kernel: Size(filter.shape[2], filter.shape[3]), stride: s,
      padding: p, dilation: d, groups: groups, newHeight: input.shape[2],
      newWidth: input.shape[3])
  }
}

/// The number of windows along an axis, rounded down or, with `roundsUp`, so that a last window that begins
/// inside counts too.
func windowCount(
  _ length: Int, kernel: Int, stride: Int, padding: Int = 0, dilation: Int = 1,
  roundsUp: Bool = false
) -> Int {
  let free = length + 2 * padding - dilation * (kernel - 1) - 1
  let count = free / stride + 1
  return roundsUp && free % stride != 0 && count * stride < length + padding ? count + 1 : count
}

/// The length that a transposed convolution gives an axis.
func enlargedLength(
  _ length: Int, kernel: Int, stride: Int, padding: Int, outputPadding: Int, dilation: Int
) -> Int {
  (length - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1
}
