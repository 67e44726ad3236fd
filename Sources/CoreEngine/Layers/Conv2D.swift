/// A convolution layer: learnt filters slide over images. See `Tensor.conv2d`.
///
/// Takes `[batch, inputs, height, width]` (or one image without the batch axis) and gives `[batch,
/// outputs, newHeight, newWidth]`.
public final class Conv2D: Layer, BuiltInLayer {
  /// Filters, shape `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  public let weight: Parameter
  /// One number per output channel, or nil.
  public let bias: Parameter?
  /// Steps between windows, zeros on each side, distance between filter elements, in pixels.
  public let stride, padding, dilation: Size
  /// Parts into which the channels are split.
  public let groups: Int

  /// A layer whose filters are drawn at random.
  ///
  /// - Parameters:
  ///   - inputs: input channels.
  ///   - outputs: output channels: the number of filters.
  ///   - kernel: height and width of a filter, in pixels.
  ///   - stride: steps between windows.
  ///   - padding: zeros added on each side.
  ///   - dilation: distance between neighbouring filter elements.
  ///   - groups: parts into which the channels are split.
  ///   - bias: whether a number is added to each output channel.
  ///   - initialiser: how the filters begin; the bias always begins uniform in ±1/√fanIn.
  ///   - random: where the numbers come from.
  /// - Precondition: at least one channel on each side; groups divide both.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: some Extent, stride: some Extent = 1,
    padding: some Extent = 0, dilation: some Extent = 1, groups: Int = 1, bias: Bool = true,
    initialiser: Initialiser = .standard, random: Random = .shared
  ) {
    let k = kernel.size
    require(
      inputs > 0 && outputs > 0 && groups > 0 && inputs % groups == 0 && outputs % groups == 0
        && k.height > 0 && k.width > 0,
      "Conv2D: \(inputs) → \(outputs) channels, kernel \(k), \(groups) groups")
    let fanIn = inputs / groups * k.height * k.width
    let fanOut = outputs / groups * k.height * k.width
    weight = Parameter(
      initialiser(
        [outputs, inputs / groups, k.height, k.width], fanIn: fanIn, fanOut: fanOut,
        random: random))
    self.bias =
      bias
      ? Parameter(Initialiser.standard([outputs], fanIn: fanIn, fanOut: fanOut, random: random))
      : nil
    (self.stride, self.padding, self.dilation) = (stride.size, padding.size, dilation.size)
    self.groups = groups
  }

  /// A layer with given filters, a blur or an edge detector for example.
  /// - Parameters:
  ///   - filter: shape `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  ///   - bias: shape `[outputs]`, or nil.
  ///   - stride: steps between windows.
  ///   - padding: zeros added on each side.
  ///   - dilation: distance between neighbouring filter elements.
  ///   - groups: parts into which the channels are split.
  public init(
    filter: Tensor, bias: Tensor? = nil, stride: some Extent = 1, padding: some Extent = 0,
    dilation: some Extent = 1, groups: Int = 1
  ) {
    require(filter.rank == 4, "Conv2D: filter \(filter.signature)")
    weight = Parameter(filter)
    self.bias = bias.map { Parameter($0) }
    (self.stride, self.padding, self.dilation) = (stride.size, padding.size, dilation.size)
    self.groups = groups
  }

  /// The convolution of `x`, shape `[batch, inputs, height, width]`; see `Tensor.conv2d`.
  /// - Returns: shape `[batch, outputs, newHeight, newWidth]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.conv2d(
      weight.value, bias: bias?.value, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }

  public var ownParameters: [NamedParameter] {
    [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
  }

  public func outputShape(for input: [Int]) -> [Int] {
    let shape = weight.shape
    return input.pooled(
      channels: shape[0], kernel: Size(shape[2], shape[3]), stride: stride, padding: padding,
      dilation: dilation)
  }
  public func multiplyAdds(for input: [Int]) -> Int? {
    elementCount(outputShape(for: input)) * elementCount(Array(weight.shape.dropFirst()))
  }
  public var receptiveWindow: ReceptiveWindow {
    let (height, width) = (weight.shape[2], weight.shape[3])
    return .window(
      kernel: Size(dilation.height * (height - 1) + 1, dilation.width * (width - 1) + 1),
      stride: stride)
  }
  public var fusion: LayerFusion {
    let block = ConvolutionBlock(
      stride: stride, padding: padding, dilation: dilation, groups: groups)
    return LayerFusion(.convolution(block, weight: weight, bias: bias))
  }

  public var description: String {
    let shape = weight.shape
    var text = "Conv2D(\(shape[1] * groups) → \(shape[0]), kernel \(Size(shape[2], shape[3]))"
    if stride != Size(1, 1) { text += ", stride \(stride)" }
    if padding != Size(0, 0) { text += ", padding \(padding)" }
    if dilation != Size(1, 1) { text += ", dilation \(dilation)" }
    if groups != 1 { text += ", groups \(groups)" }
    return text + ")"
  }
}
