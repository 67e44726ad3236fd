internal import RunbookDrawing
internal import RunbookOutput

/// Curves, points, bars and error bars over one pair of axes, with their annotations.
struct CurvePanel {
  let panel: Plot.Panel
  let bars: BarPlacement
  let colors: SeriesColors

  init(_ panel: Plot.Panel) {
    self.panel = panel
    bars = BarPlacement(panel)
    colors = SeriesColors(panel.series)
  }

  static let lineHeight = 21.0

  /// The additional height for a legend of several rows and for text above the axes.
  func extraHeight(width: Double) -> Double {
    let area = PlotCanvas.Area(left: 0, top: 0, right: width, bottom: 0)
    let rows = labelsAtCurves(in: area).isEmpty ? legend(left: 0, right: width).rows : 0
    let marks = annotations.rows(across: width)
    return Double(max(0, rows - 1) + marks) * Self.lineHeight
  }

  func draw(on canvas: inout PlotCanvas, in area: PlotCanvas.Area) {
    let labelled = labelsAtCurves(in: area)

    // From the top: title, legend, label of the vertical axis, names of annotations; then the axes.
    var top = area.top + 11
    canvas.text(
      panel.title, x: area.left, y: top, color: PlotStyle.Role.title.color, isBold: true)
    if !panel.title.isEmpty { top += Self.lineHeight }
    if labelled.isEmpty {
      let legend = legend(left: area.left, right: area.right)
      legend.draw(on: &canvas, top: top)
      top += Double(legend.rows) * Self.lineHeight
    }
    canvas.text(panel.y.label, x: area.left, y: top, color: PlotStyle.Role.label.color)
    if !panel.y.label.isEmpty { top += Self.lineHeight }
    let namesTop = top
    top += Double(annotations.rows(across: area.width)) * Self.lineHeight

    let labelsWidth = labelled.map { TextWidth.estimate(panel.series[$0].name) }.max()
    let right = area.right - (labelsWidth.map { $0 + 14 } ?? 14)
    // The height of the axes depends on the length of names below them, which depends on their
    // width.
    let draft = horizontalScale(length: right - area.left - 40)
    let foot = draft.nameHeight(length: right - area.left - 40)
    let bottom = area.bottom - (panel.x.label.isEmpty ? 11 : 33) - foot
    let y = verticalScale(length: bottom - top)
    let ticksWidth = y.ticks.map { TextWidth.estimate($0.text) }.max() ?? 0
    let left = area.left + ticksWidth + 12
    let x = horizontalScale(length: right - left)
    let axes = PlotCanvas.Area(left: left, top: top, right: right, bottom: bottom)

    canvas.place(axes)
    canvas.axis("x", x, mark: 0.4, isTurned: draft.isCrowded(length: right - area.left - 40))
    canvas.axis("y", y, mark: 0)
    canvas.write(
      "set grid ytics back lt 1 lw 0.75 lc rgb '\(PlotStyle.Role.grid.color)'; "
        + "set border 1 back lw 0.75 lc rgb '\(PlotStyle.Role.axis.color)'")
    if !y.isLogarithmic, min(y.low, y.high) < 0, max(y.low, y.high) > 0 {
      canvas.write(
        "set arrow from graph 0, first 0 to graph 1, first 0 nohead back lw 0.75 "
          + "lc rgb '\(PlotStyle.Role.axis.color)'")
    }
    canvas.text(
      panel.x.label, x: (left + right) / 2, y: area.bottom - 9, .center,
      color: PlotStyle.Role.label.color)
    annotations.draw(on: &canvas, in: axes, x: x, y: y, namesFrom: namesTop, area: area)
    drawLabels(of: labelled, on: &canvas, beside: axes, scale: y)
    canvas.plot(items(width: axes.width, y: y))
  }

  private var annotations: PlotAnnotations { PlotAnnotations(panel.series) }

  // MARK: Scales

  private func horizontalScale(length: Double) -> AxisScale {
    let data = panel.series.filter { !$0.style.traits.isAnnotation }
    let isExact = data.allSatisfy { $0.style.traits.fillsWidth }
    let isBars = data.allSatisfy { $0.style.traits.mark == .bars }
    let values = panel.series.flatMap { $0.horizontalReach(barSpacing: bars.spacing) }
    var spacing = isBars ? 34.0 : 64.0
    while true {
      var scale = AxisScale(
        values: values, axis: panel.x, padding: isExact || isBars ? 0 : 0.03,
        includesZero: false, length: length, spacing: spacing)
      // Epochs and steps are integers: no ticks between them.
      if let categories = panel.x.categories {
        scale.ticks = categories.enumerated().map { index, name in
          AxisScale.Tick(value: Double(index), text: name)
        }
        return scale
      }
      if !panel.x.logarithmic, data.allSatisfy({ $0.x.allSatisfy { $0 == $0.rounded() } }) {
        scale.keepWholeTicks()
      }
      // Fewer than two steps are never asked for: labels that are still too wide are turned.
      guard scale.ticks.count > 2, spacing < length, scale.isCrowded(length: length) else {
        return scale
      }
      spacing *= 1.3
    }
  }

  private func verticalScale(length: Double) -> AxisScale {
    AxisScale(
      values: panel.series.flatMap(\.verticalReach), axis: panel.y, padding: 0.05,
      includesZero: panel.series.contains { $0.style.traits.mark == .bars }, length: length,
      spacing: 40)
  }

  // MARK: Names

  /// The series that have a name in the legend or at their ends.
  private var named: [Int] {
    panel.series.indices.filter { index in
      let series = panel.series[index]
      guard !series.name.isEmpty else { return false }
      return switch series.style.traits.namePlace {
      case .curveEnd, .legend: true
      case .aboveAxes, .atPlace: false
      }
    }
  }

  /// The series whose names are at the ends of their curves; empty if a legend is clearer.
  private func labelsAtCurves(in area: PlotCanvas.Area) -> [Int] {
    let areCurves = named.allSatisfy { panel.series[$0].style.traits.namePlace == .curveEnd }
    let widest = named.map { TextWidth.estimate(panel.series[$0].name) }.max() ?? 0
    return areCurves && named.count <= 6 && widest <= 0.27 * area.width ? named : []
  }

  private func drawLabels(
    of named: [Int], on canvas: inout PlotCanvas, beside axes: PlotCanvas.Area, scale: AxisScale
  ) {
    let wanted = named.map { index -> Double in
      let series = panel.series[index]
      let last = series.y.last { $0.isFinite && ($0 > 0 || !scale.isLogarithmic) }
      let isBand = series.style.traits.annotation == .horizontalBand
      let end = isBand ? (series.y[0] + series.y[1]) / 2 : last
      let position = min(max(scale.position(of: end ?? scale.low), 0), 1)
      return axes.bottom - position * axes.height
    }
    let places = LabelSpread.places(for: wanted, distance: 17, from: axes.top, to: axes.bottom)
    for (index, place) in zip(named, places) {
      canvas.text(panel.series[index].name, x: axes.right + 8, y: place, color: colors[index].color)
    }
  }

  private func legend(left: Double, right: Double) -> PlotLegend {
    PlotLegend(
      named.map { index in
        PlotLegend.Entry(series: panel.series[index], color: colors[index].color)
      }, left: left, right: right)
  }
}
