internal import CMarkdown
internal import RunbookFiles

extension TreeBuilder {
  /// Adds the table of contents if a paragraph is a mark for it.
  ///
  /// - Returns: whether it is.
  mutating func takeContents(_ node: MarkdownNode, _ frame: Frame) -> Bool {
    let content = scanner.content
    let isMark = ContentsMark.isMark(content) && frame.inlines.allSatisfy(\.isPlain)
    let isList = node.parent?.kind == MD_ITEM && ContentsMark.endsInMark(content)
    guard isMark || isList else { return false }
    if isList {
      frames[frames.count - 1].isContents = true
    } else {
      appendContents(from: frame.start, to: end(of: node))
    }
    return true
  }

  /// Adds the table of contents, which a page shows once.
  mutating func appendContents(from start: SourceLocation, to end: SourceLocation) {
    guard !hasContents else {
      return log.warning("the contents are shown once; remove this mark", at: start)
    }
    hasContents = true
    append(.contents, from: start, to: end)
  }
}

extension Inline {
  /// Whether this is words, and not a link that is written like a mark.
  fileprivate var isPlain: Bool {
    switch content {
    case .text, .emphasis: true
    default: false
    }
  }
}
