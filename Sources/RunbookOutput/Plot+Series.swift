extension Plot {
  /// One curve, cloud of points, set of bars, grid of values, or an annotation.
  public struct Series: Codable, Hashable, Sendable {
    /// The ways to draw a series.
    ///
    /// In files, annotations keep their names from the first report format.
    public enum Style: String, CaseIterable, Codable, Sendable {
      case line, points, linePoints, bars, steps, errorBars, heatMap, surface
      /// The area between `y` and `z`.
      case band
      /// A line across the panel at `y[0]`.
      case horizontalLine = "level"
      /// A line from bottom to top of the panel at `x[0]`.
      case verticalLine = "mark"
      /// The part of the panel between `y[0]` and `y[1]`, over its whole width.
      case horizontalBand = "levels"
      /// The part of the panel between `x[0]` and `x[1]`, over its whole height.
      case verticalBand = "stretch"
      /// The name written at `x[0]`, `y[0]`.
      case annotation = "note"
    }

    /// The name in the legend or beside the element; empty for none.
    public var name: String
    public var style: Style
    /// Horizontal positions; for a heat map or surface, those of its columns.
    public var x: [Double]
    /// Vertical positions, as many as `x`; for a heat map or surface, those of its rows.
    public var y: [Double]
    /// Half-lengths of error bars or the upper edge of a band (as many as `x`), or the
    /// `y.count * x.count` values of a heat map or surface, row by row.
    public var z: [Double]?
    /// The author's settings; `nil` for the default style.
    public var styleOptions: StyleOptions?

    public init(
      _ name: String = "", style: Style = .line, x: [Double], y: [Double], z: [Double]? = nil,
      styleOptions: StyleOptions? = nil
    ) {
      self.name = name
      self.style = style
      self.x = x
      self.y = y
      self.z = z
      self.styleOptions = styleOptions
    }

    /// The names in files, which are those of the first report format.
    private enum CodingKeys: String, CodingKey {
      case name, style, x, y, z
      case styleOptions = "look"
    }
  }

  /// Settings of a series that differ from the defaults; `nil` means the default.
  public struct StyleOptions: Codable, Hashable, Sendable {
    /// Whether a line is dashed.
    public var isDashed: Bool?
    /// The number of the series' colour, from 0; by default series use the colours in order.
    public var color: Int?
    /// The colours of a heat map; by default diverging if there are values on both sides of zero.
    public var colorMap: ImageGrid.ColorMap?
    /// Whether equal steps of colour are equal factors.
    public var hasLogarithmicColors: Bool?
    /// Whether the values are written in the cells of a heat map; by default where there is room.
    public var showsNumbers: Bool?
    /// Whether a heat map counts answers: one row per class, one column per answer.
    public var isConfusion: Bool?

    public init() {}
  }
}
