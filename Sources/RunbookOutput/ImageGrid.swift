/// Images set in a grid: the feature maps of a layer, its filters, photographs.
public struct ImageGrid: OutputPayload {
  /// How the numbers of a one-channel image become colours.
  public enum ColorMap: String, CaseIterable, Codable, Sendable {
    /// Black for the least value, white for the greatest.
    case gray
    /// Perceptually uniform, dark blue over green to yellow.
    case viridis
    /// Blue below zero, near-white at zero, red above; the range is symmetric about zero.
    case diverging
  }

  /// Which values the ends of the colour map stand for.
  public enum Scale: Codable, Hashable, Sendable {
    /// One range over all images of the grid, found from the data.
    case shared
    /// One range per image, found from its own data.
    case each
    /// From `low` to `high`, stated by the author; values beyond are drawn as the ends.
    case fixed(low: Float, high: Float)
  }

  /// One image of the grid.
  public struct Panel: Codable, Hashable, Sendable {
    /// A few words above the image; empty for none.
    public var title: String
    public var width: Int
    public var height: Int
    /// 1 (drawn with the colour map) or 3 (red, green and blue, in 0…1).
    public var channels: Int
    /// `channels * height * width` values, one plane per channel, row by row; to 16 bits.
    public var samples: Samples
    /// Rectangles drawn over the image, in its pixels.
    public var boxes: [Box]
    /// Values drawn over the image in colours that let it through.
    public var overlay: Overlay?
    /// The colours of this image where they are not those of the grid.
    public var colorMap: ColorMap?
    /// The range of this image where it is not that of the grid.
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
      // A picture needs no more, and files that keep it are half as big.
      self.samples = samples.quantized
      self.boxes = boxes
    }
  }

  /// Values over an image, as many as it has pixels: how much each pixel matters.
  public struct Overlay: Codable, Hashable, Sendable {
    /// `height * width` values, row by row; to 16 bits.
    public var samples: Samples
    public var colorMap: ColorMap
    /// How much the strongest value covers the image, in 0…1; weaker ones cover it less.
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
  /// Images in a row of the grid, 1 or more.
  public var columns: Int
  public var colorMap: ColorMap
  public var scale: Scale
  /// Whether a bar beside the grid says which colour is which value.
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
