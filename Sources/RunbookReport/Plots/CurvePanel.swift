internal import RunbookOutput

/// Curves, points, bars and error bars over one pair of axes.
struct CurvePanel {
  private let panel: Plot.Panel
  private let bars: BarPlacement

  init(_ panel: Plot.Panel) {
    self.panel = panel
    bars = BarPlacement(panel)
  }

  private static let lineHeight = 21.0

  func draw(on canvas: inout PlotCanvas, in area: PlotCanvas.Area) {
    let labelled = labelsAtCurves(in: area)
    let hasLegend = labelled.isEmpty && panel.series.contains { !$0.name.isEmpty }

    // From the top: title, legend, what the vertical axis shows; then the axes.
    var top = area.top + 11
    canvas.text(
      panel.title, x: area.left, y: top, color: PlotStyle.Role.title.color, isBold: true)
    if !panel.title.isEmpty { top += Self.lineHeight }
    if hasLegend { top = drawLegend(on: &canvas, left: area.left, right: area.right, top: top) }
    canvas.text(panel.y.label, x: area.left, y: top, color: PlotStyle.Role.label.color)
    if !panel.y.label.isEmpty { top += Self.lineHeight }

    let bottom = area.bottom - (panel.x.label.isEmpty ? 28 : 50)
    let y = verticalScale(length: bottom - top)
    let ticksWidth = y.ticks.map { TextWidth.estimate($0.text) }.max() ?? 0
    let labelsWidth = labelled.map { TextWidth.estimate(panel.series[$0].name) }.max()
    let left = area.left + ticksWidth + 12
    let right = area.right - (labelsWidth.map { $0 + 14 } ?? 14)
    let x = horizontalScale(length: right - left)
    let axes = PlotCanvas.Area(left: left, top: top, right: right, bottom: bottom)

    canvas.place(axes)
    canvas.axis("x", x, mark: 0.4)
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
    for note in panel.annotations ?? [] {
      let place = (x.position(of: note.x), y.position(of: note.y))
      guard (0...1).contains(place.0), (0...1).contains(place.1) else { continue }
      // The words stand beside their place, on the side with more room.
      canvas.text(
        note.text, x: left + place.0 * axes.width + (place.0 < 0.6 ? 7 : -7),
        y: bottom - place.1 * axes.height - 9, place.0 < 0.6 ? .left : .right,
        color: PlotStyle.Role.label.color)
    }
    drawLabels(of: labelled, on: &canvas, beside: axes, scale: y)
    canvas.plot(items(width: axes.width, y: y))
  }

  // MARK: Scales

  private func horizontalScale(length: Double) -> AxisScale {
    let styles = Set(panel.series.map(\.style))
    let isExact = styles.isSubset(of: [.line, .steps])
    let values = panel.series.flatMap { series -> [Double] in
      guard series.style == .bars else { return series.x }
      return series.x.flatMap { [$0 - bars.spacing / 2, $0 + bars.spacing / 2] }
    }
    var scale = AxisScale(
      values: values, axis: panel.x, padding: isExact || styles == [.bars] ? 0 : 0.03,
      includesZero: false, length: length, spacing: styles == [.bars] ? 34 : 64)
    // Epochs and steps are whole: no marks between them.
    if let categories = panel.x.categories {
      scale.ticks = categories.enumerated().map { index, name in
        AxisScale.Tick(value: Double(index), text: name)
      }
    } else if !panel.x.logarithmic,
      panel.series.allSatisfy({ $0.x.allSatisfy { $0 == $0.rounded() } })
    {
      scale.ticks.removeAll { $0.value != $0.value.rounded() }
    }
    return scale
  }

  private func verticalScale(length: Double) -> AxisScale {
    let values = panel.series.flatMap { series -> [Double] in
      guard series.style == .errorBars, let z = series.z else { return series.y }
      return zip(series.y, z).flatMap { y, z in z.isFinite ? [y - z, y + z] : [y] }
    }
    return AxisScale(
      values: values, axis: panel.y, padding: 0.05,
      includesZero: panel.series.contains { $0.style == .bars }, length: length, spacing: 40)
  }

  // MARK: Names

