internal import Glibc
internal import RunbookDrawing
internal import RunbookOutput

extension Diagram: VectorFigure {
  func drawing() throws(FigureError) -> VectorDrawing { try DiagramDrawing.drawing(of: self) }
}

/// Lays diagrams out and draws them.
enum DiagramDrawing {
  private static let radius = 17.0
  private static let lineHeight = 17.0

  /// A node's position and size in pixels.
  private struct Place {
    var x: Double
    var y: Double
    var halfWidth: Double
    var halfHeight: Double
    var isRound: Bool

    /// The point, `gap` pixels outside the outline, at which a line towards `target` starts.
    func edge(towards target: Place, gap: Double) -> (x: Double, y: Double) {
      let (dx, dy) = (target.x - x, target.y - y)
      let length = max(hypot(dx, dy), 1e-9)
      let reach =
        isRound
        ? halfWidth
        : min(halfWidth / max(abs(dx / length), 1e-9), halfHeight / max(abs(dy / length), 1e-9))
      return (x + dx / length * (reach + gap), y + dy / length * (reach + gap))
    }
  }

  /// Lays `diagram` out.
  ///
  /// - Throws: `FigureError` for a diagram without nodes, with positions that are not numbers, or with an
  ///   edge without a node.
  static func drawing(of diagram: Diagram) throws(FigureError) -> VectorDrawing {
    guard !diagram.nodes.isEmpty else {
      throw FigureError(message: "the diagram has no node; give it at least one")
    }
    guard diagram.nodes.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
      throw FigureError(message: "a node of the diagram has a position that is not a number")
    }
    var places: [String: Place] = [:]
    for (node, place) in zip(diagram.nodes, Self.places(of: diagram.nodes)) {
      places[node.id] = place
    }
    let margin = 2.0
    let width = (places.values.map { $0.x + $0.halfWidth }.max() ?? 0) + margin
    let height = (places.values.map { $0.y + $0.halfHeight }.max() ?? 0) + margin
    try VectorDrawing.check(width: width, height: height)
    var edges = ""
    for edge in diagram.edges {
      guard let from = places[edge.from], let to = places[edge.to] else {
        throw FigureError(
          message: "an edge connects “\(edge.from)” and “\(edge.to)”; one is not a node")
      }
      edges +=
        edge.from == edge.to ? loop(edge, at: from) : line(edge, from: from, to: to)
    }
    let nodes = diagram.nodes.map { node in places[node.id].map { draw(node, at: $0) } ?? "" }
    return VectorDrawing(
      width: Int(width), height: Int(height), content: edges + nodes.joined(),
      names: diagram.nodes.filter { $0.tone != .faint && !$0.text.isEmpty }.map(\.text))
  }

  // MARK: Layout

  private static func places(of nodes: [Diagram.Node]) -> [Place] {
    let sizes = nodes.map(size)
    // Large enough that neighbours in a row and in a column leave room for a line.
    var across = 46.0
    var down = 30.0
    for (index, node) in nodes.enumerated() {
      for other in nodes.indices where other > index {
        let (dx, dy) = (abs(nodes[other].x - node.x), abs(nodes[other].y - node.y))
        if dx > 1e-9, dy < 0.5 {
          across = max(across, (sizes[index].0 + sizes[other].0 + 12) / dx)
        }
        if dy > 1e-9, dx < 0.5 {
          down = max(down, (sizes[index].1 + sizes[other].1 + 24) / dy)
        }
      }
      guard nodes.count <= 400 else { break }
    }
    across = min(across, 400)
    down = min(down, 300)
    let left = zip(nodes, sizes).map { $0.x * across - $1.0 }.min() ?? 0
    let top = zip(nodes, sizes).map { $0.y * down - $1.1 }.min() ?? 0
    return zip(nodes, sizes).map { node, size in
      Place(
        x: node.x * across - left + 2, y: node.y * down - top + 2, halfWidth: size.0,
        halfHeight: size.1, isRound: node.shape == .circle)
    }
  }

  /// Half of a node's width and height.
  private static func size(of node: Diagram.Node) -> (Double, Double) {
    let lines = node.text.split(separator: "\n", omittingEmptySubsequences: false)
    let width = lines.map { TextWidth.estimate($0 + "") }.max() ?? 0
    let height = lineHeight * Double(max(lines.count, 1))
    switch node.shape {
    case .circle:
      let reach = node.text.isEmpty ? 7 : max(radius, hypot(width, height) / 2 + 2)
      return (reach, reach)
    case .box: return (max(width / 2 + 11, 20), height / 2 + 8)
    case .text: return (width / 2 + 3, height / 2)
    }
  }

  // MARK: Parts

  private static func draw(_ node: Diagram.Node, at place: Place) -> String {
    let outline = number(node.tone == .plain ? 1.25 : 1.75)
    let style =
      "class=\"\(name(of: node.tone, plain: "axis")) paper\" stroke=\"currentColor\" "
      + "stroke-width=\"\(outline)\""
    let shape =
      switch node.shape {
      case .circle:
        "<circle \(style) cx=\"\(number(place.x))\" cy=\"\(number(place.y))\" "
          + "r=\"\(number(place.halfWidth - 1))\"/>"
      case .box:
        "<rect \(style) x=\"\(number(place.x - place.halfWidth + 1))\" "
          + "y=\"\(number(place.y - place.halfHeight + 1))\" rx=\"6\" "
          + "width=\"\(number(2 * place.halfWidth - 2))\" "
          + "height=\"\(number(2 * place.halfHeight - 2))\"/>"
      case .text: ""
      }
    let words = text(
      node.text, x: place.x, y: place.y, className: name(of: node.tone, plain: "title node"))
    return node.tone == .faint ? "<g opacity=\".32\">\(shape)\(words)</g>" : shape + words
  }

  private static func line(_ edge: Diagram.Edge, from: Place, to: Place) -> String {
    let start = from.edge(towards: to, gap: 0)
    let end = to.edge(towards: from, gap: edge.isArrow ? 2 : 0)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = max(hypot(dx, dy), 1e-9)
    let (ux, uy) = (dx / length, dy / length)
    // The stroke ends inside the arrowhead, so that its blunt end is hidden.
    let stop = edge.isArrow ? (end.x - ux * 6, end.y - uy * 6) : end
    let path = "M\(number(start.x)) \(number(start.y))L\(number(stop.0)) \(number(stop.1))"
    let head = edge.isArrow ? arrowhead(at: end, direction: (ux, uy)) : ""
    let middle = ((start.x + end.x) / 2, (start.y + end.y) / 2)
    return draw(edge, path: path, head: head, textAt: middle)
  }

  /// An arc above a node, from its top right back to it.
  private static func loop(_ edge: Diagram.Edge, at place: Place) -> String {
    let (x, y) = (place.x + place.halfWidth, place.y)
    let path =
      "M\(number(x - 2)) \(number(y - 8))C\(number(x + 26)) \(number(y - 22)) "
      + "\(number(x + 26)) \(number(y + 22)) \(number(x + 4)) \(number(y + 9))"
    let head = edge.isArrow ? arrowhead(at: (x - 1, y + 7), direction: (-0.87, -0.5)) : ""
    return draw(edge, path: path, head: head, textAt: (x + 32, y))
  }

  private static func draw(
    _ edge: Diagram.Edge, path: String, head: String, textAt middle: (Double, Double)
  ) -> String {
    let className = name(of: edge.tone, plain: "axis")
    var output =
      "<path class=\"\(className)\" fill=\"none\" stroke=\"currentColor\" "
      + "stroke-width=\"\(edge.tone == .plain || edge.tone == .faint ? "1.1" : "1.6")\""
    if edge.isDashed { output += " stroke-dasharray=\"5 4\"" }
    output += " d=\"\(path)\"/>"
    if !head.isEmpty {
      output += "<path class=\"\(className)\" fill=\"currentColor\" d=\"\(head)\"/>"
    }
    output += text(
      edge.text, x: middle.0, y: middle.1, className: name(of: edge.tone, plain: "label") + " halo")
    return edge.tone == .faint ? "<g opacity=\".32\">\(output)</g>" : output
  }

  private static func arrowhead(
    at tip: (x: Double, y: Double), direction: (x: Double, y: Double)
  ) -> String {
    let (ux, uy) = direction
    let base = (tip.x - ux * 8, tip.y - uy * 8)
    return "M\(number(tip.x)) \(number(tip.y))"
      + "L\(number(base.0 - uy * 3.4)) \(number(base.1 + ux * 3.4))"
      + "L\(number(base.0 + uy * 3.4)) \(number(base.1 - ux * 3.4))z"
  }

  private static func text(_ text: String, x: Double, y: Double, className: String) -> String {
    guard !text.isEmpty else { return "" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = y - Double(lines.count - 1) * lineHeight / 2 + 4.5
    return lines.enumerated().map { index, line in
      "<text class=\"\(className)\" fill=\"currentColor\" text-anchor=\"middle\" "
        + "x=\"\(number(x))\" y=\"\(number(first + Double(index) * lineHeight))\">"
        + "\(HTML.escape(line))</text>"
    }.joined()
  }

  private static func name(of tone: Diagram.Tone, plain: String) -> String {
    switch tone {
    case .plain, .faint: plain
    case .color(let index):
      PlotStyle.Role.series(Int(index.magnitude % UInt(PlotStyle.series.count))).className
    }
  }

  private static func number(_ value: Double) -> String {
    NumberText.coordinate(value)
  }
}
