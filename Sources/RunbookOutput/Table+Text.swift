extension Table: CustomStringConvertible {
  /// The maximum number of rows in the text of a longer table.
  private static let mostRows = 40
  /// The maximum width of a cell in columns of letters.
  private static let widestCell = 60

  /// The table for a terminal: columns aligned, numbers to the right, wide letters counted as two.
  public var description: String {
    let shown = rowCount > Self.mostRows ? Self.mostRows : rowCount
    let hasHeads = columns.contains { !$0.title.isEmpty }
    let cells = columns.map { column in
      (hasHeads ? [column.title] : []).map(Self.clipped)
        + column.cells.prefix(shown).map(Self.clipped)
    }
    let widths = cells.map { column in column.map { TextColumns.width(of: $0) }.max() ?? 0 }
    func line(_ row: Int) -> String {
      let parts = columns.indices.map { index -> String in
        let text = row < cells[index].count ? cells[index][row] : ""
        let gap = String(repeating: " ", count: widths[index] - TextColumns.width(of: text))
        return columns[index].numbers == nil ? text + gap : gap + text
      }
      return parts.joined(separator: "  ").trimmingEnd
    }
    var lines = (0..<(shown + (hasHeads ? 1 : 0))).map(line)
    if hasHeads {
      let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
      lines.insert(rule, at: 1)
    }
    let total = totalRows ?? rowCount
    if total > shown { lines.append("… \(shown) of \(total) rows") }
    return lines.joined(separator: "\n")
  }

  /// The text on one line, shortened if necessary.
  private static func clipped(_ text: String) -> String {
    let line = String(text.map { $0.isNewline ? "⏎" : $0 })
    guard TextColumns.width(of: line) > widestCell else { return line }
    return TextColumns.clipped(line, to: widestCell - 1) + "…"
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
