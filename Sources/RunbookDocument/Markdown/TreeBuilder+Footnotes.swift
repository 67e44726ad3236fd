internal import CMarkdown
internal import RunbookFiles

/// Footnotes that the parser would drop or does not know.
extension TreeBuilder {
  /// The parser's nodes, with the lines that `FootnoteDefinitions` adds below the text.
  func parsed() -> MarkdownTree {
    let known = knownFootnotes.map { "[^\($0)]: x\n\n" }.joined()
    guard !text.footnotes.isEmpty || !known.isEmpty else { return MarkdownTree(text.bytes) }
    let tree = MarkdownTree(text.bytes + Array((text.footnotes.addition + "\n" + known).utf8))
    // A block that is never closed would contain these lines.
    var last = tree.root.firstChild
    while let node = last {
      if node.startLine > source.lineCount { return tree }
      last = node.next
    }
    return MarkdownTree(text.bytes)
  }

  /// The footnote that a line below the text stands for.
  mutating func addedFootnote(_ node: MarkdownNode) -> Footnote? {
    let index = (node.startLine - source.lineCount - 2) / 2
    guard text.footnotes.inline.indices.contains(index) else { return nil }
    let inline = text.footnotes.inline[index]
    let content = inlines(of: inline.words)
    let start = inline.words.place.start
    let range = SourceRange(start, content.last?.range.end ?? start)
    return Footnote(
      number: footnotes.count + 1, name: inline.name, uses: 1,
      content: content.isEmpty ? [] : [Block(.paragraph(content), range: range)], range: range)
  }
}
