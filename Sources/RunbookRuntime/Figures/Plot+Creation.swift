/// Draws one chart.
///
/// ```swift
/// plot(.line("sine", ys, x: xs), .points("samples", samples), x: "t", y: "x(t)")
/// ```
///
/// - Parameters:
///   - series: curves, points, bars, reference lines and so on, drawn into the same axes.
///   - title: a few words above; the figure's caption stands in `fig-cap`.
///   - x: the horizontal axis: its label, or an axis with more to say, as `.log("batch size")`.
///   - y: the vertical axis.
public func plot(
  _ series: Plot.Series..., title: String = "", x: Plot.Axis = Plot.Axis(),
  y: Plot.Axis = Plot.Axis()
) -> Plot {
  plot(series, title: title, x: x, y: y)
}

/// Draws one chart of a list of series.
public func plot(
  _ series: [Plot.Series], title: String = "", x: Plot.Axis = Plot.Axis(),
  y: Plot.Axis = Plot.Axis()
) -> Plot {
  Plot(panels: [Plot.Panel(title: title, x: x, y: y, series: series)])
}

/// Draws numbers as a curve, over their positions, from 0, if `at` is `nil`.
public func plot(
  _ values: any NumberList, at places: (any NumberList)? = nil, title: String = "",
  x: Plot.Axis = Plot.Axis(), y: Plot.Axis = Plot.Axis()
) -> Plot {
  plot(.line("", values, x: places), title: title, x: x, y: y)
}

/// Sets several charts beside each other.
///
/// - Parameters:
///   - plots: the charts, row by row.
///   - columns: charts in a row.
public func panels(_ plots: Plot..., columns: Int = 2) -> Plot {
  panels(plots, columns: columns)
}

/// Sets several charts of a list beside each other.
public func panels(_ plots: [Plot], columns: Int = 2) -> Plot {
  Plot(panels: plots.flatMap(\.panels), columns: columns)
}

extension Plot.Axis: ExpressibleByStringLiteral {
  /// An axis of which only the label is stated.
  public init(stringLiteral label: String) { self.init(label) }
}

extension Plot.Axis {
  /// An axis on which equal steps are equal factors.
  public static func log(_ label: String = "", from low: Double? = nil, to high: Double? = nil)
    -> Self
  {
    Self(label, logarithmic: true, low: low, high: high)
  }

  /// An axis with one or both ends stated; with `from` above `to` it runs the other way.
  public static func linear(
    _ label: String = "", from low: Double? = nil, to high: Double? = nil
  ) -> Self {
    Self(label, low: low, high: high)
  }

  /// An axis with names at 0, 1, 2 … in place of numbers.
  public static func names(_ names: [String], _ label: String = "") -> Self {
    Self(label, categories: names)
  }
}
