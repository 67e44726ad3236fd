/// The part of a layer's input that one element of its output depends on.
public enum ReceptiveWindow: Sendable, Hashable {
  /// The elements at its own place of the image.
  case position
  /// A window of the image, with steps between neighbouring windows, in pixels.
  case window(kernel: Size, stride: Size)
  /// All of the image, or parts that differ in size from place to place.
  case everything
  /// The layer does not say.
  case unknown
}

/// How `Sequential` may run a layer together with its neighbours, as one operation.
///
/// A convolution takes the activation and the pooling that follow it. A layer of your own runs by
/// itself.
public struct LayerFusion {
  enum Part {
    case nothing
    /// Begins a block; the options are those of the convolution.
    case convolution(ConvolutionBlock, weight: Parameter, bias: Parameter?)
    case activation(BlockGeometry.Activation)
    case pooling(BlockGeometry.Pool, window: Size, stride: Size)
  }
  let part: Part

  init(_ part: Part) { self.part = part }

  /// The layer runs by itself.
  public static var none: LayerFusion { LayerFusion(.nothing) }
}

extension Layer {
  /// The shape that `forward(_:)` gives for zeros of shape `input`, found by running it.
  public func outputShape(for input: [Int]) -> [Int] {
    withoutGradient { inInference { forward(.zeros(input, dtype: dtype)).shape } }
  }
  /// Nil: the layer does not say.
  public func multiplyAdds(for input: [Int]) -> Int? { nil }
  /// `ReceptiveWindow.unknown`: the layer does not say.
  public var receptiveWindow: ReceptiveWindow { .unknown }
  /// `LayerFusion.none`: the layer runs by itself.
  public var fusion: LayerFusion { .none }
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

extension [Int] {
  /// This shape of images with other channels (or the same) and the windows along height and width.
  func pooled(
    channels: Int? = nil, kernel: Size, stride: Size, padding: Size, dilation: Size = Size(1, 1),
    roundsUp: Bool = false
  ) -> [Int] {
    require(count >= 3, "outputShape: input \(self), expected [batch, channels, height, width]")
    let axis = count - 2
    return dropLast(3) + [
      channels ?? self[axis - 1],
      windowCount(
        self[axis], kernel: kernel.height, stride: stride.height, padding: padding.height,
        dilation: dilation.height, roundsUp: roundsUp),
      windowCount(
        self[axis + 1], kernel: kernel.width, stride: stride.width, padding: padding.width,
        dilation: dilation.width, roundsUp: roundsUp),
    ]
  }
}
