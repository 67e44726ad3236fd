/// A figure of one or more charts, drawn by gnuplot.
public struct Plot: OutputPayload {
  /// One pair of axes and the series drawn in it.
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
    /// The ends of the axis if the author sets them; `nil` if they are computed from the data.
    public var low: Double?
    public var high: Double?
    /// Names in place of numbers: for the positions 0, 1, 2 … or for the rows or columns of a heat
    /// map.
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
  /// Panels per row, 1 or more.
  public var columns: Int

  public init(panels: [Panel], columns: Int = 1) {
    self.panels = panels
    self.columns = columns
  }
}

extension Plot {
  public var output: Output { .plot(self) }
}
