/// Draws boxes and circles joined by arrows.
///
/// ```swift
/// diagram(
///   [.circle("h0", "h₀", x: 0, y: 0), .circle("h1", "h₁", x: 1, y: 0), .box("loss", x: 1, y: -1)],
///   [.arrow("h0", "h1", "W"), .arrow("h1", "loss")])
/// ```
///
/// - Parameters:
///   - nodes: each at its column `x` and row `y`; rows are counted downwards.
///   - edges: lines and arrows between nodes, by their names.
/// - Precondition: every edge names two of the nodes, and no two nodes have one name.
public func diagram(_ nodes: [Diagram.Node], _ edges: [Diagram.Edge] = []) -> Diagram {
  var names: Set<String> = []
  for node in nodes where !names.insert(node.id).inserted {
    fatalError("diagram: two nodes are named '\(node.id)'")
  }
  for edge in edges {
    for name in [edge.from, edge.to] where !names.contains(name) {
      fatalError("diagram: an edge names '\(name)', and there is no such node")
    }
  }
  return Diagram(nodes: nodes, edges: edges)
}

extension Diagram.Node {
  /// A round node; its name is its text if no other is given.
  public static func circle(_ id: String, _ text: String? = nil, x: Double, y: Double) -> Self {
    Self(id, text: text ?? id, x: x, y: y, shape: .circle)
  }

  /// A box around its text.
  public static func box(_ id: String, _ text: String? = nil, x: Double, y: Double) -> Self {
    Self(id, text: text ?? id, x: x, y: y, shape: .box)
  }

  /// Words without an outline.
  public static func text(_ id: String, _ text: String? = nil, x: Double, y: Double) -> Self {
    Self(id, text: text ?? id, x: x, y: y, shape: .text)
  }

  /// The same in the colour with this number, from 0.
  public func colored(_ number: Int) -> Self { toned(.color(number)) }

  /// The same in the background.
  public var faint: Self { toned(.faint) }

  private func toned(_ tone: Diagram.Tone) -> Self {
    var node = self
    node.tone = tone
    return node
  }
}

extension Diagram.Edge {
  /// An arrow, with words at its middle; from a node to itself it is a loop.
  public static func arrow(_ from: String, _ to: String, _ text: String = "") -> Self {
    Self(from: from, to: to, text: text)
  }

  /// A line without an arrowhead.
  public static func line(_ from: String, _ to: String, _ text: String = "") -> Self {
    Self(from: from, to: to, text: text, isArrow: false)
  }

  /// The same in the colour with this number, from 0.
  public func colored(_ number: Int) -> Self { toned(.color(number)) }

  /// The same in the background.
  public var faint: Self { toned(.faint) }

  /// The same with a dashed line.
  public var dashed: Self {
    var edge = self
    edge.isDashed = true
    return edge
  }

  private func toned(_ tone: Diagram.Tone) -> Self {
    var edge = self
    edge.tone = tone
    return edge
  }
}