  /// The series whose names stand at the ends of their curves; empty if a legend is clearer.
  private func labelsAtCurves(in area: PlotCanvas.Area) -> [Int] {
    let named = panel.series.indices.filter { !panel.series[$0].name.isEmpty }
    let areCurves = named.allSatisfy {
      [.line, .linePoints, .steps].contains(panel.series[$0].style)
    }
    let widest = named.map { TextWidth.estimate(panel.series[$0].name) }.max() ?? 0
    return areCurves && named.count <= 6 && widest <= 0.27 * area.width ? named : []
  }

  private func drawLabels(
    of named: [Int], on canvas: inout PlotCanvas, beside axes: PlotCanvas.Area, scale: AxisScale
  ) {
    let wanted = named.map { index -> Double in
      let last = panel.series[index].y.last {
        $0.isFinite && ($0 > 0 || !scale.isLogarithmic)
      }
      let position = min(max(scale.position(of: last ?? scale.low), 0), 1)
      return axes.bottom - position * axes.height
    }
    let places = LabelSpread.places(for: wanted, distance: 17, from: axes.top, to: axes.bottom)
    for (index, place) in zip(named, places) {
      canvas.text(
        panel.series[index].name, x: axes.right + 8, y: place,
        color: PlotStyle.Role.series(index).color)
    }
  }

  /// Names in a row above the axes, each behind a dot of its colour; returns where the rows end.
  private func drawLegend(
    on canvas: inout PlotCanvas, left: Double, right: Double, top: Double
  ) -> Double {
    var x = left
    var y = top
    for (index, series) in panel.series.enumerated() where !series.name.isEmpty {
      let width = TextWidth.estimate(series.name) + 16
      if x > left, x + width > right {
        x = left
        y += Self.lineHeight
      }
      let color = PlotStyle.Role.series(index).color
      canvas.text(series.style == .bars ? "■" : "●", x: x, y: y, color: color)
      canvas.text(series.name, x: x + 15, y: y, color: color)
      x += width + 18
    }
    return y + Self.lineHeight
  }

  // MARK: Series

  private func items(width: Double, y: AxisScale) -> [PlotCanvas.Item] {
    // Bars lie beneath, lines and points over them.
    let order =
      panel.series.indices.filter { panel.series[$0].style == .bars }
      + panel.series.indices.filter { panel.series[$0].style != .bars }
    return order.flatMap { index -> [PlotCanvas.Item] in
      let series = panel.series[index]
      let color = "lc rgb '\(PlotStyle.Role.series(index).color)'"
      let dash = [1, 1, 1, 2, 4, 5, 3, 2][index % 8]
      let line = "lt 1 lw 1.75 dt \(dash) \(color)"
      let points = "pt 7 ps 0.42"
      switch series.style {
      case .bars:
        return [
          PlotCanvas.Item(
            values: bars.rows(of: index, in: panel), columns: 3,
            drawing: "using 1:2:3 with boxes \(color)")
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
        let bars = zip(zip(series.x, series.y), errors).flatMap { place, error -> [Double] in
          let low = place.1 - error
          let start = y.isLogarithmic && low <= 0 ? min(y.low, y.high) : low
          return [place.0, start, 0, place.1 + error - start]
        }
        return [
          PlotCanvas.Item(
            values: bars, columns: 4,
            drawing: "using 1:2:3:4 with vectors nohead lt 1 lw 1.5 \(color)"),
          item(series, drawing: "with points lt 1 pt 7 ps 0.5 \(color)"),
        ]
      case .line, .heatMap, .surface:
        let curve = CurveSimplifier.simplified(
          x: series.x, y: series.y, columns: Int(width * 2))
        return [
          PlotCanvas.Item(
            values: zip(curve.x, curve.y).flatMap { [$0, $1] }, columns: 2,
            drawing: "using 1:2 with lines \(line)")
        ]
      }
    }
  }

  private func item(_ series: Plot.Series, drawing: String) -> PlotCanvas.Item {
    PlotCanvas.Item(
      values: zip(series.x, series.y).flatMap { [$0, $1] }, columns: 2,
      drawing: "using 1:2 \(drawing)")
  }
}
