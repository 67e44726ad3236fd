internal import RunbookDocument
internal import RunbookFiles

extension MarkdownWriter {
  func lines(_ table: MarkdownTable, _ range: SourceRange) -> [String] {
    var lines = [row(table.header)]
    let rules = table.alignments.map { alignment in
      switch alignment {
      case .left: ":--"
      case .center: ":-:"
      case .right: "--:"
      case nil: "---"
      }
    }
    lines.append("| \(rules.joined(separator: " | ")) |")
    lines += table.rows.map { row($0) }
    if let label = table.caption?.label, Label.kind(of: label) != .table {
      lines.append(":label:" + InlineWriter.span(label))
    }
    guard let caption = table.caption else { return lines }
    let label = caption.label.flatMap { Label.kind(of: $0) == .table ? $0 : nil }
    if caption.content.isEmpty, label == nil { return lines }
    let words =
      written(caption.content) {
        ": \($0)"
      } read: { blocks in
        guard blocks.count == 1, case .paragraph(var inlines) = blocks[0].content,
          case .text(let first)? = inlines.first?.content, first.hasPrefix(": ")
        else { return nil }
        inlines[0].content = .text(String(first.dropFirst(2)))
        if first == ": " { inlines.removeFirst() }
        return inlines
      }
    guard let words else { return lines + [""] + sourceLines(of: caption.range) }
    return lines + ["", ": \(words)\(InlineWriter.attributes(label))"]
  }

  private func row(_ row: MarkdownTable.Row) -> String {
    let cells = row.cells.map { cell -> String in
      let words = written(cell.content) { words in
        "| \(Self.escapingBars(words)) |\n|---|"
      } read: { blocks in
        guard blocks.count == 1, case .table(let table) = blocks[0].content else { return nil }
        return table.header.cells.first?.content
      }
      guard let words else { return sourceLines(of: cell.range).first ?? "" }
      return Self.escapingBars(words)
    }
    return "| \(cells.joined(separator: " | ")) |"
  }

  /// In a table cell a bar needs a backslash, even in code and formulas.
  private static func escapingBars(_ words: String) -> String {
    words.replacing("\\|", with: "|").replacing("|", with: "\\|")
  }
}
