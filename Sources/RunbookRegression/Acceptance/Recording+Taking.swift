internal import RunbookOutput

extension Recording {
  /// The parts of a newer run to be accepted.
  struct Choice {
    /// Whether a cell is chosen, given the accepted cell and the new one, as far as they exist.
    var takesCell: (_ old: CellRecording?, _ new: CellRecording?) -> Bool
    var takesInlineValues: Bool
  }

  /// Returns the recording with the chosen parts replaced by those of `new`.
  ///
  /// Cells are in the order of `new`. New cells are added, and cells that `new` no longer has are
  /// removed, each only if it is chosen.
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
