internal import RunbookFiles
internal import RunbookOutput

/// Differences as text for a terminal or a log.
package struct TerminalDiff: Sendable {
  /// Whether old and new text and headings are also distinguished by colour.
  package var isColored: Bool
  /// The maximum number of changes listed for one output.
  package var listLimit = 10
  /// The number of equal lines shown around a line that differs.
  package var contextLines = 2

  package init(isColored: Bool = false) {
    self.isColored = isColored
  }

  private enum Style: String {
    case heading = "1"
    case old = "31"
    case new = "32"
    case faint = "2"
  }

  /// Returns all differences of `summary`, followed by the line `N passed, N failed`.
  package func text(_ summary: TestSummary) -> String {
    let blocks = summary.results.flatMap { Self.groups($0.differences) }.map { text($0) }
    return (blocks + ["\(summary)\n"]).joined(separator: "\n")
  }

  /// Returns one difference: the line that `test` writes, then what is old and what is new.
  package func text(_ difference: Difference) -> String { text([difference]) }

  private func text(_ group: [Difference]) -> String {
    let details = group.count > 1 ? [] : lines(group[0])
    return ([line(group)] + details.map { "  " + $0 }).joined(separator: "\n") + "\n"
  }

  /// Returns the lines that `test` writes, for example
  /// `notebooks/cnn.md:57: text: 0.9732 → 0.9611 (rtol 0.001)`.
  ///
  /// Cells that were not run, since one above them failed, share a line.
  package func lines(_ differences: [Difference]) -> [String] {
    Self.groups(differences).map { line($0) }
  }

  private static func groups(_ differences: [Difference]) -> [[Difference]] {
    var groups: [[Difference]] = []
    for difference in differences {
      if difference.isNotRun, groups.last?[0].isNotRun == true {
        groups[groups.count - 1].append(difference)
      } else {
        groups.append([difference])
      }
    }
    return groups
  }

  private func line(_ group: [Difference]) -> String {
    let below = group.count - 1
    return line(group[0])
      + (below < 1
        ? "" : styled("; nor \(below == 1 ? "was" : "were") \(below) more below", .faint))
  }

  private func line(_ difference: Difference) -> String {
    let more = difference.changes.count - 1
    let message = difference.changes.first.map { text($0) } ?? difference.message
    return styled(Self.visible(difference.place), .heading) + ": \(difference.kind): " + message
      + (more < 1 ? "" : styled(", and \(more) more", .faint))
  }

  /// A change in a line; what was is red, what is green.
  private func text(_ change: Change) -> String {
    // A control character that a cell printed must not reach the terminal.
    let parts = change.parts
    guard let (old, new) = parts.texts else { return Self.visible(change.description) }
    return Self.visible(parts.place) + styled(Self.visible(old), .old) + " → "
      + styled(Self.visible(new), .new) + styled(parts.measure, .faint)
  }

  private func lines(_ difference: Difference) -> [String] {
    if let (old, new) = DifferenceText.sides(of: difference) {
      let comparison = TextComparison(old, new, rules: difference.rules)
      let isSaid = old.isEmpty && !new.contains("\n") && difference.message.contains(new)
      if isSaid || difference.isNotRun { return [] }
      if !comparison.isEmpty { return unified(comparison) }
    }
    if !difference.cellOutputs.isEmpty {
      let sign = difference.isCellGone ? "-" : "+"
      return difference.cellOutputs.map { output in
        styled(
          Self.visible("\(sign) \(output.kind.rawValue): \(output.summary)"),
          difference.isCellGone ? .old : .new)
      }
    }
    // The heading says a single change already.
    let isSaid =
      difference.changes.count == 1 && difference.changes[0].relativeChange == nil
    return isSaid ? [] : list(difference.changes)
  }

  private func list(_ changes: [Change]) -> [String] {
    var lines = changes.prefix(listLimit).map { change in
      let relative = change.relativeChange.map { styled("  \($0)", .faint) } ?? ""
      return text(change) + relative
    }
    if changes.count > listLimit {
      lines.append(styled("and \(changes.count - listLimit) more", .faint))
    }
    return lines
  }

  private func unified(_ comparison: TextComparison) -> [String] {
    DifferenceText.stretches(of: comparison, context: contextLines).flatMap { stretch -> [String] in
      switch stretch {
      case .hidden(let count):
        return [styled("⋯ \(count) equal line\(count == 1 ? "" : "s")", .faint)]
      case .shown(let rows):
        return rows.flatMap { row -> [String] in
          if row.verdict == .same, let new = row.new {
            return ["  " + Self.visible(comparison.new[new].text)]
          }
          let old = row.old.map { styled("- " + Self.visible(comparison.old[$0].text), .old) }
          let new = row.new.map { styled("+ " + Self.visible(comparison.new[$0].text), .new) }
          return [old, new].compactMap { $0 }
        }
      }
    }
  }

  private func styled(_ text: String, _ style: Style) -> String {
    isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  private static func visible(_ text: String) -> String {
    ControlCharacters.visible(text, keepsLines: false)
  }
}

extension Difference {
  /// Whether it says no more than that a cell above failed.
  fileprivate var isNotRun: Bool {
    new?.failure?.reason == .notRun
  }
}
