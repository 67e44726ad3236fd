internal import RunbookOutput

/// A grid of values as coloured cells: a confusion matrix, accuracy over two settings.
struct HeatMapPanel {
  private let panel: Plot.Panel
  private let series: Plot.Series
  private let values: [Double]

  init(_ panel: Plot.Panel, _ series: Plot.Series) {
    self.panel = panel
    self.series = series
    values = series.z ?? []
  }

  private static let barRoom = 78.0

  /// Room above the cells.
  private var head: Double {
    (panel.title.isEmpty ? 0 : 22) + (panel.y.label.isEmpty ? 0 : 21) + 12
  }

  private var foot: Double { panel.x.label.isEmpty ? 28 : 50 }

  /// Room left of the cells.
  private var side: Double {
    (verticalScale(length: 300).ticks.map { TextWidth.estimate($0.text) }.max() ?? 0) + 12
  }

  /// Whether the cells are drawn as squares: both axes count the same kind of thing.
  private var isSquare: Bool {
    let ratio = Double(series.x.count) / Double(series.y.count)
    return series.x.count > 1 && series.y.count > 1 && ratio > 1.0 / 3 && ratio < 3
      && step(series.x) != nil && step(series.x) == step(series.y)
  }

  var preferredWidth: Double {
    guard isSquare else { return PlotStyle.width }
    return
      (side + 360 * Double(series.x.count) / Double(max(series.y.count, series.x.count))
      + Self.barRoom).rounded()
  }

  func preferredHeight(width: Double) -> Double {
    guard isSquare else { return min(320, 0.8 * width) }
    let cells = width - side - Self.barRoom
    return (head + foot + cells * Double(series.y.count) / Double(series.x.count)).rounded()
  }

  func draw(on canvas: inout PlotCanvas, in area: PlotCanvas.Area) {
    var top = area.top + 11
    canvas.text(
      panel.title, x: area.left, y: top, color: PlotStyle.Role.title.color, isBold: true)
    if !panel.title.isEmpty { top += 22 }
    canvas.text(panel.y.label, x: area.left, y: top, color: PlotStyle.Role.label.color)
    let axes = PlotCanvas.Area(
      left: area.left + side, top: area.top + head, right: area.right - Self.barRoom,
      bottom: area.bottom - foot)
    let x = horizontalScale(length: axes.width)
    let y = verticalScale(length: axes.height)
    canvas.text(
      panel.x.label, x: (axes.left + axes.right) / 2, y: area.bottom - 9, .center,
      color: PlotStyle.Role.label.color)

    canvas.place(axes)
    canvas.axis("x", x, mark: 0)
    canvas.axis("y", y, mark: 0)
    let colors = HeatColors(values, canDiverge: true)
    drawBar(colors, on: &canvas, beside: axes)
    drawNumbers(colors, on: &canvas, in: axes, x: x, y: y)
    canvas.plot([cells])
  }

  /// The cells as rows of left, right, bottom, top and value, or of a middle and a value.
  private var cells: PlotCanvas.Item {
    let columns = Self.edges(of: series.x)
    let rows = Self.edges(of: series.y)
    if let xStep = step(series.x), let yStep = step(series.y), series.x.count > 1,
      series.y.count > 1, values.count > 400, values.allSatisfy(\.isFinite), xStep > 0, yStep > 0
    {
      // Many even cells are one small picture instead of as many polygons.
      var triples = [Double]()
      triples.reserveCapacity(values.count * 3)
      for (row, y) in series.y.enumerated() {
        for (column, x) in series.x.enumerated() {
          triples += [x, y, values[row * series.x.count + column]]
        }
      }
      return PlotCanvas.Item(values: triples, columns: 3, drawing: "using 1:2:3 with image")
    }
    var boxes = [Double]()
    for row in series.y.indices {
      for column in series.x.indices {
        let value = values[row * series.x.count + column]
        guard value.isFinite else { continue }
        boxes += [columns[column], columns[column + 1], rows[row], rows[row + 1], value]
      }
    }
    return PlotCanvas.Item(
      values: boxes, columns: 5,
      drawing:
        "using (($1+$2)/2):(($3+$4)/2):1:2:3:4:5 with boxxyerror fs solid noborder lc palette"
    )
  }

