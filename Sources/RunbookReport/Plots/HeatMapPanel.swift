internal import RunbookDrawing
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

  private var isConfusion: Bool {
    series.styleOptions?.isConfusion == true && series.x.count == series.y.count
  }

  /// Space right of the cells, for the colour bar.
  private var barRoom: Double { isConfusion ? 10 : 78 }

  /// Space above the cells.
  private var head: Double {
    (panel.title.isEmpty ? 0 : 22) + (panel.y.label.isEmpty ? 0 : 21) + 12
  }

  private var foot: Double {
    let length = 40 * Double(series.x.count)
    let names = horizontalScale(length: length).nameHeight(length: isSquare ? 350 : length)
    return names + (panel.x.label.isEmpty ? 11 : 33)
  }

  private var isTurned: Bool {
    horizontalScale(length: 350).isCrowded(length: isSquare ? 350 : 40 * Double(series.x.count))
  }

  /// Space left of the cells.
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
      + barRoom).rounded()
  }

  func preferredHeight(width: Double) -> Double {
    guard isSquare else { return min(320, 0.8 * width) }
    let cells = width - side - barRoom
    return (head + foot + cells * Double(series.y.count) / Double(series.x.count)).rounded()
  }

  func draw(on canvas: inout PlotCanvas, in area: PlotCanvas.Area) {
    var top = area.top + 11
    canvas.text(
      panel.title, x: area.left, y: top, color: PlotStyle.Role.title.color, isBold: true)
    if !panel.title.isEmpty { top += 22 }
    canvas.text(panel.y.label, x: area.left, y: top, color: PlotStyle.Role.label.color)
    let axes = PlotCanvas.Area(
      left: area.left + side, top: area.top + head, right: area.right - barRoom,
      bottom: area.bottom - foot)
    let x = horizontalScale(length: axes.width)
    let y = verticalScale(length: axes.height)
    canvas.text(
      panel.x.label, x: (axes.left + axes.right) / 2, y: area.bottom - 9, .center,
      color: PlotStyle.Role.label.color)

    canvas.place(axes)
    canvas.axis("x", x, mark: 0, isTurned: isTurned)
    canvas.axis("y", y, mark: 0)
    let colors = HeatColors(values, canDiverge: true, options: series.styleOptions)
    if isConfusion {
      let confusion = ConfusionColors(values, classes: series.x.count)
      drawNumbers(on: &canvas, in: axes, x: x, y: y) { confusion.color(at: $0) }
      canvas.plot([coloredCells { confusion.color(at: $0) }])
      return
    }
    drawBar(colors, on: &canvas, beside: axes)
    drawNumbers(on: &canvas, in: axes, x: x, y: y) { colors.color(of: values[$0]) }
    let others = panel.series.filter { !$0.style.traits.isGrid }
    PlotAnnotations(others, isOverColors: true).draw(
      on: &canvas, in: axes, x: x, y: y, namesFrom: area.top + head - 12, area: area)
    canvas.plot([cells] + others.filter { !$0.style.traits.isAnnotation }.flatMap { items($0, y) })
  }

  /// A series over the cells: a white line with a dark border is visible on every colour.
  private func items(_ series: Plot.Series, _ y: AxisScale) -> [PlotCanvas.Item] {
    ["#16191d", "#ffffff"].flatMap { color in
      SeriesItems.items(series, color: color, width: 400, y: y).map { item in
        var item = item
        guard color == "#16191d" else { return item }
        for (thin, thick) in [("lw 1.75", "lw 4"), ("ps 0.42", "ps 0.7"), ("ps 0.5", "ps 0.8")] {
          item.drawing = item.drawing.replacing(thin, with: thick)
        }
        return item
      }
    }
  }

  /// The cells as rows of left, right, bottom, top and an RGB number.
  private func coloredCells(_ color: (Int) -> RGBA?) -> PlotCanvas.Item {
    let columns = Self.edges(of: series.x)
    let rows = Self.edges(of: series.y)
    var boxes = [Double]()
    for row in series.y.indices {
      for column in series.x.indices {
        guard let color = color(row * series.x.count + column) else { continue }
        let number = Int(color.red) << 16 | Int(color.green) << 8 | Int(color.blue)
        boxes += [columns[column], columns[column + 1], rows[row], rows[row + 1], Double(number)]
      }
    }
    return PlotCanvas.Item(
      values: boxes.isEmpty ? [0, 0, 0, 0, 0] : boxes, columns: 5,
      drawing: "using (($1+$2)/2):(($3+$4)/2):1:2:3:4:5 with boxxyerror fs solid noborder "
        + "lc rgb variable")
  }

  /// The cells as rows of left, right, bottom, top and value, or of a middle and a value.
  private var cells: PlotCanvas.Item {
    let columns = Self.edges(of: series.x)
    let rows = Self.edges(of: series.y)
    if let xStep = step(series.x), let yStep = step(series.y), series.x.count > 1,
      series.y.count > 1, values.count > 400, values.allSatisfy(\.isFinite), xStep > 0, yStep > 0
    {
      // Many evenly spaced cells are drawn as one small picture instead of as many polygons.
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
      values: [colors.low, colors.high], axis: Plot.Axis(logarithmic: colors.isLogarithmic),
      padding: 0, includesZero: false, length: height, spacing: 50)
    let ticks = scale.ticks.map { "\(PlotCanvas.quoted($0.text)) \($0.value)" }
    canvas.write(colors.palette)
    canvas.write(
      (colors.isLogarithmic ? "set logscale cb; " : "")
        + "set cbrange [\(colors.low):\(colors.high)]; set cbtics (\(ticks.joined(separator: ", "))) "
        + "scale 0 textcolor rgb '\(PlotStyle.Role.tick.color)'")
    canvas.write(
      "set colorbox user noborder origin screen \(canvas.x(axes.right + 16)), "
        + "screen \(canvas.y(bottom)) size screen \(12 / canvas.width), "
        + "screen \(height / canvas.height)")
  }

  /// Writes the values into cells that are large enough, or into all if the author says so.
  ///
  /// - Parameter background: the colour of a cell; `nil` for a cell that is left empty.
  private func drawNumbers(
    on canvas: inout PlotCanvas, in axes: PlotCanvas.Area, x: AxisScale, y: AxisScale,
    background: (Int) -> RGBA?
  ) {
    let width = axes.width / Double(series.x.count)
    let texts = values.map { TypesetNumber.short($0, digits: 2) }
    let widest = texts.map { TextWidth.estimate($0) }.max() ?? 0
    // In smaller cells the numbers would not be readable.
    let isRoomy = width > widest + 6 && axes.height / Double(series.y.count) > 20
    let isWanted = series.styleOptions?.showsNumbers
    let fits = width > widest - 4 && axes.height / Double(series.y.count) > 12
    guard isWanted ?? isRoomy, fits else { return }
    for (row, vertical) in series.y.enumerated() {
      for (column, horizontal) in series.x.enumerated() {
        let index = row * series.x.count + column
        guard values[index].isFinite, let color = background(index) else { continue }
        canvas.text(
          texts[index], x: axes.left + x.position(of: horizontal) * axes.width,
          y: axes.bottom - y.position(of: vertical) * axes.height, .center,
          color: color.isDark ? "#ffffff" : "#111418")
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
    // The first row is at the top if the author reversed the axis.
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
      scale.keepWholeTicks()
    }
    return scale
  }

  /// The borders between cells: halfway between their centres.
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
