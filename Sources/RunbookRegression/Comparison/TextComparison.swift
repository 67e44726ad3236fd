/// Text, a line at a time: numbers by tolerance, all around them exactly.
package struct TextComparison: Sendable {
  /// Lines that belong together, or one without a partner, with the result of their comparison.
  package struct Row: Hashable, Sendable {
    package var old: Int?
    package var new: Int?
    package var verdict: TextLine.Verdict
  }

  package let old: [TextLine]
  package let new: [TextLine]
  package let rows: [Row]
  private let tolerance: Tolerance?

  /// Compares two texts.
  ///
  /// - Parameter ignoresNumbers: whether a number may become any other, where the numbers behind the
  ///   text are compared on their own.
  package init(
    _ old: String, _ new: String, rules: ComparisonRules, ignoresNumbers: Bool = false
  ) {
    let tolerance = ignoresNumbers ? nil : rules.tolerance
    let oldLines = TextLine.lines(of: old, filters: rules.filters)
    let newLines = TextLine.lines(of: new, filters: rules.filters)
    let script = Alignment.shortestEdit(oldLines.count, newLines.count) {
      oldLines[$0].compared(with: newLines[$1], tolerance: tolerance) == .same
    }
    self.old = oldLines
    self.new = newLines
    self.tolerance = tolerance
    rows = Self.paired(script, oldLines, newLines, tolerance)
  }

  /// Whether the texts mean the same.
  package var isEmpty: Bool { rows.allSatisfy { $0.verdict == .same } }

  package var changes: [Change] {
    rows.flatMap { row -> [Change] in
      guard row.verdict != .same else { return [] }
      guard let oldIndex = row.old else {
        return [statement("is new", line: row.new!, new[row.new!])]
      }
      guard let newIndex = row.new else {
        return [statement("is gone", line: oldIndex, old[oldIndex])]
      }
      let (before, after) = (old[oldIndex], new[newIndex])
      switch row.verdict {
      case .numbers(let indices):
        return indices.map { index in
          Change(
            .number(
              old: before.tokens[index].number!, new: after.tokens[index].number!,
              tolerance: tolerance))
        }
      default:
        let quoted = Excerpt.quoted(before.text, after.text)
        return [Change(.words(old: quoted.old, new: quoted.new))]
      }
    }
  }

  private func statement(_ what: String, line: Int, _ text: TextLine) -> Change {
    Change(.statement("line \(line + 1) \(what): \(Excerpt.quoted(text.text))"))
  }

  /// Pairs the lines of every stretch between equal ones by how much they resemble each other.
  private static func paired(
    _ script: [Alignment.Pair], _ old: [TextLine], _ new: [TextLine], _ tolerance: Tolerance?
  ) -> [Row] {
    var rows = [Row]()
    var removed = [Int]()
    var added = [Int]()
    func flush() {
      let pairs = Alignment.cheapest(removed.count, added.count) {
        cost(old[removed[$0]], new[added[$1]], tolerance)
      }
      for pair in pairs {
        let (before, after) = (pair.old.map { removed[$0] }, pair.new.map { added[$0] })
        var verdict = TextLine.Verdict.words
        if let before, let after {
          verdict = old[before].compared(with: new[after], tolerance: tolerance)
        }
        rows.append(Row(old: before, new: after, verdict: verdict))
      }
      removed = []
      added = []
    }
    for pair in script {
      if let before = pair.old, let after = pair.new {
        // Stretches paired by position may hold equal lines as well as different ones.
        let verdict = old[before].compared(with: new[after], tolerance: tolerance)
        flush()
        rows.append(Row(old: before, new: after, verdict: verdict))
      } else {
        if let before = pair.old { removed.append(before) }
        if let after = pair.new { added.append(after) }
      }
    }
    flush()
    return rows
  }

  private static func cost(_ old: TextLine, _ new: TextLine, _ tolerance: Tolerance?) -> Double {
    switch old.compared(with: new, tolerance: tolerance) {
    case .same: return 0
    case .numbers: return 0.5
    case .words:
      let (before, after) = (old.tokens.map(\.content), new.tokens.map(\.content))
      let head = zip(before, after).prefix { $0 == $1 }.count
      let tail = zip(before.dropFirst(head).reversed(), after.dropFirst(head).reversed())
        .prefix { $0 == $1 }.count
      let share = Double(head + tail) / Double(max(before.count, after.count, 1))
      return 1.9 - share
    }
  }
}