  private func drawBar(
    _ colors: HeatColors, on canvas: inout PlotCanvas, beside axes: PlotCanvas.Area
  ) {
    let height = min(axes.height, 380)
    let bottom = axes.bottom - (axes.height - height) / 2
    let scale = AxisScale(
      values: [colors.low, colors.high], axis: Plot.Axis(), padding: 0, includesZero: false,
      length: height, spacing: 50)
    let ticks = scale.ticks.map { "\(PlotCanvas.quoted($0.text)) \($0.value)" }
    canvas.write(colors.palette)
    canvas.write(
      "set cbrange [\(colors.low):\(colors.high)]; set cbtics (\(ticks.joined(separator: ", "))) "
        + "scale 0 textcolor rgb '\(PlotStyle.Role.tick.color)'")
    canvas.write(
      "set colorbox user noborder origin screen \(canvas.x(axes.right + 16)), "
        + "screen \(canvas.y(bottom)) size screen \(12 / canvas.width), "
        + "screen \(height / canvas.height)")
  }

  /// Writes the values into cells that are large enough.
  private func drawNumbers(
    _ colors: HeatColors, on canvas: inout PlotCanvas, in axes: PlotCanvas.Area, x: AxisScale,
    y: AxisScale
  ) {
    let width = axes.width / Double(series.x.count)
    let texts = values.map { Decimal.short($0, digits: 2) }
    let widest = texts.map { TextWidth.estimate($0) }.max() ?? 0
    guard width > widest + 6, axes.height / Double(series.y.count) > 20 else { return }
    for (row, vertical) in series.y.enumerated() {
      for (column, horizontal) in series.x.enumerated() {
        let index = row * series.x.count + column
        guard values[index].isFinite else { continue }
        canvas.text(
          texts[index], x: axes.left + x.position(of: horizontal) * axes.width,
          y: axes.bottom - y.position(of: vertical) * axes.height, .center,
          color: colors.isDark(at: values[index]) ? "#ffffff" : "#111418")
      }
    }
  }

  // MARK: Scales

  private func horizontalScale(length: Double) -> AxisScale {
    cellScale(series.x, axis: panel.x, length: length, spacing: 30)
  }

  private func verticalScale(length: Double) -> AxisScale {
    cellScale(series.y, axis: panel.y, length: length, spacing: 26)
  }

  private func cellScale(
    _ places: [Double], axis: Plot.Axis, length: Double, spacing: Double
  ) -> AxisScale {
    let edges = Self.edges(of: places)
    var axis = axis
    // The first row on top where the author turned the axis round.
    let isTurned = (axis.low ?? 0) > (axis.high ?? 0)
    axis.low = isTurned ? edges.max() : edges.min()
    axis.high = isTurned ? edges.min() : edges.max()
    axis.logarithmic = false
    var scale = AxisScale(
      values: places, axis: axis, padding: 0, includesZero: false, length: length,
      spacing: spacing)
    if let categories = axis.categories {
      scale.ticks = zip(places, categories).map { AxisScale.Tick(value: $0, text: $1) }
    } else if places.allSatisfy({ $0 == $0.rounded() }) {
      scale.ticks.removeAll { $0.value != $0.value.rounded() }
    }
    return scale
  }

  /// The borders between cells: half-way between their middles.
  private static func edges(of places: [Double]) -> [Double] {
    guard places.count > 1 else { return places.flatMap { [$0 - 0.5, $0 + 0.5] } }
    let between = zip(places, places.dropFirst()).map { ($0 + $1) / 2 }
    return [places[0] - (between[0] - places[0])] + between
      + [places[places.count - 1] + (places[places.count - 1] - between[between.count - 1])]
  }

  /// The distance between neighbours if it is the same everywhere.
  private func step(_ places: [Double]) -> Double? {
    guard places.count > 1 else { return 1 }
    let step = places[1] - places[0]
    let isEven = zip(places, places.dropFirst()).allSatisfy {
      abs($1 - $0 - step) <= abs(step) * 1e-6
    }
    return isEven ? step : nil
  }
}
