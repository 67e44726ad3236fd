internal import RunbookDrawing

/// Rewrites graphviz's SVG for the page: no ids, links, pictures or fonts, and the default colours as
/// classes, which a style sheet sets for light and dark.
///
/// Only shapes and words are taken over, and of them only known attributes; all else is left out.
struct GraphvizRestyler {
  private var scanner: MarkupScanner
  private var output = ""
  /// The words of the nodes, which describe the drawing.
  private var names: [String] = []
  /// The first colour of each gradient, by its id.
  private var gradients: [String: String] = [:]
  private var gradient = ""
  /// The classes of the open groups.
  private var groups: [String] = []
  /// Whether the author has filled the shape that the next words are in.
  private var isFilled = false
  /// Whether the whole drawing keeps the colours of paper, since the author has filled its ground.
  private let isFixed: Bool

  private init(_ svg: [UInt8], isFixed: Bool) {
    scanner = MarkupScanner(svg)
    self.isFixed = isFixed
  }

  /// Returns the drawing in graphviz's SVG.
  ///
  /// - Throws: `FigureError` if there is none, or it is larger than any page.
  static func drawing(of svg: [UInt8]) throws(FigureError) -> VectorDrawing {
    var restyler = GraphvizRestyler(svg, isFixed: hasFilledGround(svg))
    return try restyler.run()
  }

  /// Whether the background or a cluster has a colour of its own, on which the page's colours may not
  /// be legible.
  private static func hasFilledGround(_ svg: [UInt8]) -> Bool {
    var scanner = MarkupScanner(svg)
    var groups: [String] = []
    while let tag = scanner.next() {
      if tag.name == "g" {
        if tag.isClosing {
          _ = groups.popLast()
        } else {
          groups.append(tag.attributes["class"] ?? "")
        }
      }
      let group = groups.last { !$0.isEmpty }
      guard tag.name == "polygon" || tag.name == "path", group == "graph" || group == "cluster",
        let fill = tag.attributes["fill"]
      else { continue }
      if !["none", "white", "transparent"].contains(fill) { return true }
    }
    return false
  }

