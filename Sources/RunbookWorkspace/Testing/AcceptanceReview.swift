package import RunbookOutput
package import RunbookRegression

/// The differences of a note's last test, cell by cell, for somebody who accepts some of them.
package struct AcceptanceReview {
  /// The differences of one cell, or of the values in the text.
  package struct Group {
    /// Never empty.
    package let differences: [Difference]
    /// Whether the cell failed, so that its outputs cannot be accepted.
    package let hasFailed: Bool

    /// The cell as its author knows it.
    package var name: String {
      let difference = differences[0]
      if difference.cell == 0 { return "the values in the text" }
      if let label = difference.label { return label }
      return "cell \(difference.cell)\(difference.isCellGone ? ", which is gone" : "")"
    }
  }

  /// In the order in which they stand.
  package let groups: [Group]
  private let note: Note
  private let new: Recording

  /// - Parameter accepted: what was accepted before.
  package init(_ note: Note, accepted: Recording, new: Recording) {
    self.note = note
    self.new = new
    let differences = NotebookResult(
      path: note.path, accepted: accepted, new: new, rules: note.rules
    ).differences
    groups = Self.byCell(differences).map {
      Group(differences: $0, hasFailed: Self.hasFailed($0[0], in: new))
    }
  }

  /// Accepts the outputs of some groups and leaves all others.
  ///
  /// - Throws: `AcceptanceError` when the files cannot be written; nothing has changed then.
  package func accept(_ taken: [Group]) throws(AcceptanceError) {
    if taken.count == groups.count {
      try note.accept(new)
    } else if !taken.isEmpty {
      try note.acceptedOutputs.accept(
        taken.flatMap(\.differences), of: new, rules: note.rules)
    }
  }

  /// Whether the difference is one of a cell, or of values in the text, that failed.
  private static func hasFailed(_ difference: Difference, in new: Recording) -> Bool {
    if difference.isCellGone { return false }
    if difference.cell == 0 { return new.inlineValues.contains { $0.failure != nil } }
    guard let cell = new.cells.first(where: { $0.index == difference.cell }) else { return false }
    return !cell.failureIsExpected
      && cell.outputs.contains { if case .failure = $0 { true } else { false } }
  }

  /// Differences of one cell together, in their order.
  private static func byCell(_ differences: [Difference]) -> [[Difference]] {
    var groups: [[Difference]] = []
    for difference in differences {
      let place = groups.firstIndex {
        $0[0].cell == difference.cell && $0[0].isCellGone == difference.isCellGone
      }
      if let place { groups[place].append(difference) } else { groups.append([difference]) }
    }
    return groups
  }
}
