/// A figure of one or more charts, drawn by gnuplot.
public struct Plot: OutputPayload {
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

  public var panels: [Panel]
  /// Panels in a row, 1 or more.
  public var columns: Int

  public init(panels: [Panel], columns: Int = 1) {
    self.panels = panels
    self.columns = columns
  }
}

extension Plot {
  public var output: Output { .plot(self) }
}
