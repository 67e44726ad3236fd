package import RunbookOutput

/// Two runs of a notebook, output by output.
package struct RecordingComparison: Sendable {
  /// The notebook as the user named it.
  package let path: String
  /// One case per output, in the order of the new run; outputs that are gone stand where they were.
  package let cases: [ComparedOutput]

  /// Compares `new` with `accepted` by meaning.
  package init(
    path: String, accepted: Recording, new: Recording, rules: NotebookRules = NotebookRules(),
    strategies: OutputStrategies = .byMeaning
  ) {
    self.path = path
    let pairing = CellPairing(accepted.cells, new.cells) { _, cell, before, after in
      strategies.changes(before, after, rules[cell.index]).isEmpty
    }
    let cells = pairing.pairs.flatMap { pair in
      let cells = CellComparison(
        path: path, rules: rules[pair.new.map { new.cells[$0].index }], strategies: strategies)
      return cells.cases(pair.old.map { accepted.cells[$0] }, pair.new.map { new.cells[$0] })
    }
    let inline = InlineComparison(path: path, rules: rules, strategies: strategies)
    cases = Self.merged(cells, inline.cases(accepted.inlineValues, new.inlineValues))
  }

  /// The values in prose among the cells, as they stand in the notebook; those of included files, whose
  /// lines say nothing here, come last.
  private static func merged(
    _ cells: [ComparedOutput], _ inline: [ComparedOutput]
  ) -> [ComparedOutput] {
    var merged: [ComparedOutput] = []
    var rest = inline[...]
    for item in cells {
      let isPlace = item.file == nil && item.difference?.isCellGone != true
      while isPlace, let value = rest.first, value.file == nil, value.line < item.line {
        merged.append(rest.removeFirst())
      }
      merged.append(item)
    }
    return merged + rest
  }

  package var differences: [Difference] { cases.compactMap(\.difference) }
}

/// The outputs of one cell in both runs.
private struct CellComparison {
  let path: String
  let rules: ComparisonRules
  let strategies: OutputStrategies

  func cases(_ old: CellRecording?, _ new: CellRecording?) -> [ComparedOutput] {
    guard rules.isTested else { return skipped((new ?? old)!, isGone: new == nil) }
    switch (old, new) {
    case (let old?, let new?): return compare(old, new)
    case (let cell?, nil): return lone(cell, isGone: true)
    case (nil, let cell?): return lone(cell, isGone: false)
    case (nil, nil): return []
    }
  }

  private func skipped(_ cell: CellRecording, isGone: Bool) -> [ComparedOutput] {
    cell.outputs.enumerated().map { index, output in
      let place = OutputPlace(of: output, in: cell, seenFrom: path)
      var item = ComparedOutput(
        label: cell.label, cell: cell.index, file: place.file, line: place.line, output: index + 1,
        kind: output.kind.rawValue, outcome: .skipped)
      item.isGone = isGone
      return item
    }
  }

  /// A cell without a partner; one without outputs is not a difference.
  private func lone(_ cell: CellRecording, isGone: Bool) -> [ComparedOutput] {
    guard !cell.outputs.isEmpty else { return [] }
    let kinds = cell.outputs.map(\.kind.rawValue).joined(separator: ", ")
    let place = OutputPlace(in: cell, seenFrom: path)
    var difference = Difference(
      path: path, label: cell.label, cell: cell.index, file: place.file, line: place.line,
      kind: "cell",
      changes: [Change(.statement("is \(isGone ? "gone" : "new"), with \(kinds)"))], rules: rules)
    difference.isCellGone = isGone
    difference.cellOutputs = cell.outputs
    return [ComparedOutput(difference)]
  }

  private func compare(_ old: CellRecording, _ new: CellRecording) -> [ComparedOutput] {
    OutputPairing(old, new, rules: rules, strategies: strategies).pairs.map { pair in
      let before = pair.old.map { old.outputs[$0] }
      let after = pair.new.map { new.outputs[$0] }
      let output = (after ?? before)!
      // What is gone has no line of its own any more.
      let place = OutputPlace(of: after, in: new, seenFrom: path)
      let changes = changes(before, after)
      let number = (pair.new ?? pair.old)! + 1
      guard !changes.isEmpty else {
        return ComparedOutput(
          label: new.label, cell: new.index, file: place.file, line: place.line,
          output: number,
          kind: output.kind.rawValue, outcome: .passed)
      }
      return ComparedOutput(
        Difference(
          path: path, label: new.label, cell: new.index, file: place.file,
          line: place.line, output: number, kind: output.kind.rawValue, changes: changes,
          old: before,
          new: after, rules: rules))
    }
  }

  private func changes(_ old: Output?, _ new: Output?) -> [Change] {
    switch (old, new) {
    case (let old?, let new?): strategies.changes(old, new, rules)
    case (nil, let new?):
      [Change(.statement(new.failure == nil ? "is new: \(new.summary)" : new.summary))]
    case (let old?, nil): [Change(.statement("is gone: \(old.summary)"))]
    case (nil, nil): []
    }
  }
}
