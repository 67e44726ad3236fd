internal import RunbookOutput

/// A plot laid out at one width: the positions of its panels, and gnuplot's commands for them.
struct PlotLayout: Sendable {
  let width: Double
  let height: Double
  /// The positions of the panels, row by row.
  let areas: [PlotCanvas.Area]
  let pieces: [GnuplotJob.Piece]

  private static let gutter = 28.0
  private static let rowGap = 14.0

  /// - Parameters:
  ///   - plot: one or more valid panels.
  ///   - columns: panels per row.
  ///   - available: the available width in pixels.
  init(_ plot: Plot, columns: Int, width available: Double) {
    let isAlone = plot.panels.count == 1
    let rows = (plot.panels.count + columns - 1) / columns
    let gutter = columns > 1 ? Self.gutter : 0
    let size = (available - gutter * Double(columns - 1)) / Double(columns)
    let alone = Self.width(of: plot.panels[0], available: available)
    let heights = (0..<rows).map { row in
      plot.panels[(row * columns)..<min((row + 1) * columns, plot.panels.count)]
        .map { Self.height(of: $0, width: isAlone ? alone : size, isAlone: isAlone) }.max() ?? 0
    }
    // A single heat map of square cells does not need the full width.
    let width = isAlone ? alone : available
    let height = (heights.reduce(0, +) + Self.rowGap * Double(rows - 1)).rounded()

    var canvas = PlotCanvas(width: width, height: height)
    var areas = [PlotCanvas.Area]()
    for (index, panel) in plot.panels.enumerated() {
      let row = index / columns
      let left = Double(index % columns) * (size + gutter)
      let top = heights[..<row].reduce(0, +) + Self.rowGap * Double(row)
      let area = PlotCanvas.Area(
        left: left, top: top, right: isAlone ? width : left + size, bottom: top + heights[row])
      areas.append(area)
      canvas.beginPanel()
      switch panel.kind {
      case .heatMap(let series): HeatMapPanel(panel, series).draw(on: &canvas, in: area)
      case .surface(let series): SurfacePanel(panel, series).draw(on: &canvas, in: area)
      case .curves: CurvePanel(panel).draw(on: &canvas, in: area)
      }
    }
    canvas.finish()
    self.width = width
    self.height = height
    self.areas = areas
    pieces = canvas.pieces
  }

  private static func height(of panel: Plot.Panel, width: Double, isAlone: Bool) -> Double {
    switch panel.kind {
    case .heatMap(let series): HeatMapPanel(panel, series).preferredHeight(width: width)
    case .surface: isAlone ? max(0.6 * width, 300) : 0.85 * width
    case .curves:
      // The space above the axes must not reduce their height too much.
      (isAlone ? (width < 500 ? 270 : 330) : max(220, min(300, 0.8 * width)))
        + CurvePanel(panel).extraHeight(width: width)
    }
  }

  private static func width(of panel: Plot.Panel, available: Double) -> Double {
    if case .heatMap(let series) = panel.kind {
      return min(HeatMapPanel(panel, series).preferredWidth, available)
    }
    return available
  }
}
