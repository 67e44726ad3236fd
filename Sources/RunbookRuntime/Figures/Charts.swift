/// Draws points.
///
/// ```swift
/// scatter(weights, losses, x: "w", y: "loss")
/// ```
public func scatter(
  _ xs: any NumberList, _ ys: any NumberList, title: String = "", x: Plot.Axis = Plot.Axis(),
  y: Plot.Axis = Plot.Axis()
) -> Plot {
  plot(.points("", ys, x: xs), title: title, x: x, y: y)
}

/// Draws one bar per value.
///
/// - Parameter names: the words under the bars; numbers from 0 without.
public func bars(
  _ values: any NumberList, names: [String]? = nil, title: String = "",
  x: Plot.Axis = Plot.Axis(), y: Plot.Axis = Plot.Axis()
) -> Plot {
  var axis = x
  axis.categories = names ?? x.categories
  return plot(.bars("", values), title: title, x: axis, y: y)
}

/// Draws named values as bars: `bars(["dense": 0.91, "convolution": 0.97], y: "accuracy")`.
public func bars(
  _ values: KeyValuePairs<String, Double>, title: String = "", x: Plot.Axis = Plot.Axis(),
  y: Plot.Axis = Plot.Axis()
) -> Plot {
  bars(values.map(\.value), names: values.map(\.key), title: title, x: x, y: y)
}

/// Draws how often values occur.
///
/// - Parameter bins: the number of bars, 1 or more.
public func histogram(
  _ values: any NumberList, bins: Int = 20, title: String = "", x: Plot.Axis = Plot.Axis(),
  y: Plot.Axis = "count"
) -> Plot {
  plot(.histogram("", of: values, bins: bins), title: title, x: x, y: y)
}

/// Draws points with bars of the given half-length.
public func errorBars(
  _ values: any NumberList, error: any NumberList, at places: (any NumberList)? = nil,
  title: String = "", x: Plot.Axis = Plot.Axis(), y: Plot.Axis = Plot.Axis()
) -> Plot {
  plot(.errorBars("", values, error: error, x: places), title: title, x: x, y: y)
}

/// Draws the elements of a matrix as colours, the first row on top, as it is written.
///
/// - Parameters:
///   - matrix: shape `[rows, columns]`.
///   - rows: words beside the rows.
///   - columns: words under the columns.
///   - colorMap: the colours; diverging about zero where values lie on both sides of it, if `nil`.
///   - logColors: whether equal steps of colour are equal factors.
///   - numbers: whether the values stand in the cells; where they have room, if `nil`.
/// - Precondition: 2 axes.
public func heatMap(
  _ matrix: Tensor, rows: [String]? = nil, columns: [String]? = nil, title: String = "",
  x: Plot.Axis = Plot.Axis(), y: Plot.Axis = Plot.Axis(), colorMap: ImageGrid.ColorMap? = nil,
  logColors: Bool = false, numbers: Bool? = nil
) -> Plot {
  var (horizontal, vertical) = (x, y)
  horizontal.categories = columns ?? x.categories
  vertical.categories = rows ?? y.categories
  if vertical.low == nil, vertical.high == nil { (vertical.low, vertical.high) = (1, 0) }
  return plot(
    .heatMap(matrix, colorMap: colorMap, logColors: logColors, numbers: numbers), title: title,
    x: horizontal, y: vertical)
}

/// Draws the elements of a matrix as heights.
///
/// - Parameter matrix: shape `[rows, columns]`; columns go along `x`, rows along `y`.
/// - Precondition: 2 axes.
public func surface(
  _ matrix: Tensor, at xs: (any NumberList)? = nil, _ ys: (any NumberList)? = nil,
  title: String = "", x: Plot.Axis = Plot.Axis(), y: Plot.Axis = Plot.Axis()
) -> Plot {
  plot(.surface(matrix, x: xs, y: ys), title: title, x: x, y: y)
}

/// Draws a function of two numbers as heights.
///
/// - Parameters:
///   - xs: the range of the first number.
///   - ys: the range of the second one.
///   - count: how many points are computed along each axis, 2 or more.
public func surface(
  over xs: ClosedRange<Double>, _ ys: ClosedRange<Double>, points count: Int = 33,
  title: String = "", x: Plot.Axis = Plot.Axis(), y: Plot.Axis = Plot.Axis(),
  _ function: (Double, Double) throws -> Double
) rethrows -> Plot {
  guard count > 1 else { fatalError("surface: \(count) points make no surface; ask for 2 or more") }
  func places(_ range: ClosedRange<Double>) -> [Double] {
    (0..<count).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
    }
  }
  let (columns, rows) = (places(xs), places(ys))
  let heights = try rows.flatMap { row in try columns.map { try function($0, row) } }
  let series = Plot.Series(style: .surface, x: columns, y: rows, z: heights)
  return plot(series, title: title, x: x, y: y)
}

/// Draws how often each class was taken for each other one: right answers green, mistakes red.
///
/// - Parameters:
///   - counts: shape `[classes, classes]`, one row per class, one column per answer, as `confusionMatrix`
///     returns them.
///   - classes: the names of the classes; 0, 1, 2 … without.
/// - Precondition: a square matrix, and as many names as it has rows.
public func confusion(
  _ counts: Tensor, classes: [String]? = nil, title: String = "", x: Plot.Axis = "answer",
  y: Plot.Axis = "class"
) -> Plot {
  guard counts.rank == 2, counts.shape[0] == counts.shape[1] else {
    fatalError("confusion: shape \(counts.shape) is not a square matrix")
  }
  let names = classes ?? (0..<counts.shape[0]).map(String.init)
  guard names.count == counts.shape[0] else {
    fatalError("confusion: \(names.count) names for \(counts.shape[0]) classes")
  }
  var chart = heatMap(counts, rows: names, columns: names, title: title, x: x, y: y, numbers: true)
  chart.panels[0].series[0].styleOptions?.isConfusion = true
  return chart
}
