internal import RunbookDrawing

/// Rewrites gnuplot's SVG: a fifth of the size, without ids, coloured by classes.
///
/// gnuplot repeats its ids in every file and writes fixed colours. The restyler gives each stroke
/// and word the class of its colour and `currentColor`, so that a style sheet can set it for light
/// and dark, and removes the font from text.
struct SVGRestyler {
  private var scanner: MarkupScanner
  private var groups: [[String: String]] = [[:]]
  private let areas: [PlotCanvas.Area]
  /// The elements of each panel.
  private var outputs: [String]
  /// The panel that the pending path belongs to.
  private var panel = 0
  /// The path that is being extended: strokes of the same style become one element.
  private var pendingStyle = ""
  private var pendingData = ""

  private init(_ svg: [UInt8], areas: [PlotCanvas.Area]) {
    scanner = MarkupScanner(svg)
    self.areas = areas
    outputs = areas.map { _ in "" }
  }

  /// Returns the elements inside `<svg>`, separately for each panel.
  ///
  /// - Parameters:
  ///   - svg: the output of gnuplot's terminal `svg`.
  ///   - areas: the positions of the panels; an element belongs to the panel in which it starts.
  static func contents(of svg: [UInt8], areas: [PlotCanvas.Area]) -> [String] {
    var restyler = SVGRestyler(svg, areas: areas)
    restyler.run()
    return restyler.outputs
  }

  /// Selects the panel that is nearest to a point.
  private mutating func choosePanel(x: String, y: String) {
    guard areas.count > 1, let x = Double(x), let y = Double(y) else { return }
    let distances = areas.map { area in
      max(area.left - x, x - area.right, 0) + max(area.top - y, y - area.bottom, 0)
    }
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    if nearest != panel { flush() }
    panel = nearest
  }

  /// Selects the panel in which path data or a list of points starts.
  private mutating func choosePanel(_ data: String) {
    let first = data.drop { !($0.isNumber || $0 == "-") }.prefix { !$0.isWhitespace }
    let place = first.split(separator: ",").map(String.init)
    if place.count == 2 { choosePanel(x: place[0], y: place[1]) }
  }

  private mutating func run() {
    var isInDefinitions = false
    while let tag = scanner.next() {
      switch tag.name {
      case "defs": isInDefinitions = !tag.isClosing
      case _ where isInDefinitions: break
      case "g" where tag.isClosing: if groups.count > 1 { groups.removeLast() }
      case "g": groups.append(groups[groups.count - 1].merging(tag.attributes) { $1 })
      case _ where tag.isClosing: break
      case "path": addPath(tag.attributes)
      case "use": addPoint(tag.attributes)
      case "polygon": addPolygon(tag.attributes)
      case "image": addImage(tag.attributes)
      case "text": addText(scanner.text())
      default: break
      }
    }
    flush()
  }

  // MARK: Elements

  private mutating func addPath(_ attributes: [String: String]) {
    let group = groups[groups.count - 1]
    let stroke = attributes["stroke"] ?? group["stroke"] ?? "currentColor"
    let paint = Self.paint(stroke == "currentColor" ? group["color"] ?? "black" : stroke)
    var style = "fill=\"none\"\(paint.classAttribute) stroke=\"\(paint.value)\""
    if let width = group["stroke-width"] { style += " stroke-width=\"\(Self.number(width))\"" }
    if let dashes = attributes["stroke-dasharray"] { style += " stroke-dasharray=\"\(dashes)\"" }
    choosePanel(attributes["d"] ?? "")
    append(data: Self.path(attributes["d"] ?? ""), style: style)
  }

  /// A point becomes a stroke without length and with round ends: a dot in a few bytes.
  private mutating func addPoint(_ attributes: [String: String]) {
    let transform = attributes["transform"] ?? ""
    let place = Self.arguments(of: "translate", in: transform)
    let scale = Self.arguments(of: "scale", in: transform)
    guard place.count == 2 else { return }
    let paint = Self.paint(attributes["color"] ?? "black")
    let diameter = 2 * (Double(scale.first ?? "1") ?? 1)
    guard diameter > 0.5 else { return }
    choosePanel(x: place[0], y: place[1])
    append(
      data: "M\(Self.number(place[0])) \(Self.number(place[1]))h0",
      style: "fill=\"none\"\(paint.classAttribute) stroke=\"\(paint.value)\" "
        + "stroke-width=\"\(Self.number(String(diameter)))\" stroke-linecap=\"round\"")
  }

