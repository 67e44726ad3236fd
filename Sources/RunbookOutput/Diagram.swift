/// Boxes or circles connected by lines: a network, a layer's connections, a computation.
public struct Diagram: OutputPayload {
  /// The emphasis of a part.
  public enum Tone: Codable, Hashable, Sendable {
    /// Normal.
    case plain
    /// In the background.
    case faint
    /// In the series colour with this number, from 0.
    case color(Int)
  }

  public enum Shape: String, Codable, Sendable {
    case circle, box
    /// Text without an outline.
    case text
  }

  /// A unit, a layer, an operation.
  public struct Node: Codable, Hashable, Sendable {
    /// The name by which lines refer to it; it is not shown.
    public var id: String
    public var text: String
    /// The position of its centre: columns from the left and rows from the top, not necessarily
    /// integers.
    public var x: Double
    public var y: Double
    public var shape: Shape
    public var tone: Tone

    public init(
      _ id: String, text: String, x: Double, y: Double, shape: Shape = .circle,
      tone: Tone = .plain
    ) {
      self.id = id
      self.text = text
      self.x = x
      self.y = y
      self.shape = shape
      self.tone = tone
    }
  }

  /// A line from one node to another.
  public struct Edge: Codable, Hashable, Sendable {
    public var from: String
    public var to: String
    /// Text at its centre; empty for none.
    public var text: String
    public var tone: Tone
    /// Whether it ends in an arrowhead.
    public var isArrow: Bool
    public var isDashed: Bool

    public init(
      from: String, to: String, text: String = "", tone: Tone = .plain, isArrow: Bool = true,
      isDashed: Bool = false
    ) {
      self.from = from
      self.to = to
      self.text = text
      self.tone = tone
      self.isArrow = isArrow
      self.isDashed = isDashed
    }
  }

  public var nodes: [Node]
  public var edges: [Edge]

  public init(nodes: [Node], edges: [Edge]) {
    self.nodes = nodes
    self.edges = edges
  }
}

extension Diagram {
  public var output: Output { .diagram(self) }
}
