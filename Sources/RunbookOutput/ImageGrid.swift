/// Images in a grid: the feature maps of a layer, its filters, photographs.
public struct ImageGrid: OutputPayload {
  /// The mapping from the values of a one-channel image to colours.
  public enum ColorMap: String, CaseIterable, Codable, Sendable {
    /// Black for the minimum, white for the maximum.
    case gray
    /// Perceptually uniform, dark blue over green to yellow.
    case viridis
    /// Blue below zero, near-white at zero, red above; the range is symmetric about zero.
    case diverging
  }

  /// The values at the ends of the colour map.
  public enum Scale: Codable, Hashable, Sendable {
    /// One range for all images of the grid, computed from the data.
    case shared
    /// One range per image, computed from its data.
    case each
    /// From `low` to `high`, given by the author; values outside are clamped.
    case fixed(low: Float, high: Float)
  }

  /// One image of the grid.
  public struct Panel: Codable, Hashable, Sendable {
    /// A title above the image; empty for none.
    public var title: String
    public var width: Int
    public var height: Int
    /// 1 (drawn with the colour map) or 3 (red, green and blue, in 0…1).
    public var channels: Int
    /// `channels * height * width` values, one plane per channel, row by row; to 16 bits.
    public var samples: Samples
    /// Rectangles drawn over the image, in its pixels.
    public var boxes: [Box]
    /// Values drawn over the image in translucent colours.
    public var overlay: Overlay?
    /// The colour map of this image; `nil` for that of the grid.
    public var colorMap: ColorMap?
    /// The range of this image; `nil` for that of the grid.
    public var scale: Scale?

    public init(
      title: String = "", width: Int, height: Int, channels: Int = 1, samples: Samples,
      boxes: [Box] = [], overlay: Overlay? = nil, colorMap: ColorMap? = nil, scale: Scale? = nil
    ) {
      self.overlay = overlay
      self.colorMap = colorMap
      self.scale = scale
      self.title = title
      self.width = width
      self.height = height
      self.channels = channels
      // A picture needs no higher precision, and files with quantized samples are half as large.
      self.samples = samples.quantized
      self.boxes = boxes
    }
  }

  /// Values over an image, one per pixel: how strongly each pixel affects an output.
  public struct Overlay: Codable, Hashable, Sendable {
    /// `height * width` values, row by row; to 16 bits.
    public var samples: Samples
    public var colorMap: ColorMap
    /// The opacity of the strongest value, in 0…1; weaker values are more transparent.
    public var opacity: Double

    public init(samples: Samples, colorMap: ColorMap = .viridis, opacity: Double = 0.85) {
      self.samples = samples.quantized
      self.colorMap = colorMap
      self.opacity = opacity
    }
  }

  /// A rectangle over an image: a receptive field, a window.
  public struct Box: Codable, Hashable, Sendable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }
  }

  public var panels: [Panel]
  /// Images per row of the grid, 1 or more.
  public var columns: Int
  public var colorMap: ColorMap
  public var scale: Scale
  /// Whether a bar beside the grid shows the values of the colours.
  public var colorBar: Bool

  public init(
    panels: [Panel], columns: Int, colorMap: ColorMap = .gray, scale: Scale = .shared,
    colorBar: Bool = false
  ) {
    self.panels = panels
    self.columns = columns
    self.colorMap = colorMap
    self.scale = scale
    self.colorBar = colorBar
  }
}

extension ImageGrid {
  public var output: Output { .images(self) }
}
