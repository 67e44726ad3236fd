/// A figure of one or more charts, drawn by gnuplot.
public struct Plot: Codable, Hashable, Sendable {
  /// One set of axes and what is drawn in it.
  public struct Panel: Codable, Hashable, Sendable {
    public var title: String
    public var x: Axis
    public var y: Axis
    public var series: [Series]
    /// Words at places of the panel.
    public var annotations: [Annotation]?

    public init(
      title: String = "", x: Axis = Axis(), y: Axis = Axis(), series: [Series],
      annotations: [Annotation]? = nil
    ) {
      self.title = title
      self.x = x
      self.y = y
      self.series = series
      self.annotations = annotations
    }
  }

  /// A few words at a place, in units of the axes.
  public struct Annotation: Codable, Hashable, Sendable {
    public var text: String
    public var x: Double
    public var y: Double

    public init(_ text: String, x: Double, y: Double) {
      self.text = text
      self.x = x
      self.y = y
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

  /// One curve, cloud of points or set of bars.
  public struct Series: Codable, Hashable, Sendable {
    public enum Style: String, Codable, Sendable {
      case line, points, linePoints, bars, steps, errorBars, heatMap, surface
    }

    /// The words in the legend; empty for none.
    public var name: String
    public var style: Style
    /// Horizontal positions; a heat map or surface has its columns here.
    public var x: [Double]
    /// Vertical positions, as many as `x`; a heat map or surface has its rows here.
    public var y: [Double]
    /// Half-lengths of error bars (as many as `x`), or the `y.count * x.count` values of a heat
    /// map or surface, row by row.
    public var z: [Double]?

    public init(
      _ name: String = "", style: Style = .line, x: [Double], y: [Double], z: [Double]? = nil
    ) {
      self.name = name
      self.style = style
      self.x = x
      self.y = y
      self.z = z
    }
  }

  public var panels: [Panel]
  /// Panels in a row, 1 or more.
  public var columns: Int

  public init(panels: [Panel], columns: Int = 1) {
    self.panels = panels
    self.columns = columns
  }
}
