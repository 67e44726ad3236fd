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

extension ReceptiveWindow {
  /// A window of a signal, which counts as an image of one row.
  static func signal(kernel: Int, stride: Int) -> ReceptiveWindow {
    .window(kernel: Size(1, kernel), stride: Size(1, stride))
  }
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

  /// This shape of signals with the windows along the length.
  func pooled(kernel: Int, stride: Int, padding: Int) -> [Int] {
    require(count >= 2, "outputShape: input \(self), expected [batch, channels, length]")
    return dropLast() + [
      windowCount(self[count - 1], kernel: kernel, stride: stride, padding: padding)
    ]
  }
}
