internal import RunbookFiles
internal import RunbookOutput

/// What gnuplot is told to draw one `Plot` twice: as SVG and as PNG.
struct PlotScript: Sendable {
  let width: Double
  let height: Double
  /// Where the panels stand, row by row.
  let areas: [PlotCanvas.Area]
  /// Panels in a row.
  let columns: Int
  private let body: [GnuplotJob.Piece]

  /// Writes the commands for `plot`.
  ///
  /// - Throws: `FigureError` for a plot with nothing to draw and for series whose numbers do not fit
  ///   together.
  init(_ plot: Plot) throws(FigureError) {
    guard !plot.panels.isEmpty else {
      throw FigureError(message: "the plot has no panel; give it at least one")
    }
    for panel in plot.panels {
      try panel.check()
    }
    columns = max(1, min(plot.columns, plot.panels.count))
    let columns = columns
    let rows = (plot.panels.count + columns - 1) / columns
    let gutter = columns > 1 ? 28.0 : 0
    let size = (PlotStyle.width - gutter * Double(columns - 1)) / Double(columns)
    let heights = (0..<rows).map { row in
      plot.panels[(row * columns)..<min((row + 1) * columns, plot.panels.count)]
        .map { Self.height(of: $0, width: size, isAlone: plot.panels.count == 1) }.max() ?? 0
    }
    let rowGap = 14.0
    // A lone heat map of square cells needs no full width.
    width = plot.panels.count == 1 ? Self.width(of: plot.panels[0]) : PlotStyle.width
    height = heights.reduce(0, +) + rowGap * Double(rows - 1)

    var canvas = PlotCanvas(width: width, height: height)
    var areas = [PlotCanvas.Area]()
    for (index, panel) in plot.panels.enumerated() {
      let row = index / columns
      let left = Double(index % columns) * (size + gutter)
      let top = heights[..<row].reduce(0, +) + rowGap * Double(row)
      let area = PlotCanvas.Area(
        left: left, top: top, right: plot.panels.count == 1 ? width : left + size,
        bottom: top + heights[row])
      areas.append(area)
      canvas.beginPanel()
      switch panel.kind {
      case .heatMap(let series): HeatMapPanel(panel, series).draw(on: &canvas, in: area)
      case .surface(let series): SurfacePanel(panel, series).draw(on: &canvas, in: area)
      case .curves: CurvePanel(panel).draw(on: &canvas, in: area)
      }
    }
    canvas.finish()
    self.areas = areas
    body = canvas.pieces
  }

  /// The figure twice: SVG to file descriptor 3, PNG at double resolution to 4.
  var input: [GnuplotJob.Piece] {
    let svg =
      "set terminal svg size \(Int(width)),\(Int(height)) noenhanced font 'sans,13'\n"
      + "set output '/dev/fd/3'\n"
    let png =
      "set output\nset terminal pngcairo size \(Int(width) * 2),\(Int(height) * 2) noenhanced "
      + "font 'Noto Sans CJK KR,9.5' fontscale 2 linewidth 2 pointscale 2 background '#ffffff'\n"
      + "set output '/dev/fd/4'\n"
    return [.commands(svg)] + body + [.commands(png)] + body + [.commands("set output\n")]
  }

  /// Tells drawings apart; the same for the same commands and data.
  var fingerprint: String {
    var hash = ContentHash()
    hash.combine("\(Int(width))x\(Int(height)) plot format 3")
    for piece in body {
      switch piece {
      case .commands(let text): hash.combine(text)
      case .announcement(_, let columns): hash.combine(String(columns))
      case .data(let values, _): hash.combine(values)
      }
    }
    return hash.text
  }

  private static func height(of panel: Plot.Panel, width: Double, isAlone: Bool) -> Double {
    switch panel.kind {
    case .heatMap(let series):
      HeatMapPanel(panel, series).preferredHeight(width: isAlone ? Self.width(of: panel) : width)
    case .surface: isAlone ? 420 : 0.85 * width
    case .curves: isAlone ? 330 : max(220, min(300, 0.8 * width))
    }
  }

  private static func width(of panel: Plot.Panel) -> Double {
    if case .heatMap(let series) = panel.kind {
      return HeatMapPanel(panel, series).preferredWidth
    }
    return PlotStyle.width
  }
}

extension Plot.Panel {
  /// What is drawn in a panel: one heat map, one surface, or anything else over each other.
  enum Kind {
    case heatMap(Plot.Series)
    case surface(Plot.Series)
    case curves
  }

  var kind: Kind {
    for series in self.series {
      if series.style == .heatMap { return .heatMap(series) }
      if series.style == .surface { return .surface(series) }
    }
    return .curves
  }

  /// Refuses what gnuplot would draw as nothing or as nonsense.
  fileprivate func check() throws(FigureError) {
    guard !series.isEmpty else {
      throw FigureError(message: "panel “\(title)” has no series; give it at least one")
    }
    for (index, series) in series.enumerated() {
      let name = series.name.isEmpty ? "series \(index + 1)" : "series “\(series.name)”"
      switch series.style {
      case .heatMap, .surface:
        let expected = series.x.count * series.y.count
        guard expected > 0, series.z?.count == expected else {
          throw FigureError(
            message: "\(name) has \(series.z?.count ?? 0) values for \(series.y.count) rows and "
              + "\(series.x.count) columns")
        }
        guard series.z?.contains(where: \.isFinite) == true else {
          throw FigureError(message: "\(name) has no finite value to draw")
        }
      default:
        guard series.x.count == series.y.count else {
          throw FigureError(
            message: "\(name) has \(series.x.count) x values and \(series.y.count) y values")
        }
        if let z = series.z, z.count != series.x.count {
          throw FigureError(
            message: "\(name) has \(z.count) error bars for \(series.x.count) points")
        }
        let isVisible = zip(series.x, series.y).contains { x, y in
          x.isFinite && y.isFinite && (x > 0 || !self.x.logarithmic)
            && (y > 0 || !self.y.logarithmic)
        }
        guard isVisible else {
          throw FigureError(
            message: "\(name) has no point to draw: all of its \(series.x.count) are NaN, infinite "
              + "or, on a logarithmic axis, not positive")
        }
      }
    }
  }
}
