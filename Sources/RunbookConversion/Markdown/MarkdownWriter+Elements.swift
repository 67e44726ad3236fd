internal import RunbookDocument
internal import RunbookFiles

extension MarkdownWriter {
  /// The lines of an element: its tags, and its content as HTML or, between empty lines, as Markdown.
  ///
  /// An element that would not be read back as it is keeps the author's text.
  mutating func lines(_ element: Element<Block>, _ range: SourceRange) -> [String] {
    elements += 1
    let lines = elementLines(element)
    elements -= 1
    // Elements within others are read back with them.
    guard elements == 0 else { return lines }
    let expected = [Block(.element(element), range: range)].withoutPlaces()
    let text = lines.map { $0 + "\n" }.joined()
    let found = MarkdownText.blocks(of: text + footnoteDefinitions(for: text), in: notebook)
    let isSame = found.withoutFootnotes.withoutPlaces().forComparison == expected.forComparison
    return isSame ? lines : sourceLines(of: range)
  }

  private mutating func elementLines(_ element: Element<Block>) -> [String] {
    var lines = [HTMLSource.opening(element)]
    guard !element.isVoid else { return lines }
    if element.content.count == 1, case .plain(let inlines) = element.content[0].content {
      return Self.lines(
        of: lines[0] + HTMLSource.text(inlines) + HTMLSource.closing(element))
    }
    var isAfterMarkdown = false
    for block in element.content {
      switch block.content {
      case .plain(let inlines):
        if isAfterMarkdown { lines.append("") }
        lines += Self.lines(of: HTMLSource.text(inlines))
        isAfterMarkdown = false
      case .element(let inner):
        if isAfterMarkdown { lines.append("") }
        lines += self.lines(inner, block.range)
        isAfterMarkdown = false
      default:
        lines.append("")
        lines += self.lines([block], isTight: false)
        isAfterMarkdown = true
      }
    }
    if isAfterMarkdown { lines.append("") }
    return lines + [HTMLSource.closing(element)]
  }
}
