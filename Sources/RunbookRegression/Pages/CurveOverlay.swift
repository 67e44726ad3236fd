internal import RunbookOutput

/// One panel of a plot as inline SVG: old curves grey, new ones in colour on top.
///
/// Curves that did not change are thin and pale; the first point that differs carries a ring and a
/// line to where it was. Colours come from the page's style sheet, so the chart follows its theme.
struct CurveOverlay {
  private let old: Plot.Panel
  private let new: Plot.Panel
  private let tolerance: Tolerance
  private let x: AxisTicks
  private let y: AxisTicks

  private static let size = (width: 720.0, height: 320.0)
  private static let frame = (left: 64.0, right: 16.0, top: 16.0, bottom: 48.0)

  init(_ old: Plot.Panel, _ new: Plot.Panel, tolerance: Tolerance) {
    self.old = old
    self.new = new
    self.tolerance = tolerance
    let series = old.series + new.series
    // A stated end counts only where both agree on it, or a curve would leave the frame.
    x = AxisTicks(
      series.flatMap(\.x), logarithmic: new.x.logarithmic,
      low: old.x.low == new.x.low ? new.x.low : nil,
      high: old.x.high == new.x.high ? new.x.high : nil)
    y = AxisTicks(
      series.flatMap(\.y), logarithmic: new.y.logarithmic,
      low: old.y.low == new.y.low ? new.y.low : nil,
      high: old.y.high == new.y.high ? new.y.high : nil)
  }

  /// The `<svg>` element.
  var svg: String {
    let (width, height) = Self.size
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\">"
    ]
    parts.append("<title>\(XMLText.escape(description))</title>")
    parts += grid
    parts.append(window)
    parts += curves
    parts.append("</svg>")
    parts.append(marker)
    parts += labels
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  /// What the colours mean: an entry a series that changed, one for all that was accepted.
  var legend: [(swatch: String, name: String)] {
    var entries = pairs.compactMap { pair -> (String, String)? in
      guard let index = pair.new, isChanged(pair) else { return nil }
      let name = new.series[index].name
      return ("s\(index % 6)", (name.isEmpty ? "series \(index + 1)" : name) + ", now")
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
      return draw(new.series[index], "now s\(index % 6)")
    }
    return was + now
  }

  private func draw(_ series: Plot.Series, _ style: String) -> [String] {
    let points = zip(series.x, series.y).map { point($0, $1) }
    if series.style == .points {
      return points.compactMap { $0 }.map {
        "<circle class=\"\(style) dot\" cx=\"\(number($0.x))\" cy=\"\(number($0.y))\" r=\"3\"/>"
      }
    }
    if series.style == .bars {
      let base = point(series.x.first ?? 0, 0)?.y ?? Self.size.height - Self.frame.bottom
      return points.compactMap { $0 }.map {
        "<path class=\"\(style)\" d=\"M\(number($0.x)) \(number(base))V\(number($0.y))\"/>"
      }
    }
    var path = ""
    var isDown = false
    for point in points {
      if let point { path += "\(isDown ? "L" : "M")\(number(point.x)) \(number(point.y))" }
      isDown = point != nil
    }
    // A single point has no line to be seen by.
    if points.count == 1, let only = points[0] {
      return [
        "<circle class=\"\(style) dot\" cx=\"\(number(only.x))\" cy=\"\(number(only.y))\" r=\"3\"/>"
      ]
    }
    return path.isEmpty ? [] : ["<path class=\"\(style)\" d=\"\(path)\"/>"]
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
      let text = "x = \(NumberText.of(now.x[index])): \(values.old) → \(values.new)"
      let label =
        "<text class=\"point\" x=\"\(number(end.x + (isRight ? -12 : 12)))\" "
        + "y=\"\(number(end.y + (isLow ? 20 : -10)))\" text-anchor=\"\(isRight ? "end" : "start")\">"
        + "\(XMLText.escape(text))</text>"
      return ring + label
    }
    return ""
  }

  /// What lies beyond a stated end of an axis is not drawn over its numbers.
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
      guard let top = y.position(of: tick).map(vertical) else { return nil }
      return
        "<path class=\"grid\" d=\"M\(number(Self.frame.left)) \(number(top))H\(number(right))\"/>"
        + "<text class=\"tick\" x=\"\(number(Self.frame.left - 8))\" y=\"\(number(top + 4))\" "
        + "text-anchor=\"end\">\(NumberText.of(tick))</text>"
    }
    let columns = x.ticks.compactMap { tick -> String? in
      guard let left = x.position(of: tick).map(horizontal) else { return nil }
      return "<path class=\"grid\" d=\"M\(number(left)) \(number(bottom))v5\"/>"
        + "<text class=\"tick\" x=\"\(number(left))\" y=\"\(number(bottom + 19))\" "
        + "text-anchor=\"middle\">\(NumberText.of(tick))</text>"
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
        + "text-anchor=\"middle\">\(XMLText.escape(new.x.label))</text>",
      "<text class=\"label\" transform=\"translate(14 \(number(center))) rotate(-90)\" "
        + "text-anchor=\"middle\">\(XMLText.escape(new.y.label))</text>",
    ]
  }

  private func point(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    guard let across = self.x.position(of: x), let up = self.y.position(of: y) else { return nil }
    return (horizontal(across), vertical(up))
  }

  private func horizontal(_ position: Double) -> Double {
    Self.frame.left + position * (Self.size.width - Self.frame.left - Self.frame.right)
  }

  private func vertical(_ position: Double) -> Double {
    Self.size.height - Self.frame.bottom
      - position * (Self.size.height - Self.frame.top - Self.frame.bottom)
  }

  private func number(_ value: Double) -> String {
    let text = NumberText.fixed(value, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
