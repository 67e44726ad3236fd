internal import RunbookDrawing
internal import RunbookOutput

/// One panel of a plot as inline SVG: old curves grey, new ones in colour on top.
///
/// Curves that did not change are thin and pale; the first point that differs carries a ring and a
/// line to where it was. Colours come from the page's style sheet, so the chart follows its theme.
struct CurveOverlay {
  private let old: Plot.Panel
  private let new: Plot.Panel
  private let tolerance: Tolerance
  private let x: AxisScale
  private let y: AxisScale

  private static let size = (width: 720.0, height: 320.0)
  private static let frame = (left: 64.0, right: 16.0, top: 16.0, bottom: 48.0)

  init(_ old: Plot.Panel, _ new: Plot.Panel, tolerance: Tolerance) {
    self.old = old
    self.new = new
    self.tolerance = tolerance
    let series = old.series + new.series
    let hasBars = series.contains { $0.style.traits.mark == .bars }
    var x = AxisScale(
      values: series.flatMap { $0.horizontalReach(barSpacing: 0) }, axis: Self.axis(old.x, new.x),
      padding: 0.04, includesZero: false,
      length: Self.size.width - Self.frame.left - Self.frame.right, spacing: 120)
    if let categories = new.x.categories {
      x.ticks = categories.enumerated().map { AxisScale.Tick(value: Double($0), text: $1) }
    } else if !x.isLogarithmic, series.allSatisfy({ $0.x.allSatisfy { $0 == $0.rounded() } }) {
      // Epochs and steps are whole: no marks between them.
      x.keepWholeTicks()
    }
    self.x = x
    y = AxisScale(
      values: series.flatMap(\.verticalReach), axis: Self.axis(old.y, new.y), padding: 0.04,
      includesZero: hasBars, length: Self.size.height - Self.frame.top - Self.frame.bottom,
      spacing: 48)
  }

  /// The new axis; a stated end counts only where both agree on it, or a curve would leave the frame.
  private static func axis(_ old: Plot.Axis, _ new: Plot.Axis) -> Plot.Axis {
    var axis = new
    if old.low != new.low || new.low?.isFinite == false { axis.low = nil }
    if old.high != new.high || new.high?.isFinite == false { axis.high = nil }
    return axis
  }

  /// The `<svg>` element.
  var svg: String {
    let (width, height) = Self.size
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\">"
    ]
    parts.append("<title>\(HTML.escape(description))</title>")
    parts += grid
    parts.append(window)
    parts += curves
    parts.append("</svg>")
    parts.append(marker)
    parts += labels
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  /// The meaning of the colours: one entry per series that changed, one for all accepted ones.
  var legend: [(swatch: String, name: String)] {
    var entries = pairs.compactMap { pair -> (String, String)? in
      guard let index = pair.new, isChanged(pair) else { return nil }
      let name = new.series[index].name
      return (
        PlotStyle.Role.series(index).className,
        (name.isEmpty ? "series \(index + 1)" : name) + ", now"
      )
    }
    entries.append(("was", "accepted"))
    if pairs.contains(where: { !isChanged($0) }) { entries.append(("same", "unchanged")) }
    return entries
  }

  private var description: String {
    let title = new.title.isEmpty ? "Curves" : new.title
    return "\(title): accepted curves grey, new ones in colour"
  }

  private var pairs: [Alignment.Pair] {
    Alignment.cheapest(old.series.count, new.series.count) {
      old.series[$0].name == new.series[$1].name ? 0 : 1.5
    }
  }

  private func isChanged(_ pair: Alignment.Pair) -> Bool {
    guard let before = pair.old, let after = pair.new else { return true }
    return firstChange(old.series[before], new.series[after]) != nil
      || old.series[before].y.count != new.series[after].y.count
  }

  private func firstChange(_ old: Plot.Series, _ new: Plot.Series) -> Int? {
    (0..<min(old.x.count, old.y.count, new.x.count, new.y.count)).first {
      !tolerance.accepts(old.x[$0], new.x[$0]) || !tolerance.accepts(old.y[$0], new.y[$0])
    }
  }

  private var curves: [String] {
    let was = pairs.flatMap { pair -> [String] in
      guard let index = pair.old else { return [] }
      return draw(old.series[index], isChanged(pair) ? "was" : "same")
    }
    let now = pairs.flatMap { pair -> [String] in
      guard let index = pair.new, isChanged(pair) else { return [] }
      return draw(new.series[index], "now \(PlotStyle.Role.series(index).className)")
    }
    return was + now
  }

  private func draw(_ series: Plot.Series, _ style: String) -> [String] {
    let points = zip(series.x, series.y).map { point($0, $1) }
    let bottom = Self.size.height - Self.frame.bottom
    func path(_ data: String) -> [String] {
      data.isEmpty ? [] : ["<path class=\"\(style)\" d=\"\(data)\"/>"]
    }
    func dots() -> [String] {
      points.compactMap { $0 }.map {
        "<circle class=\"\(style) dot\" cx=\"\(number($0.x))\" cy=\"\(number($0.y))\" r=\"3\"/>"
      }
    }
    switch series.style.traits.role {
    case .data(.dots): return dots()
    case .data(.bars):
      let base = point(series.x.first ?? 0, 0)?.y ?? bottom
      return points.compactMap { $0 }.flatMap {
        path("M\(number($0.x)) \(number(base))V\(number($0.y))")
      }
    // A single point has no line to be seen by.
    case .data(.curve), .data(.stairs), .grid:
      return points.count == 1
        ? dots() : path(line(through: points, isStepped: series.style.traits.mark == .stairs))
    case .data(.area):
      let upper = zip(series.x, series.z ?? []).map { point($0, $1) }
      return path(line(through: points) + line(through: upper))
    case .annotation(.horizontalLine), .annotation(.horizontalBand):
      return series.y.compactMap { point(x.low, $0) }.flatMap {
        path(
          "M\(number(Self.frame.left)) \(number($0.y))H\(number(Self.size.width - Self.frame.right))"
        )
      }
    case .annotation(.verticalLine), .annotation(.verticalBand):
      return series.x.compactMap { point($0, y.low) }.flatMap {
        path("M\(number($0.x)) \(number(Self.frame.top))V\(number(bottom))")
      }
    case .annotation(.text): return dots()
    }
  }

