internal import RunbookDrawing
internal import RunbookFiles
internal import RunbookOutput

/// gnuplot's commands for one `Plot`, which it draws as one or two SVG documents.
struct PlotScript: Sendable {
  /// The plot at full width and, where it would be too small there, for a narrow screen.
  let layouts: [PlotLayout]
  /// Panels per row.
  let columns: Int

  /// Writes the commands for `plot`.
  ///
  /// - Throws: `FigureError` for a plot with nothing to draw and for series whose numbers are
  ///   inconsistent.
  init(_ plot: Plot) throws(FigureError) {
    guard !plot.panels.isEmpty else {
      throw FigureError(message: "the plot has no panel; give it at least one")
    }
    for panel in plot.panels {
      try panel.check()
    }
    columns = max(1, min(plot.columns, plot.panels.count))
    let wide = PlotLayout(plot, columns: columns, width: PlotStyle.width)
    let needsNarrow = plot.panels.count == 1 && wide.width > PlotStyle.narrowWidth * 1.2
    layouts =
      needsNarrow ? [wide, PlotLayout(plot, columns: 1, width: PlotStyle.narrowWidth)] : [wide]
  }

  /// The whole input of gnuplot, which writes one document after the other.
  var input: [GnuplotJob.Piece] {
    layouts.flatMap { layout in
      [
        .commands(
          "reset; set encoding utf8; set terminal svg size \(Int(layout.width)),"
            + "\(Int(layout.height)) noenhanced font 'sans,13'\n")
      ] + layout.pieces
    }
  }

  /// Identifies a drawing; equal commands and data give equal fingerprints.
  var fingerprint: String {
    var hash = ContentHash()
    hash.combine("plot format 4")
    for piece in input {
      switch piece {
      case .commands(let text): hash.combine(text)
      case .announcement(_, let columns): hash.combine(String(columns))
      case .data(let values, _): hash.combine(values)
      }
    }
    return hash.text
  }
}

extension Plot.Panel {
  /// The content of a panel: one heat map, one surface, or anything else over each other.
  enum Kind {
    case heatMap(Plot.Series)
    case surface(Plot.Series)
    case curves
  }

  var kind: Kind {
    for series in self.series {
      switch series.style.traits.grid {
      case .cells: return .heatMap(series)
      case .surface: return .surface(series)
      case nil: continue
      }
    }
    return .curves
  }

  /// Rejects data that gnuplot would not draw or would draw wrongly.
  fileprivate func check() throws(FigureError) {
    guard series.contains(where: { !$0.style.traits.isAnnotation }) else {
      throw FigureError(message: "panel “\(title)” has no series; give it at least one")
    }
    for (index, series) in series.enumerated() {
      let name = series.name.isEmpty ? "series \(index + 1)" : "series “\(series.name)”"
      if series.style.traits.isGrid {
        try checkGrid(series, name: name)
      } else {
        try checkPoints(series, name: name)
      }
    }
    try checkBars()
    try checkAxes()
  }

  /// Checks that bars have a place and a bar to draw.
  private func checkBars() throws(FigureError) {
    let placement = BarPlacement(self)
    for (index, series) in series.enumerated() where series.style.traits.mark == .bars {
      let name = series.name.isEmpty ? "series \(index + 1)" : "series “\(series.name)”"
      if case .heatMap = kind {
        throw FigureError(
          message: "\(name) is bars, which would hide the heat map; use a line or points")
      }
      guard !placement.rows(of: index, in: self).isEmpty else {
        throw FigureError(
          message: "\(name) has no bar that a logarithmic axis can show; use a linear axis")
      }
    }
  }

  /// Checks that every number fits on its axis.
  private func checkAxes() throws(FigureError) {
    let spacing = BarPlacement(self).spacing
    try AxisLimits.check(
      "the horizontal axis", values: series.flatMap { $0.horizontalReach(barSpacing: spacing) },
      axis: x)
    try AxisLimits.check("the vertical axis", values: series.flatMap(\.verticalReach), axis: y)
    for series in series where series.style.traits.isGrid {
      try AxisLimits.check("the scale of colours", values: series.z ?? [], axis: Plot.Axis())
    }
  }

  private func checkGrid(_ series: Plot.Series, name: String) throws(FigureError) {
    let expected = series.x.count * series.y.count
    guard expected > 0, series.z?.count == expected else {
      throw FigureError(
        message: "\(name) has \(series.z?.count ?? 0) values for \(series.y.count) rows and "
          + "\(series.x.count) columns")
    }
    guard series.z?.contains(where: \.isFinite) == true else {
      throw FigureError(message: "\(name) has no finite value to draw")
    }
    guard (series.x + series.y).allSatisfy(\.isFinite) else {
      throw FigureError(message: "\(name) has a row or a column at a position that is not a number")
    }
  }

  private func checkPoints(_ series: Plot.Series, name: String) throws(FigureError) {
    let traits = series.style.traits
    guard series.x.count == series.y.count else {
      throw FigureError(
        message: "\(name) has \(series.x.count) x values and \(series.y.count) y values")
    }
    if let z = series.z, z.count != series.x.count {
      throw FigureError(
        message: "\(name) has \(z.count) \(traits.third == .upperEdge ? "upper" : "error") values "
          + "for \(series.x.count) points")
    }
    if let annotation = traits.annotation {
      return try checkAnnotation(series, annotation, name: name)
    }
    let isVisible = zip(series.x, series.y).contains { x, y in
      x.isFinite && y.isFinite && (x > 0 || !self.x.logarithmic) && (y > 0 || !self.y.logarithmic)
    }
    guard isVisible else {
      throw FigureError(
        message: "\(name) has no point to draw: all of its \(series.x.count) are NaN, infinite "
          + "or, on a logarithmic axis, not positive")
    }
  }

  private func checkAnnotation(
    _ series: Plot.Series, _ annotation: SeriesTraits.Annotation, name: String
  ) throws(FigureError) {
    let (used, count) =
      switch annotation {
      case .horizontalLine: (series.y, 1)
      case .verticalLine: (series.x, 1)
      case .horizontalBand: (series.y, 2)
      case .verticalBand: (series.x, 2)
      case .text: (series.x + series.y, 2)
      }
    guard used.count == count else {
      throw FigureError(message: "\(name) has \(used.count) positions; it needs \(count)")
    }
    guard used.allSatisfy(\.isFinite) else {
      let texts = used.map { NumberText.shortest($0) }.joined(separator: ", ")
      throw FigureError(message: "\(name) is at \(texts); give it finite numbers")
    }
  }
}
