internal import RunbookDrawing
internal import RunbookOutput

/// The texts behind a difference, and which of their lines to show.
enum DifferenceText {
  /// The lines of the old and of the new output; `nil` for outputs of other or of different kinds.
  static func sides(of difference: Difference) -> (old: String, new: String)? {
    switch (difference.old, difference.new) {
    case (let old?, let new?):
      guard old.kind == new.kind, let before = old.difference.lines,
        let after = new.difference.lines
      else {
        return nil
      }
      return (before, after)
    case (let old?, nil): return old.difference.lines.map { ($0, "") }
    case (nil, let new?): return new.difference.lines.map { ("", $0) }
    case (nil, nil): return nil
    }
  }

  /// Lines to show, or how many equal ones are left out.
  enum Stretch {
    case shown([TextComparison.Row])
    case hidden(Int)
  }

  /// Returns the lines that differ with `context` equal ones around them.
  static func stretches(of comparison: TextComparison, context: Int) -> [Stretch] {
    let rows = comparison.rows
    var isShown = [Bool](repeating: false, count: rows.count)
    for (index, row) in rows.enumerated() where row.verdict != .same {
      for near in max(0, index - context)...min(rows.count - 1, index + context) {
        isShown[near] = true
      }
    }
    var stretches = [Stretch]()
    var start = 0
    while start < rows.count {
      let end = isShown[start...].firstIndex { $0 != isShown[start] } ?? rows.count
      // A mark that lines are missing takes as much room as one line.
      if isShown[start] || end - start == 1 {
        stretches.append(.shown(Array(rows[start..<end])))
      } else {
        stretches.append(.hidden(end - start))
      }
      start = end
    }
    return stretches
  }
}

extension Change {
  /// By how much of the old number the new one differs, for example `−1.24 %`.
  package var relativeChange: String? {
    guard case .number(let old, let new, _) = content else { return nil }
    return NumberText.relativeChange(from: old.value, to: new.value)
  }
}
