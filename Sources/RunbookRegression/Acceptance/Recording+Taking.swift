internal import RunbookOutput

extension Recording {
  /// Which parts of a newer run are taken over.
  struct Choice {
    /// Whether a cell is taken: the cell that was accepted, if there is one, and the new one, if
    /// there still is one.
    var takesCell: (_ old: CellRecording?, _ new: CellRecording?) -> Bool
    var takesInlineValues: Bool
  }

  /// Returns the recording with the chosen parts as they are in `new`.
  ///
  /// Cells stand in the order of `new`. One that was not here before is added, and one that `new` no
  /// longer has is removed, each only if it is chosen.
  func taking(_ choice: Choice, from new: Recording, rules: NotebookRules) -> Recording {
    let strategies = OutputStrategies.byMeaning
    let pairing = CellPairing(cells, new.cells) { _, cell, before, after in
      strategies.changes(before, after, rules[cell.index]).isEmpty
    }
    var merged = self
    merged.cells = pairing.pairs.compactMap { pair in
      let (before, after) = (pair.old.map { cells[$0] }, pair.new.map { new.cells[$0] })
      return choice.takesCell(before, after) ? after : before
    }
    for index in merged.cells.indices { merged.cells[index].index = index + 1 }
    if choice.takesInlineValues { merged.inlineValues = new.inlineValues }
    return merged
  }
}
