/// Draws one chart.
///
/// ```swift
/// plot(.line("sine", ys, x: xs), .points("samples", samples), x: "t", y: "x(t)")
/// ```
///
/// - Parameters:
///   - series: curves, points, bars and so on, drawn into the same axes.
///   - title: a few words above; the figure's caption stands in `fig-cap`.
///   - x: the horizontal axis: its label, or an axis with more to say.
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

/// Draws numbers as a curve over their positions, from 0.
public func plot(_ values: [Double], title: String = "") -> Plot {
  plot(.line("", values), title: title)
}

/// Sets several charts beside each other.
///
/// - Parameters:
///   - plots: the charts, row by row.
///   - columns: charts in a row.
public func panels(_ plots: Plot..., columns: Int = 2) -> Plot {
  Plot(panels: plots.flatMap(\.panels), columns: columns)
}

extension Plot.Axis: ExpressibleByStringLiteral {
  /// An axis of which only the label is stated.
  public init(stringLiteral label: String) { self.init(label) }
}

extension Plot.Series {
  /// A curve through points; over 0, 1, 2 … if `x` is `nil`.
  public static func line(_ name: String, _ y: [Double], x: [Double]? = nil) -> Self {
    Self(name, style: .line, x: x ?? positions(y), y: y)
  }

  /// A curve with its points marked.
  public static func linePoints(_ name: String, _ y: [Double], x: [Double]? = nil) -> Self {
    Self(name, style: .linePoints, x: x ?? positions(y), y: y)
  }

  /// Points without a curve.
  public static func points(_ name: String, _ y: [Double], x: [Double]? = nil) -> Self {
    Self(name, style: .points, x: x ?? positions(y), y: y)
  }

  /// A bar a value.
  public static func bars(_ name: String, _ y: [Double], x: [Double]? = nil) -> Self {
    Self(name, style: .bars, x: x ?? positions(y), y: y)
  }

  /// A curve that keeps each value until the next.
  public static func steps(_ name: String, _ y: [Double], x: [Double]? = nil) -> Self {
    Self(name, style: .steps, x: x ?? positions(y), y: y)
  }

  /// Points with bars of the given half-length.
  public static func errorBars(
    _ name: String, _ y: [Double], error: [Double], x: [Double]? = nil
  ) -> Self {
    Self(name, style: .errorBars, x: x ?? positions(y), y: y, z: error)
  }

  /// A histogram of `values` in bars of equal width.
  ///
  /// - Parameter bins: the number of bars, 1 or more.
  public static func histogram(_ name: String, of values: [Double], bins: Int = 20) -> Self {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return Self(name, style: .bars, x: [], y: [])
    }
    let width = high > low ? (high - low) / Double(bins) : 1
    var counts = [Double](repeating: 0, count: bins)
    for value in finite { counts[min(bins - 1, Int((value - low) / width))] += 1 }
    return Self(
      name, style: .bars, x: (0..<bins).map { low + (Double($0) + 0.5) * width }, y: counts)
  }

  /// The elements of a matrix as colours.
  ///
  /// - Parameter matrix: shape `[rows, columns]`.
  /// - Precondition: 2 axes.
  public static func heatMap(_ matrix: Tensor) -> Self {
    guard matrix.rank == 2 else { fatalError("heatMap: shape \(matrix.shape) is no matrix") }
    return Self(
      "", style: .heatMap, x: (0..<matrix.shape[1]).map(Double.init),
      y: (0..<matrix.shape[0]).map(Double.init), z: matrix.values)
  }

  private static func positions(_ values: [Double]) -> [Double] {
    values.indices.map(Double.init)
  }
}
