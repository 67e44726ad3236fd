internal import RunbookDrawing
internal import RunbookOutput

extension CurvePanel {
  /// The data of the panel, in drawing order.
  func items(width: Double, y: AxisScale) -> [PlotCanvas.Item] {
    let layers = panel.series.map(\.style.traits.layer)
    let order = panel.series.indices.filter { !panel.series[$0].style.traits.isAnnotation }.sorted {
      (layers[$0], $0) < (layers[$1], $1)
    }
    return order.flatMap {
      SeriesItems.items(
        panel.series[$0], color: colors[$0].color, width: width, y: y,
        bars: panel.series[$0].style.traits.mark == .bars ? bars.rows(of: $0, in: panel) : [])
    }
  }
}

/// gnuplot's items for one series over axes.
enum SeriesItems {
  /// - Parameters:
  ///   - color: in gnuplot's syntax.
  ///   - width: pixels across the axes.
  ///   - y: the vertical axis.
  ///   - bars: rows of middle, height and width if the series is bars.
  static func items(
    _ series: Plot.Series, color: String, width: Double, y: AxisScale, bars: [Double] = []
  ) -> [PlotCanvas.Item] {
    let color = "lc rgb '\(color)'"
    let line = "lt 1 lw 1.75 dt \(series.styleOptions?.isDashed == true ? 2 : 1) \(color)"
    let points = "pt 7 ps 0.42"
    switch series.style {
    case .bars:
      return [PlotCanvas.Item(values: bars, columns: 3, drawing: "using 1:2:3 with boxes \(color)")]
    case .band:
      let upper = series.z ?? series.y
      return [
        PlotCanvas.Item(
          values: zip(zip(series.x, series.y), upper).flatMap { [$0.0, $0.1, $1] }, columns: 3,
          drawing: "using 1:2:3 with filledcurves fs transparent solid 0.2 noborder \(color)")
      ]
    case .points:
      return [item(series, drawing: "with points lt 1 \(points) \(color)")]
    case .linePoints:
      return [item(series, drawing: "with linespoints \(line) \(points)")]
    case .steps:
      return [item(series, drawing: "with steps \(line)")]
    case .errorBars:
      let errors = series.z ?? series.x.map { _ in 0 }
      // gnuplot's own error bars leave a ring around the point.
      let (foot, top) = (min(y.low, y.high), max(y.low, y.high))
      let bars = zip(zip(series.x, series.y), errors).flatMap { place, error -> [Double] in
        guard place.1.isFinite, !error.isNaN else { return [place.0, .nan, 0, .nan] }
        // A bar without end reaches both ends of the axis.
        guard error.isFinite else { return [place.0, foot, 0, top - foot] }
        let low = place.1 - error
        let start = y.isLogarithmic && low <= 0 ? foot : low
        return [place.0, start, 0, place.1 + error - start]
      }
      return [
        PlotCanvas.Item(
          values: bars, columns: 4,
          drawing: "using 1:2:3:4 with vectors nohead lt 1 lw 1.5 \(color)"),
        item(series, drawing: "with points lt 1 pt 7 ps 0.5 \(color)"),
      ]
    case .line:
      let curve = CurveSimplifier.simplified(x: series.x, y: series.y, columns: Int(width * 2))
      return [
        PlotCanvas.Item(
          values: zip(curve.x, curve.y).flatMap { [$0, $1] }, columns: 2,
          drawing: "using 1:2 with lines \(line)")
      ] + lonePoints(series, y: y, drawing: "with points lt 1 \(points) \(color)")
    // Annotations are arrows, rectangles and labels, and grids have separate panels.
    case .horizontalLine, .verticalLine, .horizontalBand, .verticalBand, .annotation, .heatMap,
      .surface:
      return []
    }
  }

  /// The points of a curve that have no neighbour, which a line alone would not show.
  private static func lonePoints(
    _ series: Plot.Series, y: AxisScale, drawing: String
  ) -> [PlotCanvas.Item] {
    func isDrawn(_ index: Int) -> Bool {
      guard series.x.indices.contains(index), series.y.indices.contains(index) else { return false }
      let (x, value) = (series.x[index], series.y[index])
      return x.isFinite && value.isFinite && (value > 0 || !y.isLogarithmic)
    }
    let lone = series.y.indices.filter {
      isDrawn($0) && !isDrawn($0 - 1) && !isDrawn($0 + 1)
    }
    guard !lone.isEmpty else { return [] }
    return [
      PlotCanvas.Item(
        values: lone.flatMap { [series.x[$0], series.y[$0]] }, columns: 2,
        drawing: "using 1:2 \(drawing)")
    ]
  }

  private static func item(_ series: Plot.Series, drawing: String) -> PlotCanvas.Item {
    PlotCanvas.Item(
      values: zip(series.x, series.y).flatMap { [$0, $1] }, columns: 2,
      drawing: "using 1:2 \(drawing)")
  }
}
