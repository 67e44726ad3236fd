/// A convolution over signals `[batch, inputs, length]`. See `Tensor.conv1d`.
public final class Conv1D: Layer, SequenceLayer {
  /// Shape `[outputs, inputs / groups, kernel]`.
  public let weight: Parameter
  /// Shape `[outputs]`, or nil.
  public let bias: Parameter?
  /// The options of `Tensor.conv1d`, in steps.
  public let stride, padding, dilation, groups: Int

  /// A layer whose filters are drawn at random.
  ///
  /// - Parameters:
  ///   - inputs: input channels.
  ///   - outputs: output channels.
  ///   - kernel: the length of a filter.
  ///   - stride: steps between windows.
  ///   - padding: zeros added at each end.
  ///   - dilation: distance between neighbouring filter elements.
  ///   - groups: parts into which the channels are split.
  ///   - bias: whether a number is added to each output channel.
  ///   - initialiser: how the filters begin; the bias always begins uniform in ±1/√fanIn.
  ///   - random: where the numbers come from.
  /// - Precondition: at least one channel on each side; groups divide both.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    dilation: Int = 1, groups: Int = 1, bias: Bool = true, initialiser: Initialiser = .standard,
    random: Random = .shared
  ) {
    require(
      inputs > 0 && outputs > 0 && kernel > 0 && groups > 0 && inputs % groups == 0
        && outputs % groups == 0,
      "Conv1D: \(inputs) → \(outputs) channels, kernel \(kernel), \(groups) groups")
    let (fanIn, fanOut) = (inputs / groups * kernel, outputs / groups * kernel)
    weight = Parameter(
      initialiser([outputs, inputs / groups, kernel], fanIn: fanIn, fanOut: fanOut, random: random))
    self.bias =
      bias
      ? Parameter(Initialiser.standard([outputs], fanIn: fanIn, fanOut: fanOut, random: random))
      : nil
    (self.stride, self.padding, self.dilation, self.groups) = (stride, padding, dilation, groups)
  }

  /// The convolution of `x`, shape `[batch, inputs, length]`; see `Tensor.conv1d`.
  /// - Returns: shape `[batch, outputs, newLength]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.conv1d(
      weight.value, bias: bias?.value, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }

  public var ownParameters: [NamedParameter] {
    [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
  }

  public func outputShape(for input: [Int]) -> [Int] {
    require(input.count >= 2, "outputShape: input \(input), expected [batch, inputs, length]")
    return input.dropLast(2) + [
      weight.shape[0],
      windowCount(
        input[input.count - 1], kernel: weight.shape[2], stride: stride, padding: padding,
        dilation: dilation),
    ]
  }
  public func multiplyAdds(for input: [Int]) -> Int? {
    elementCount(outputShape(for: input)) * elementCount(Array(weight.shape.dropFirst()))
  }
  public var receptiveWindow: ReceptiveWindow {
    .signal(kernel: dilation * (weight.shape[2] - 1) + 1, stride: stride)
  }

  public var description: String {
    "Conv1D(\(weight.shape[1] * groups) → \(weight.shape[0]), kernel \(weight.shape[2]))"
  }
}

/// A transposed convolution, which enlarges images. See `Tensor.convTranspose2d`.
public final class ConvTranspose2D: Layer, BuiltInLayer {
  /// Shape `[inputs, outputs / groups, kernelHeight, kernelWidth]`.
  public let weight: Parameter
  /// Shape `[outputs]`, or nil.
  public let bias: Parameter?
  /// The options of `Tensor.convTranspose2d`, in pixels.
  public let stride, padding, outputPadding, dilation: Size
  /// Parts into which the channels are split.
  public let groups: Int

