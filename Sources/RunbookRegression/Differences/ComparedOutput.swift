/// One test case: an output of a cell and the result of its comparison.
package struct ComparedOutput: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    case passed
    case failed(Difference)
    /// The cell has `test: false`.
    case skipped
  }

  package var label: String?
  /// The cell's position, from 1; 0 for an output that does not belong to a cell.
  package var cell: Int
  /// The included file that contains the line, as named in messages; `nil` for the notebook itself.
  package var file: String?
  package var line: Int
  /// The position among the cell's outputs, from 1; `nil` if the case is the whole cell.
  package var output: Int?
  package var kind: String
  package var outcome: Outcome
  /// Whether the output was removed; `cell` and `output` then count the accepted ones.
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

  /// The name of the case, unique in its notebook: `fig-maps output 1 (images)`, or `cell 3 output
  /// 1 (text)`.
  package var name: String {
    let gone = isGone ? "accepted " : ""
    if self.cell == 0 { return gone + (output.map { "\(kind) value \($0)" } ?? kind) }
    let cell = gone + (label ?? "cell \(cell)")
    return output.map { "\(cell) output \($0) (\(kind))" } ?? "\(cell) (\(kind))"
  }
}