  /// Path data through points; a point without a place leaves a gap.
  private func line(through points: [(x: Double, y: Double)?], isStepped: Bool = false) -> String {
    var path = ""
    var last: (x: Double, y: Double)?
    for point in points {
      if let point {
        if isStepped, last != nil { path += "H\(number(point.x))" }
        path += "\(last == nil ? "M" : "L")\(number(point.x)) \(number(point.y))"
      }
      last = point
    }
    return path
  }

  /// A ring about the first point that differs, with what it was and what it is.
  private var marker: String {
    for pair in pairs {
      guard let before = pair.old, let after = pair.new else { continue }
      let (was, now) = (old.series[before], new.series[after])
      guard let index = firstChange(was, now), let end = point(now.x[index], now.y[index]) else {
        continue
      }
      let ring =
        "<circle class=\"ring\" cx=\"\(number(end.x))\" cy=\"\(number(end.y))\" r=\"7\"/>"
      let isRight = end.x > Self.size.width * 0.6
      let isLow = end.y < Self.frame.top + 24
      let values = NumberText.pair(was.y[index], now.y[index])
      let text = "x = \(NumberText.shortest(now.x[index])): \(values.0) → \(values.1)"
      let label =
        "<text class=\"point\" x=\"\(number(end.x + (isRight ? -12 : 12)))\" "
        + "y=\"\(number(end.y + (isLow ? 20 : -10)))\" text-anchor=\"\(isRight ? "end" : "start")\">"
        + "\(HTML.escape(text))</text>"
      return ring + label
    }
    return ""
  }

  /// Clips curves at the axes, so that none is drawn over the numbers beside them.
  private var window: String {
    let (left, top) = (Self.frame.left, Self.frame.top)
    let width = Self.size.width - left - Self.frame.right
    let height = Self.size.height - top - Self.frame.bottom
    let box = [left, top, width, height].map(number)
    return "<svg x=\"\(box[0])\" y=\"\(box[1])\" width=\"\(box[2])\" height=\"\(box[3])\" "
      + "viewBox=\"\(box.joined(separator: " "))\" overflow=\"hidden\">"
  }

  private var grid: [String] {
    let right = Self.size.width - Self.frame.right
    let bottom = Self.size.height - Self.frame.bottom
    let rows = y.ticks.compactMap { tick -> String? in
      guard let top = vertical(tick.value) else { return nil }
      return
        "<path class=\"grid\" d=\"M\(number(Self.frame.left)) \(number(top))H\(number(right))\"/>"
        + "<text class=\"tick\" x=\"\(number(Self.frame.left - 8))\" y=\"\(number(top + 4))\" "
        + "text-anchor=\"end\">\(HTML.escape(tick.text))</text>"
    }
    let columns = x.ticks.compactMap { tick -> String? in
      guard let left = horizontal(tick.value) else { return nil }
      return "<path class=\"grid\" d=\"M\(number(left)) \(number(bottom))v5\"/>"
        + "<text class=\"tick\" x=\"\(number(left))\" y=\"\(number(bottom + 19))\" "
        + "text-anchor=\"middle\">\(HTML.escape(tick.text))</text>"
    }
    let axis =
      "<path class=\"axis\" d=\"M\(number(Self.frame.left)) \(number(bottom))H\(number(right))\"/>"
    return rows + columns + [axis]
  }

  private var labels: [String] {
    let middle = (Self.size.width + Self.frame.left - Self.frame.right) / 2
    let center = (Self.size.height + Self.frame.top - Self.frame.bottom) / 2
    return [
      "<text class=\"label\" x=\"\(number(middle))\" y=\"\(number(Self.size.height - 8))\" "
        + "text-anchor=\"middle\">\(HTML.escape(new.x.label))</text>",
      "<text class=\"label\" transform=\"translate(14 \(number(center))) rotate(-90)\" "
        + "text-anchor=\"middle\">\(HTML.escape(new.y.label))</text>",
    ]
  }

  private func point(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    guard let across = horizontal(x), let up = vertical(y) else { return nil }
    return (across, up)
  }

  private func horizontal(_ value: Double) -> Double? {
    place(of: value, along: x).map {
      Self.frame.left + $0 * (Self.size.width - Self.frame.left - Self.frame.right)
    }
  }

  private func vertical(_ value: Double) -> Double? {
    place(of: value, along: y).map {
      Self.size.height - Self.frame.bottom
        - $0 * (Self.size.height - Self.frame.top - Self.frame.bottom)
    }
  }

  /// `nil` for a value that has no place on the axis.
  private func place(of value: Double, along scale: AxisScale) -> Double? {
    guard value.isFinite, value > 0 || !scale.isLogarithmic else { return nil }
    return scale.position(of: value)
  }

  private func number(_ value: Double) -> String { NumberText.coordinate(value) }
}
