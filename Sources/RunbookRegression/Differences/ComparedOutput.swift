/// One test case: an output of a cell and what became of it.
package struct ComparedOutput: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    case passed
    case failed(Difference)
    /// The cell says `test: false`.
    case skipped
  }

  package var label: String?
  /// The cell's place, from 1; 0 for what belongs to no cell.
  package var cell: Int
  /// The included file that the line is in, as messages name it; `nil` for the notebook itself.
  package var file: String?
  package var line: Int
  /// The place among the cell's outputs, from 1; `nil` where the whole cell is the case.
  package var output: Int?
  package var kind: String
  package var outcome: Outcome
  /// Whether the output is gone; `cell` and `output` then count the accepted ones.
  package var isGone = false

  package init(
    label: String?, cell: Int, file: String? = nil, line: Int, output: Int?, kind: String,
    outcome: Outcome
  ) {
    self.label = label
    self.cell = cell
    self.file = file
    self.line = line
    self.output = output
    self.kind = kind
    self.outcome = outcome
  }

  init(_ difference: Difference) {
    self.init(
      label: difference.label, cell: difference.cell, file: difference.file,
      line: difference.line, output: difference.output, kind: difference.kind,
      outcome: .failed(difference))
    isGone = difference.isCellGone || difference.old != nil && difference.new == nil
  }

  package var difference: Difference? {
    if case .failed(let difference) = outcome { difference } else { nil }
  }

  /// How the case is called: `fig-maps output 1 (images)`, or `cell 3 output 1 (text)`; no two of a
  /// notebook have the same name.
  package var name: String {
    let gone = isGone ? "accepted " : ""
    if self.cell == 0 { return gone + (output.map { "\(kind) value \($0)" } ?? kind) }
    let cell = gone + (label ?? "cell \(cell)")
    return output.map { "\(cell) output \($0) (\(kind))" } ?? "\(cell) (\(kind))"
  }
}
