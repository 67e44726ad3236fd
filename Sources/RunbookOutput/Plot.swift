/// A figure of one or more charts, drawn by gnuplot.
public struct Plot: Codable, Hashable, Sendable {
  /// One set of axes and what is drawn in it.
  public struct Panel: Codable, Hashable, Sendable {
    public var title: String
    public var x: Axis
    public var y: Axis
    public var series: [Series]

    public init(
      title: String = "", x: Axis = Axis(), y: Axis = Axis(), series: [Series]
    ) {
      self.title = title
      self.x = x
      self.y = y
      self.series = series
    }
  }

  /// One axis of a panel.
  public struct Axis: Codable, Hashable, Sendable {
    public var label: String
    public var logarithmic: Bool
    /// The ends of the axis where the author states them; found from the data where `nil`.
    public var low: Double?
    public var high: Double?
    /// Names in place of numbers: of the positions 0, 1, 2 … or of the rows or columns of a heat map.
    public var categories: [String]?

    public init(
      _ label: String = "", logarithmic: Bool = false, low: Double? = nil, high: Double? = nil,
      categories: [String]? = nil
    ) {
      self.label = label
      self.logarithmic = logarithmic
      self.low = low
      self.high = high
      self.categories = categories
    }
  }

  /// One curve, cloud of points, set of bars, grid of values, or something said about them.
  public struct Series: Codable, Hashable, Sendable {
    public enum Style: String, Codable, Sendable {
      case line, points, linePoints, bars, steps, errorBars, heatMap, surface
      /// The area between `y` and `z`.
      case band
      /// A horizontal line across the panel at `y[0]`.
      case level
      /// A vertical line across the panel at `x[0]`.
      case mark
      /// The part of the panel between `y[0]` and `y[1]`, over its whole width.
      case levels
      /// The part of the panel between `x[0]` and `x[1]`, over its whole height.
      case stretch
      /// The name written at `x[0]`, `y[0]`.
      case note
    }

    /// The words in the legend, or beside what they name; empty for none.
    public var name: String
    public var style: Style
    /// Horizontal positions; a heat map or surface has its columns here.
    public var x: [Double]
    /// Vertical positions, as many as `x`; a heat map or surface has its rows here.
    public var y: [Double]
    /// Half-lengths of error bars or the upper edge of a band (as many as `x`), or the
    /// `y.count * x.count` values of a heat map or surface, row by row.
    public var z: [Double]?
    /// What the author asked for beyond the usual looks.
    public var look: Look?

    public init(
      _ name: String = "", style: Style = .line, x: [Double], y: [Double], z: [Double]? = nil,
      look: Look? = nil
    ) {
      self.look = look
      self.name = name
      self.style = style
      self.x = x
      self.y = y
      self.z = z
    }
  }

  /// How a series looks where it does not look as usual; `nil` stands for the usual.
  public struct Look: Codable, Hashable, Sendable {
    /// Whether a line is dashed.
    public var isDashed: Bool?
    /// The number of the series' colour, from 0; series take the colours in order otherwise.
    public var color: Int?
    /// The colours of a heat map; diverging where values lie on both sides of zero otherwise.
    public var colorMap: ImageGrid.ColorMap?
    /// Whether equal steps of colour are equal factors.
    public var hasLogarithmicColors: Bool?
    /// Whether the values stand in the cells of a heat map; where they have room otherwise.
    public var showsNumbers: Bool?
    /// Whether a heat map counts answers: a row a class, a column an answer.
    public var isConfusion: Bool?

    public init() {}
  }

  public var panels: [Panel]
  /// Panels in a row, 1 or more.
  public var columns: Int

  public init(panels: [Panel], columns: Int = 1) {
    self.panels = panels
    self.columns = columns
  }
}
