internal import RunbookDrawing
internal import RunbookOutput

/// A grid of values as a surface in space.
struct SurfacePanel {
  private let panel: Plot.Panel
  private let series: Plot.Series

  init(_ panel: Plot.Panel, _ series: Plot.Series) {
    self.panel = panel
    self.series = series
  }

  /// More lines would make the drawing larger but not clearer.
  private static let largestSide = 40

  func draw(on canvas: inout PlotCanvas, in area: PlotCanvas.Area) {
    canvas.text(
      panel.title, x: area.left, y: area.top + 11, color: PlotStyle.Role.title.color,
      isBold: true)
    let head = panel.title.isEmpty ? 0.0 : 22
    canvas.placeInSpace(
      PlotCanvas.Area(
        left: area.left, top: area.top + head, right: area.right, bottom: area.bottom))
    let columns = Self.sample(series.x.count)
    let rows = Self.sample(series.y.count)
    let values = series.z ?? []
    let triples = rows.flatMap { row in
      columns.flatMap { column in
        [series.x[column], series.y[row], values[row * series.x.count + column]]
      }
    }
    let x = scale(columns.map { series.x[$0] }, axis: panel.x)
    let y = scale(rows.map { series.y[$0] }, axis: panel.y)
    let colors = HeatColors(values, canDiverge: false)
    let z = AxisScale(
      values: values, axis: Plot.Axis(), padding: 0.02, includesZero: false, length: 200,
      spacing: 50)
    canvas.axis("x", x, mark: 0.4)
    canvas.axis("y", y, mark: 0.4)
    canvas.axis("z", z, mark: 0.4)
    let label = "noenhanced textcolor rgb '\(PlotStyle.Role.label.color)'"
    canvas.write("set xlabel \(PlotCanvas.quoted(panel.x.label)) \(label) offset 0,-0.5")
    canvas.write("set ylabel \(PlotCanvas.quoted(panel.y.label)) \(label) offset 0,-0.5")
    canvas.write(colors.palette)
    canvas.write("set cbrange [\(colors.low):\(colors.high)]")
    canvas.write(
      "set border 31 lw 0.75 lc rgb '\(PlotStyle.Role.axis.color)'; set xyplane relative 0.05; "
        + "set view 58, 34, 1.12, 1.2; set pm3d depthorder border lc rgb '#5e6671' lw 0.25")
    canvas.plot(
      [
        PlotCanvas.Item(
          values: triples, columns: 3, drawing: "using 1:2:3 with pm3d",
          grid: (columns.count, rows.count))
      ], command: "splot")
    canvas.write("unset xlabel; unset ylabel; unset ztics; set origin 0,0; set size 1,1")
  }

  private func scale(_ places: [Double], axis: Plot.Axis) -> AxisScale {
    AxisScale(
      values: places, axis: axis, padding: 0, includesZero: false, length: 300, spacing: 70)
  }

  /// At most `largestSide` indices, evenly distributed over `count`, including both ends.
  private static func sample(_ count: Int) -> [Int] {
    guard count > largestSide else { return Array(0..<count) }
    return (0..<largestSide).map { $0 * (count - 1) / (largestSide - 1) }
  }
}
