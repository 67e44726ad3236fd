package import RunbookOutput

/// One output that is not what was accepted.
package struct Difference: Hashable, Sendable {
  /// The notebook as the user named it.
  package var path: String
  /// The cell's label, if it has one.
  package var label: String?
  /// The cell's place in the new run, or in the accepted one if it is gone; from 1.
  package var cell: Int
  /// The included file to look into, as messages name it; `nil` for the notebook itself.
  package var file: String?
  /// The line of that file to look at, from 1.
  package var line: Int
  /// The place among the cell's outputs, from 1; `nil` for a difference of the whole cell.
  package var output: Int?
  /// The kind of output, or `cell` for a cell that is new or gone, or `accepted`.
  package var kind: String
  /// The changes, in the order of the output; at least one.
  package var changes: [Change]
  package var old: Output?
  package var new: Output?
  package var rules: ComparisonRules
  /// Whether the cell is one that the new run no longer has; `cell` then counts the accepted ones.
  package var isCellGone = false
  /// All that the cell put out, where it is new or gone as a whole.
  package var cellOutputs: [Output] = []

  package init(
    path: String, label: String? = nil, cell: Int, file: String? = nil, line: Int,
    output: Int? = nil,
    kind: String, changes: [Change], old: Output? = nil, new: Output? = nil,
    rules: ComparisonRules = .standard
  ) {
    self.path = path
    self.label = label
    self.cell = cell
    self.file = file
    self.line = line
    self.output = output
    self.kind = kind
    self.changes = changes
    self.old = old
    self.new = new
    self.rules = rules
  }

  /// Where to look, for example `notebooks/cnn.md:57`.
  package var place: String { "\(file ?? path):\(line)" }

  /// The first change and how many there are besides.
  package var message: String {
    guard let first = changes.first else { return "differs" }
    return changes.count == 1
      ? first.description : "\(first.description), and \(changes.count - 1) more"
  }
}

extension Difference: CustomStringConvertible {
  /// One line, for example `notebooks/cnn.md:57: text: 0.9732 → 0.9611 (rtol 0.001)`.
  package var description: String { "\(place): \(kind): \(message)" }
}