  private mutating func addPolygon(_ attributes: [String: String]) {
    let paint = Self.paint(attributes["fill"] ?? "black")
    var style = "\(paint.classAttribute) fill=\"\(paint.value)\"".dropFirstSpace()
    if let opacity = attributes["fill-opacity"], let share = Double(opacity), share < 1 {
      style += " fill-opacity=\"\(Self.number(opacity))\""
    }
    choosePanel(attributes["points"] ?? "")
    let points = (attributes["points"] ?? "").split(whereSeparator: \.isWhitespace).map { point in
      point.split(separator: ",").map { Self.number($0) }.joined(separator: " ")
    }
    // Without antialiasing no seams are visible between neighbours.
    if !style.contains("opacity") { style += " shape-rendering=\"crispEdges\"" }
    append(data: "M" + points.joined(separator: " ") + "z", style: style)
  }

  private mutating func addImage(_ attributes: [String: String]) {
    choosePanel(x: attributes["x"] ?? "", y: attributes["y"] ?? "")
    flush()
    let kept = ["x", "y", "width", "height"].map { "\($0)=\"\(attributes[$0] ?? "0")\"" }
    let transform = attributes["transform"].map { " transform=\"\($0)\"" } ?? ""
    outputs[panel] +=
      "<image \(kept.joined(separator: " "))\(transform) preserveAspectRatio=\"none\" "
      + "style=\"image-rendering:pixelated\" href=\"\(attributes["xlink:href"] ?? "")\"/>"
  }

  private mutating func addText(_ escaped: String) {
    let group = groups[groups.count - 1]
    let place = Self.arguments(of: "translate", in: group["transform"] ?? "")
    guard place.count == 2 else { return }
    choosePanel(x: place[0], y: place[1])
    flush()
    let paint = Self.paint(group["fill"] ?? "black")
    let turn = Self.arguments(of: "rotate", in: group["transform"] ?? "").first
    let anchor = group["text-anchor"].flatMap { $0 == "start" ? nil : $0 }
    var output = "<text\(paint.classAttribute) fill=\"\(paint.value)\""
    if let turn {
      output += " transform=\"translate(\(place[0]) \(place[1])) rotate(\(turn))\""
    } else {
      output += " x=\"\(Self.number(place[0]))\" y=\"\(Self.number(place[1]))\""
    }
    if let anchor { output += " text-anchor=\"\(anchor)\"" }
    outputs[panel] += output + ">\(escaped)</text>"
  }

  private mutating func append(data: String, style: String) {
    if style != pendingStyle {
      flush()
      pendingStyle = style
    }
    pendingData += data
  }

  private mutating func flush() {
    if !pendingData.isEmpty { outputs[panel] += "<path \(pendingStyle) d=\"\(pendingData)\"/>" }
    pendingData = ""
    pendingStyle = ""
  }

  // MARK: Values

  /// The way an element gets its colour: by a class that sets `currentColor`, or directly.
  private struct Paint {
    var className: String?
    var value: String

    var classAttribute: String { className.map { " class=\"\($0)\"" } ?? "" }
  }

  private static func paint(_ color: String) -> Paint {
    let channels = arguments(of: "rgb", in: color).compactMap { UInt8($0) }
    guard channels.count == 3 else {
      // A colour name does not come from one of our commands.
      return color.hasPrefix("#")
        ? Paint(value: color)
        : Paint(className: PlotStyle.Role.axis.className, value: "currentColor")
    }
    let hexadecimal = RGBA(channels[0], channels[1], channels[2]).hexadecimal
    guard let className = PlotStyle.classNames[hexadecimal] else {
      return Paint(value: hexadecimal)
    }
    return Paint(className: className, value: "currentColor")
  }

  /// The arguments of `name(…)` in a list of functions.
  private static func arguments(of name: String, in text: String) -> [String] {
    let parts = text.split(separator: ")")
    for part in parts {
      let pieces = part.split(separator: "(")
      guard pieces.count == 2, pieces[0].filter({ $0 != " " }) == name else { continue }
      return pieces[1].split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
    }
    return []
  }

  /// Path data with one digit after the point and without the `L` that a path implies.
  private static func path(_ data: String) -> String {
    var result = ""
    for item in data.split(whereSeparator: \.isWhitespace) {
      var numbers = item
      if item.first == "M" || item.first == "Z" || item.first == "z" {
        result.append(item.removingFirst(into: &numbers))
      } else {
        if item.first == "L" { numbers.removeFirst() }
        result.append(" ")
      }
      result += numbers.split(separator: ",").map { number($0) }.joined(separator: " ")
    }
    return result
  }

  /// `text` rounded to one digit after the point.
  private static func number(_ text: some StringProtocol) -> String {
    Double(String(text)).map { NumberText.coordinate($0) } ?? "0"
  }
}

extension Substring {
  /// Returns the first character and leaves the rest in `rest`.
  fileprivate func removingFirst(into rest: inout Substring) -> Character {
    rest = dropFirst()
    return first ?? " "
  }
}

extension String {
  fileprivate func dropFirstSpace() -> String {
    hasPrefix(" ") ? String(dropFirst()) : self
  }
}
