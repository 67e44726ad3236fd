/// The greatest element of each window. See `Tensor.maxPool2d`.
public final class MaxPool2D: Layer, BuiltInLayer {
  /// Window, steps between windows and pixels added on each side.
  public let kernel, stride, padding: Size
  /// Whether a last window that ends outside is taken too.
  public let ceilMode: Bool

  /// A layer for given windows.
  ///
  /// - Parameters:
  ///   - kernel: height and width of the window, in pixels.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: pixels added on each side, at most half the kernel.
  ///   - ceilMode: also take a last window that begins inside and ends outside.
  public init(
    _ kernel: some Extent, stride: (some Extent)? = Int?.none, padding: some Extent = 0,
    ceilMode: Bool = false
  ) {
    self.kernel = kernel.size
    self.stride = stride?.size ?? kernel.size
    self.padding = padding.size
    self.ceilMode = ceilMode
  }

  /// The pooled `x`, shape `[batch, channels, height, width]`.
  /// - Returns: shape `[batch, channels, newHeight, newWidth]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.maxPool2d(kernel, stride: stride, padding: padding, ceilMode: ceilMode)
  }

  public var ownParameters: [NamedParameter] { [] }
  public func outputShape(for input: [Int]) -> [Int] {
    input.pooled(kernel: kernel, stride: stride, padding: padding, roundsUp: ceilMode)
  }
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .window(kernel: kernel, stride: stride) }
  public var fusion: LayerFusion {
    padding == Size(0, 0) && !ceilMode
      ? LayerFusion(.pooling(.max, window: kernel, stride: stride)) : .none
  }

  public var description: String { "MaxPool2D(\(kernel))" }
}

/// The mean of each window. See `Tensor.avgPool2d`.
public final class AvgPool2D: Layer, BuiltInLayer {
  /// Window, steps between windows and pixels added on each side.
  public let kernel, stride, padding: Size
  /// Whether the padding counts in the divisor.
  public let countPadding: Bool
  /// Whether a last window that ends outside is taken too.
  public let ceilMode: Bool

  /// A layer for given windows.
  ///
  /// - Parameters:
  ///   - kernel: height and width of the window, in pixels.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: zeros added on each side, at most half the kernel.
  ///   - countPadding: divide by the whole window, or only by its part inside the image.
  ///   - ceilMode: also take a last window that begins inside and ends outside.
  public init(
    _ kernel: some Extent, stride: (some Extent)? = Int?.none, padding: some Extent = 0,
    countPadding: Bool = true, ceilMode: Bool = false
  ) {
    self.kernel = kernel.size
    self.stride = stride?.size ?? kernel.size
    self.padding = padding.size
    self.countPadding = countPadding
    self.ceilMode = ceilMode
  }

  /// The pooled `x`, shape `[batch, channels, height, width]`.
  /// - Returns: shape `[batch, channels, newHeight, newWidth]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.avgPool2d(
      kernel, stride: stride, padding: padding, countPadding: countPadding, ceilMode: ceilMode)
  }

  public var ownParameters: [NamedParameter] { [] }
  public func outputShape(for input: [Int]) -> [Int] {
    input.pooled(kernel: kernel, stride: stride, padding: padding, roundsUp: ceilMode)
  }
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .window(kernel: kernel, stride: stride) }
  public var fusion: LayerFusion {
    padding == Size(0, 0) && !ceilMode
      ? LayerFusion(.pooling(.average, window: kernel, stride: stride)) : .none
  }

  public var description: String { "AvgPool2D(\(kernel))" }
}

/// The greatest element of each window of a signal. See `Tensor.maxPool1d`.
public final class MaxPool1D: Layer, SequenceLayer {
  /// Window, steps between windows and places added at each end.
  public let kernel, stride, padding: Int

  /// A layer for given windows.
  ///
  /// - Parameters:
  ///   - kernel: the length of the window.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: places added at each end, at most half the kernel.
  public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
    (self.kernel, self.stride, self.padding) = (kernel, stride ?? kernel, padding)
  }

  /// The pooled `x`, shape `[batch, channels, length]`.
  /// - Returns: shape `[batch, channels, newLength]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.maxPool1d(kernel, stride: stride, padding: padding)
  }

  public var ownParameters: [NamedParameter] { [] }
  public func outputShape(for input: [Int]) -> [Int] {
    input.pooled(kernel: kernel, stride: stride, padding: padding)
  }
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .signal(kernel: kernel, stride: stride) }

  public var description: String { "MaxPool1D(\(kernel))" }
}

/// The mean of each window of a signal. See `Tensor.avgPool1d`.
public final class AvgPool1D: Layer, SequenceLayer {
  /// Window, steps between windows and places added at each end.
  public let kernel, stride, padding: Int

  /// A layer for given windows.
  ///
  /// - Parameters:
  ///   - kernel: the length of the window.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: zeros added at each end, at most half the kernel; they count in the divisor.
  public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
    (self.kernel, self.stride, self.padding) = (kernel, stride ?? kernel, padding)
  }

  /// The pooled `x`, shape `[batch, channels, length]`.
  /// - Returns: shape `[batch, channels, newLength]`.
  public func forward(_ x: Tensor) -> Tensor {
    x.avgPool1d(kernel, stride: stride, padding: padding)
  }

  public var ownParameters: [NamedParameter] { [] }
  public func outputShape(for input: [Int]) -> [Int] {
    input.pooled(kernel: kernel, stride: stride, padding: padding)
  }
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .signal(kernel: kernel, stride: stride) }

  public var description: String { "AvgPool1D(\(kernel))" }
}