  /// A layer whose filters are drawn at random.
  ///
  /// - Parameters:
  ///   - inputs: input channels.
  ///   - outputs: output channels.
  ///   - kernel: height and width of a filter, in pixels.
  ///   - stride: the enlargement.
  ///   - padding: pixels taken away on each side.
  ///   - outputPadding: pixels added at the lower right.
  ///   - dilation: distance between neighbouring filter elements.
  ///   - groups: parts into which the channels are split.
  ///   - bias: whether a number is added to each output channel.
  ///   - initialiser: how the filters begin; fanIn counts `outputs / groups * kernel`, as in
  ///     PyTorch.
  ///   - random: where the numbers come from.
  /// - Precondition: at least one channel on each side; groups divide both.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: some Extent, stride: some Extent = 1,
    padding: some Extent = 0, outputPadding: some Extent = 0, dilation: some Extent = 1,
    groups: Int = 1, bias: Bool = true, initialiser: Initialiser = .standard,
    random: Random = .shared
  ) {
    let k = kernel.size
    require(
      inputs > 0 && outputs > 0 && groups > 0 && inputs % groups == 0 && outputs % groups == 0
        && k.height > 0 && k.width > 0,
      "ConvTranspose2D: \(inputs) → \(outputs) channels, kernel \(k), \(groups) groups")
    let fanIn = outputs / groups * k.height * k.width
    weight = Parameter(
      initialiser(
        [inputs, outputs / groups, k.height, k.width], fanIn: fanIn,
        fanOut: inputs / groups * k.height * k.width, random: random))
    self.bias =
      bias
      ? Parameter(Initialiser.standard([outputs], fanIn: fanIn, fanOut: fanIn, random: random))
      : nil
    (self.stride, self.padding) = (stride.size, padding.size)
    (self.outputPadding, self.dilation) = (outputPadding.size, dilation.size)
    self.groups = groups
  }

  /// The enlarged `x`, shape `[batch, inputs, height, width]`; see `Tensor.convTranspose2d`.
  /// - Returns: shape `[batch, outputs, newHeight, newWidth]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.convTranspose2d(
      weight.value, bias: bias?.value, stride: stride, padding: padding,
      outputPadding: outputPadding, dilation: dilation, groups: groups)
  }

  public var ownParameters: [NamedParameter] {
    [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
  }

  public func outputShape(for input: [Int]) -> [Int] {
    require(
      input.count >= 3, "outputShape: input \(input), expected [batch, inputs, height, width]")
    let axis = input.count - 2
    return input.dropLast(3) + [
      weight.shape[1] * groups,
      enlargedLength(
        input[axis], kernel: weight.shape[2], stride: stride.height, padding: padding.height,
        outputPadding: outputPadding.height, dilation: dilation.height),
      enlargedLength(
        input[axis + 1], kernel: weight.shape[3], stride: stride.width, padding: padding.width,
        outputPadding: outputPadding.width, dilation: dilation.width),
    ]
  }
  /// Multiply-adds with weights at the distance of a stride from each other, per output.
  public func multiplyAdds(for input: [Int]) -> Int? {
    elementCount(outputShape(for: input)) * weight.shape[0] / groups * weight.shape[2]
      * weight.shape[3] / (stride.height * stride.width)
  }
  /// Everything: neighbouring outputs see parts of different sizes.
  public var receptiveWindow: ReceptiveWindow { .everything }

  public var description: String {
    let shape = weight.shape
    return "ConvTranspose2D(\(shape[0]) → \(shape[1] * groups), kernel \(Size(shape[2], shape[3])))"
  }
}

/// A convolution without sharing: each position of the output has filters of its own.
///
/// The counterpart in the argument for parameter sharing; it must know the size of its input. See
/// `Tensor.locallyConnected2d`.
public final class LocallyConnected2D: Layer, BuiltInLayer {
  /// Shape `[newHeight * newWidth, outputs, inputs * kernelHeight * kernelWidth]`.
  public let weight: Parameter
  /// Shape `[outputs, newHeight * newWidth]`, or nil.
  public let bias: Parameter?
  /// The options of `Tensor.locallyConnected2d`, in pixels.
  public let kernel, stride, padding: Size

  /// A layer whose filters are drawn at random, one set for each position.
  ///
  /// - Parameters:
  ///   - inputs: input channels.
  ///   - outputs: output channels.
  ///   - image: height and width of the input, in pixels.
  ///   - kernel: height and width of a filter, in pixels.
  ///   - stride: steps between windows.
  ///   - padding: zeros added on each side.
  ///   - bias: whether a number is added at each position of each output channel.
  ///   - initialiser: how the filters begin; the bias always begins uniform in ±1/√fanIn.
  ///   - random: where the numbers come from.
  /// - Precondition: at least one channel on each side, and a window fits.
  public init(
    _ inputs: Int, _ outputs: Int, image: some Extent, kernel: some Extent,
    stride: some Extent = 1, padding: some Extent = 0, bias: Bool = true,
    initialiser: Initialiser = .standard, random: Random = .shared
  ) {
    (self.kernel, self.stride, self.padding) = (kernel.size, stride.size, padding.size)
    let (i, k, s, p) = (image.size, kernel.size, stride.size, padding.size)
    require(
      inputs > 0 && outputs > 0 && i.height + 2 * p.height >= k.height
        && i.width + 2 * p.width >= k.width,
      "LocallyConnected2D: \(inputs) → \(outputs) channels, image \(i), kernel \(k)")
    let positions =
      windowCount(i.height, kernel: k.height, stride: s.height, padding: p.height)
      * windowCount(i.width, kernel: k.width, stride: s.width, padding: p.width)
    let fanIn = inputs * k.height * k.width
    weight = Parameter(
      initialiser(
        [positions, outputs, fanIn], fanIn: fanIn, fanOut: outputs * k.height * k.width,
        random: random))
    self.bias =
      bias
      ? Parameter(
        Initialiser.standard([outputs, positions], fanIn: fanIn, fanOut: fanIn, random: random))
      : nil
  }

  /// The unshared convolution of `x`, shape `[batch, inputs, height, width]`.
  /// - Returns: shape `[batch, outputs, newHeight, newWidth]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.locallyConnected2d(
      weight.value, bias: bias?.value, kernel: kernel, stride: stride, padding: padding)
  }

  public var ownParameters: [NamedParameter] {
    [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
  }

  public func outputShape(for input: [Int]) -> [Int] {
    input.pooled(channels: weight.shape[1], kernel: kernel, stride: stride, padding: padding)
  }
  public func multiplyAdds(for input: [Int]) -> Int? {
    elementCount(outputShape(for: input)) * weight.shape[2]
  }
  public var receptiveWindow: ReceptiveWindow { .window(kernel: kernel, stride: stride) }

  public var description: String {
    "LocallyConnected2D(→ \(weight.shape[1]), kernel \(kernel), \(weight.shape[0]) positions)"
  }
}
