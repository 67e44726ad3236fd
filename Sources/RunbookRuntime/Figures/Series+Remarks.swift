/// What can be said about data: reference lines, shaded parts, words at places.
extension Plot.Series {
  /// A horizontal line, for example a theoretical bound.
  public static func level(_ name: String = "", _ y: Double) -> Self {
    Self(name, style: .level, x: [0], y: [y])
  }

  /// A vertical line, for example the step at which something changed.
  public static func mark(_ name: String = "", x: Double) -> Self {
    Self(name, style: .mark, x: [x], y: [0])
  }

  /// A shaded part of the vertical axis, for example a confidence interval.
  public static func region(_ name: String = "", y range: ClosedRange<Double>) -> Self {
    Self(name, style: .levels, x: [0, 0], y: [range.lowerBound, range.upperBound])
  }

  /// A shaded part of the horizontal axis, for example the warm-up of a training.
  public static func region(_ name: String = "", x range: ClosedRange<Double>) -> Self {
    Self(name, style: .stretch, x: [range.lowerBound, range.upperBound], y: [0, 0])
  }

  /// Words beside a place of the chart.
  public static func note(_ text: String, x: Double, y: Double) -> Self {
    Self(text, style: .note, x: [x], y: [y])
  }

  /// The same with a dashed line: a theory beside what was measured.
  public var dashed: Self { with { $0.isDashed = true } }

  /// The same in another colour, counted from 0, so that series that belong together look alike.
  public func colored(_ number: Int) -> Self { with { $0.color = number } }

  private func with(_ change: (inout Plot.Look) -> Void) -> Self {
    var series = self
    var look = series.look ?? Plot.Look()
    change(&look)
    series.look = look
    return series
  }
}
