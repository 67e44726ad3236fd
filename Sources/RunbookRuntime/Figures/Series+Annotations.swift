/// Annotations: reference lines, shaded bands, text at places.
extension Plot.Series {
  /// A horizontal line, for example a theoretical bound.
  public static func horizontalLine(_ name: String = "", _ y: Double) -> Self {
    Self(name, style: .horizontalLine, x: [0], y: [y])
  }

  /// A vertical line, for example the step at which a setting changed.
  public static func verticalLine(_ name: String = "", x: Double) -> Self {
    Self(name, style: .verticalLine, x: [x], y: [0])
  }

  /// A shaded part of the vertical axis, for example a confidence interval.
  public static func horizontalBand(_ name: String = "", y range: ClosedRange<Double>) -> Self {
    Self(name, style: .horizontalBand, x: [0, 0], y: [range.lowerBound, range.upperBound])
  }

  /// A shaded part of the horizontal axis, for example the warm-up of a training.
  public static func verticalBand(_ name: String = "", x range: ClosedRange<Double>) -> Self {
    Self(name, style: .verticalBand, x: [range.lowerBound, range.upperBound], y: [0, 0])
  }

  /// Text beside a place of the chart.
  public static func annotation(_ text: String, x: Double, y: Double) -> Self {
    Self(text, style: .annotation, x: [x], y: [y])
  }

  /// The same with a dashed line: a theory beside measured values.
  public var dashed: Self { with { $0.isDashed = true } }

  /// The same in another colour, counted from 0, so that series that belong together look alike.
  public func colored(_ number: Int) -> Self { with { $0.color = number } }

  private func with(_ change: (inout Plot.StyleOptions) -> Void) -> Self {
    var series = self
    var options = series.styleOptions ?? Plot.StyleOptions()
    change(&options)
    series.styleOptions = options
    return series
  }
}

/// Short names of annotations, which many notes use.
extension Plot.Series {
  /// Another name of `horizontalLine(_:_:)`.
  public static func level(_ name: String = "", _ y: Double) -> Self { horizontalLine(name, y) }

  /// Another name of `verticalLine(_:x:)`.
  public static func mark(_ name: String = "", x: Double) -> Self { verticalLine(name, x: x) }

  /// Another name of `horizontalBand(_:y:)`.
  public static func region(_ name: String = "", y range: ClosedRange<Double>) -> Self {
    horizontalBand(name, y: range)
  }

  /// Another name of `verticalBand(_:x:)`.
  public static func region(_ name: String = "", x range: ClosedRange<Double>) -> Self {
    verticalBand(name, x: range)
  }

  /// Another name of `annotation(_:x:y:)`.
  public static func note(_ text: String, x: Double, y: Double) -> Self {
    annotation(text, x: x, y: y)
  }
}