  private mutating func run() throws(FigureError) -> VectorDrawing {
    var size: [Double] = []
    while let tag = scanner.next() {
      switch tag.name {
      case "svg" where !tag.isClosing && size.isEmpty:
        size = (tag.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
      // A second page or graph of the same input.
      case "svg" where tag.isClosing: return try finish(size)
      case "linearGradient", "radialGradient": gradient = tag.attributes["id"] ?? ""
      case "stop" where !tag.isClosing: addStop(tag.attributes)
      case "g": addGroup(tag)
      case "polygon", "polyline", "path", "ellipse": if !tag.isClosing { addShape(tag) }
      case "text": if !tag.isClosing { addText(tag.attributes, scanner.text()) }
      default: break
      }
    }
    return try finish(size)
  }

  private func finish(_ size: [Double]) throws(FigureError) -> VectorDrawing {
    guard size.count == 4, size[2] > 0, size[3] > 0 else {
      throw FigureError(message: "dot wrote no drawing; give the graph a node")
    }
    guard size[2] < 20_000, size[3] < 20_000 else {
      throw FigureError(message: "the diagram is larger than any page; show less of it")
    }
    let (width, height) = (Int(size[2].rounded(.up)), Int(size[3].rounded(.up)))
    let paper =
      isFixed ? "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#fff\"/>" : ""
    return try VectorDrawing(
      width: width, height: height, content: paper + output, names: names)
  }

  private mutating func addGroup(_ tag: MarkupScanner.Tag) {
    if tag.isClosing {
      // Only the outermost group moves its content.
      if groups.count == 1 { output += "</g>" }
      _ = groups.popLast()
      return
    }
    let name = tag.attributes["class"] ?? ""
    if groups.isEmpty {
      let transform = (tag.attributes["transform"] ?? "").filter {
        $0.isASCII && ($0.isLetter || $0.isNumber || "(),.- ".contains($0))
      }
      output += "<g transform=\"\(transform)\">"
    }
    if !name.isEmpty { isFilled = false }
    groups.append(name)
  }

  private mutating func addStop(_ attributes: [String: String]) {
    guard gradients[gradient] == nil else { return }
    let style = attributes["style"] ?? ""
    let color = style.split(separator: ";").first { $0.hasPrefix("stop-color:") }
    gradients[gradient] = color.map { String($0.dropFirst("stop-color:".count)) }
  }

  // MARK: Shapes

  /// The group of the drawing that the current element belongs to: node, edge, cluster or graph.
  private var group: String { groups.last { !$0.isEmpty } ?? "" }

  private mutating func addShape(_ tag: MarkupScanner.Tag) {
    let attributes = tag.attributes
    let fill = color(attributes["fill"] ?? "none")
    let stroke = color(attributes["stroke"] ?? "none")
    let isGround = group == "graph" && tag.name == "polygon"
    if isGround, fill == .none || fill == .white { return }
    let isOwn: Bool = if case .own = fill { true } else { false }
    if group == "node", isOwn { isFilled = true }
    var text = "<\(tag.name)"
    // Nodes cover the lines behind them in the colour of the page.
    var classes: [String] = []
    if [fill, stroke].contains(.ink), !isFixed { classes.append("axis") }
    if fill == .white, !isFixed { classes.append("paper") }
    if !classes.isEmpty { text += " class=\"\(classes.joined(separator: " "))\"" }
    text += " fill=\"\(paint(fill))\""
    if stroke != .none { text += " stroke=\"\(paint(stroke))\"" }
    for name in Self.kept {
      guard let value = attributes[name], Self.isNumbers(value) || name == "d" else { continue }
      text += " \(name)=\"\(Self.numbers(value))\""
    }
    output += text + "/>"
  }

  private mutating func addText(_ attributes: [String: String], _ escaped: String) {
    // Graphviz writes a no-break space as a number.
    let words = escaped
    guard !words.allSatisfy(\.isWhitespace) else { return }
    if group == "node" { names.append(HTML.unescape(words)) }
    let fill = color(attributes["fill"] ?? "black")
    var text = "<text"
    var paint = paint(fill)
    if fill == .ink {
      // Words on a colour of the author's are as dark as on paper.
      if isFilled || isFixed {
        paint = PlotStyle.Role.title.color
      } else {
        text += " class=\"title\""
      }
    }
    text += " fill=\"\(paint)\""
    var style = "font-weight:\(attributes["font-weight"] == "bold" ? "bold" : "normal")"
    if let size = attributes["font-size"].flatMap(Double.init), size != 13 {
      style += ";font-size:\(NumberText.coordinate(size))px"
    }
    if attributes["font-style"] == "italic" { style += ";font-style:italic" }
    text += " style=\"\(style)\""
    for name in ["x", "y"] {
      text += " \(name)=\"\(Self.numbers(attributes[name] ?? "0"))\""
    }
    if let anchor = attributes["text-anchor"], anchor == "middle" || anchor == "end" {
      text += " text-anchor=\"\(anchor)\""
    }
    output += text + ">\(words)</text>"
  }

  // MARK: Colours

  private enum Color: Equatable {
    case none
    /// Black, graphviz's default for lines and words.
    case ink
    case white
    case own(String)
  }

  private func color(_ value: String) -> Color {
    switch value {
    case "none", "transparent": return .none
    case "black", "#000000": return .ink
    case "white", "#ffffff": return .white
    case _ where value.hasPrefix("url(#"):
      return color(gradients[String(value.dropFirst(5).dropLast())] ?? "none")
    default:
      let isSafe = value.utf8.allSatisfy {
        $0 == UInt8(ascii: "#")
          || ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
          || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
      }
      return isSafe ? .own(value) : .ink
    }
  }

  private func paint(_ color: Color) -> String {
    switch color {
    case .none: "none"
    case .ink: isFixed ? PlotStyle.Role.axis.color : "currentColor"
    // The class sets the colour of the page.
    case .white: "#fff"
    case .own(let value): value
    }
  }

  // MARK: Numbers

  private static let kept = [
    "d", "points", "cx", "cy", "rx", "ry", "stroke-width", "stroke-dasharray", "fill-opacity",
    "stroke-opacity",
  ]

  private static func isNumbers(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0x40 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "\"") }
  }

  /// Each number of `text` with one digit after the point; the letters of path data are kept.
  private static func numbers(_ text: String) -> String {
    var result = ""
    var number = ""
    func flush() {
      if !number.isEmpty { result += Double(number).map { NumberText.coordinate($0) } ?? "0" }
      number = ""
    }
    for character in text.trimmingSpaces {
      if character.isASCII, character.isNumber || character == "." {
        number.append(character)
      } else if character == "-" {
        flush()
        number = "-"
      } else {
        flush()
        if "MLCZzQSTHVAmlcqsthva, ".contains(character) { result.append(character) }
      }
    }
    flush()
    return result
  }
}

extension String {
  fileprivate var trimmingSpaces: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
