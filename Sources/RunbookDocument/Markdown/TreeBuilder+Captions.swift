internal import CMarkdown
internal import RunbookFiles

/// Captions of tables in places other than a paragraph of their own.
extension TreeBuilder {
  /// Whether a paragraph follows the caption of a table and begins like another one.
  func isRepeatedCaption(_ paragraph: MarkdownNode) -> Bool {
    guard let lastCaption, paragraph.previous == lastCaption, let first = paragraph.firstChild,
      first.kind == MD_TEXT
    else { return false }
    return first.literal.starts(with: ": ".utf8)
  }

  /// Shows a second caption as a paragraph without its signs, with a warning.
  mutating func takeRepeatedCaption(_ paragraph: MarkdownNode) {
    log.warning(
      "the table above already has a caption, so this one is shown as text; remove one of them",
      at: start(of: paragraph))
    if let first = paragraph.firstChild { hiddenPrefix = (first, 2) }
    if let (last, attributes) = label(endOf: paragraph) {
      hiddenSuffix = (last, attributes.length)
    }
    lastCaption = paragraph
  }

  /// Whether a row of a table is a caption: `: words` without a bar.
  func isCaptionLine(_ line: Int) -> Bool {
    let content = text.line(line).dropFirst(contentOffset(inLine: line))
    return content.starts(with: ": ".utf8) && !content.contains(UInt8(ascii: "|"))
  }

  /// Makes the last row the caption of the table that was just added.
  mutating func takeCaption(_ row: MarkdownTable.Row) {
    let top = frames.count - 1
    guard case .table(var table)? = frames[top].blocks.last?.content,
      var words = row.cells.first?.content, case .text(let first)? = words.first?.content
    else { return }
    words[0].content = .text(String(first.dropFirst(2)))
    words[0].range.start.column += 2
    var label: String?
    if let last = words.last, case .text(let text) = last.content,
      let attributes = Attributes(endOf: text.utf8)
    {
      words[words.count - 1].content = .text(
        String(decoding: Array(text.utf8).dropLast(attributes.length), as: UTF8.self))
      label = attributes.label
    }
    words.removeAll { $0.content == .text("") }
    table.caption = Caption(label: label, content: words, range: row.range)
    frames[top].blocks[frames[top].blocks.count - 1].content = .table(table)
    if let label { labels.add(label, of: .table, location: row.range.start, log: &log) }
  }
}
