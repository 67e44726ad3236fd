/// The greatest element of each window. See `Tensor.maxPool2d`.
public final class MaxPool2D: Layer, BuiltInLayer {
  /// Window, steps between windows and pixels added on each side.
  public let kernel, stride, padding: Size

  /// - Parameters:
  ///   - kernel: height and width of the window, in pixels.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: pixels added on each side, at most half the kernel.
  public init(_ kernel: any Extent, stride: (any Extent)? = nil, padding: any Extent = 0) {
    self.kernel = kernel.size
    self.stride = (stride ?? kernel).size
    self.padding = padding.size
  }

  public func forward(_ x: Tensor) -> Tensor {
    x.maxPool2d(kernel, stride: stride, padding: padding)
  }

  public var ownParameters: [NamedParameter] { [] }
  public var description: String { "MaxPool2D(\(kernel))" }
}

/// The mean of each window. See `Tensor.avgPool2d`.
public final class AvgPool2D: Layer, BuiltInLayer {
  /// Window, steps between windows and pixels added on each side.
  public let kernel, stride, padding: Size
  /// Whether the padding counts in the divisor.
  public let countPadding: Bool

  /// - Parameters:
  ///   - kernel: height and width of the window, in pixels.
  ///   - stride: steps between windows; the kernel when left out.
  ///   - padding: zeros added on each side, at most half the kernel.
  ///   - countPadding: divide by the whole window, or only by its part inside the image.
  public init(
    _ kernel: any Extent, stride: (any Extent)? = nil, padding: any Extent = 0,
    countPadding: Bool = true
  ) {
    self.kernel = kernel.size
    self.stride = (stride ?? kernel).size
    self.padding = padding.size
    self.countPadding = countPadding
  }

  public func forward(_ x: Tensor) -> Tensor {
    x.avgPool2d(kernel, stride: stride, padding: padding, countPadding: countPadding)
  }

  public var ownParameters: [NamedParameter] { [] }
  public var description: String { "AvgPool2D(\(kernel))" }
}
