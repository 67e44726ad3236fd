internal import RunbookDrawing
internal import RunbookOutput

/// Reference lines, shaded bands and text of a panel.
struct PlotAnnotations {
  private let series: [Plot.Series]
  private let colors: SeriesColors
  private let isOverColors: Bool

  /// - Parameter isOverColors: whether the panel is filled with colours, on which only dark text
  ///   with a light border, or the reverse, can be read.
  init(_ series: [Plot.Series], isOverColors: Bool = false) {
    self.series = series
    self.isOverColors = isOverColors
    colors = SeriesColors(series)
  }

  private func color(_ index: Int) -> String {
    isOverColors ? "#ffffff" : colors[index].color
  }

  /// The vertical lines and bands whose names are above the axes.
  private var named: [Int] {
    series.indices.filter {
      series[$0].style.traits.namePlace == .aboveAxes && !series[$0].name.isEmpty
    }
  }

  /// The number of rows of names above the axes if, in the worst case, all names had the same
  /// position.
  func rows(across width: Double) -> Int {
    let total = named.map { TextWidth.estimate(series[$0].name) + 14 }.reduce(0, +)
    return named.isEmpty ? 0 : min(named.count, Int((total / (0.8 * width)).rounded(.up)) + 1)
  }

  func draw(
    on canvas: inout PlotCanvas, in axes: PlotCanvas.Area, x: AxisScale, y: AxisScale,
    namesFrom top: Double, area: PlotCanvas.Area
  ) {
    for index in series.indices {
      guard let annotation = series[index].style.traits.annotation else { continue }
      draw(annotation, of: index, on: &canvas, in: axes, x: x, y: y)
    }
    drawNames(on: &canvas, in: axes, x: x, from: top, area: area)
  }

  private func draw(
    _ annotation: SeriesTraits.Annotation, of index: Int, on canvas: inout PlotCanvas,
    in axes: PlotCanvas.Area, x: AxisScale, y: AxisScale
  ) {
    let item = series[index]
    let color = "lc rgb '\(color(index))'"
    let fill =
      "behind fc rgb '\(colors[index].color)' fillstyle transparent solid 0.13 noborder"
    switch annotation {
    case .horizontalLine:
      canvas.write(
        "set arrow from graph 0, first \(item.y[0]) to graph 1, first \(item.y[0]) nohead "
          + "front lt 1 lw 1.25 dt 2 \(color)")
    case .verticalLine:
      canvas.write(
        "set arrow from first \(item.x[0]), graph 0 to first \(item.x[0]), graph 1 nohead "
          + "front lt 1 lw 1.25 dt 2 \(color)")
    case .horizontalBand:
      canvas.write(
        "set object rectangle from graph 0, first \(item.y[0]) to graph 1, first "
          + "\(item.y[1]) \(fill)")
    case .verticalBand:
      canvas.write(
        "set object rectangle from first \(item.x[0]), graph 0 to first \(item.x[1]), "
          + "graph 1 \(fill)")
    case .text:
      drawText(index, on: &canvas, in: axes, x: x, y: y)
    }
  }

  private func drawText(
    _ index: Int, on canvas: inout PlotCanvas, in axes: PlotCanvas.Area, x: AxisScale, y: AxisScale
  ) {
    let item = series[index]
    let place = (x.position(of: item.x[0]), y.position(of: item.y[0]))
    guard (0...1).contains(place.0), (0...1).contains(place.1) else { return }
    // The text is beside its position, on the side with more space.
    let isRight = place.0 < 0.6
    canvas.text(
      item.name, x: axes.left + place.0 * axes.width + (isRight ? 7 : -7),
      y: max(axes.top + 8, axes.bottom - place.1 * axes.height - 9), isRight ? .left : .right,
      color: color(index))
  }

  /// Names above the axes, each over its line in the lowest row that is free there.
  private func drawNames(
    on canvas: inout PlotCanvas, in axes: PlotCanvas.Area, x: AxisScale, from top: Double,
    area: PlotCanvas.Area
  ) {
    let count = rows(across: area.width)
    var ends = [Double](repeating: -.infinity, count: count)
    let placed = named.map { index -> (index: Int, middle: Double, half: Double) in
      let places = series[index].x.map { min(max(x.position(of: $0), 0), 1) }
      let position = places.reduce(0, +) / Double(places.count)
      let half = TextWidth.estimate(series[index].name) / 2
      let middle = axes.left + position * axes.width
      return (index, min(max(middle, area.left + half), area.right - half), half)
    }
    for item in placed.sorted(by: { ($0.middle, $0.index) < ($1.middle, $1.index) }) {
      let free = ends.indices.reversed().first { ends[$0] + 10 <= item.middle - item.half }
      let row = free ?? ends.indices.min { ends[$0] < ends[$1] } ?? 0
      ends[row] = item.middle + item.half
      canvas.text(
        series[item.index].name, x: item.middle, y: top + Double(row) * CurvePanel.lineHeight,
        .center, color: colors[item.index].color)
    }
  }
}
