internal import CMarkdown
internal import RunbookFiles

/// Definition lists: to the parser a meaning is the item of a list below the paragraph of its terms.
extension TreeBuilder {
  /// Whether an item was written `: meaning`.
  func isMeaning(_ node: MarkdownNode) -> Bool {
    source.line(node.startLine).dropFirst(max(0, node.startColumn - 1)).first
      == UInt8(ascii: ":")
  }

  /// Adds the items of a list of which some are meanings of the terms above.
  mutating func closeDefinitions(_ node: MarkdownNode, _ frame: Frame) {
    var start = 0
    while start < frame.items.count {
      let isMeaning = frame.areMeanings[start]
      let count = frame.areMeanings[start...].prefix { $0 == isMeaning }.count
      let items = Array(frame.items[start..<(start + count)])
      let isTight = md_list_is_tight(node.handle)
      if !isMeaning || !addDefinition(items, isTight: isTight) {
        let list = MarkdownList(
          start: md_list_is_ordered(node.handle) ? Int(md_list_start(node.handle)) : nil,
          isTight: isTight, items: items)
        append(.list(list), from: items[0].range.start, to: items[count - 1].range.end)
      }
      start += count
    }
  }

  /// Makes the paragraph above and the items an entry of a definition list.
  ///
  /// - Returns: `false` if there is no paragraph above.
  private mutating func addDefinition(_ items: [MarkdownList.Item], isTight: Bool) -> Bool {
    let top = frames.count - 1
    guard let above = frames[top].blocks.last, let last = items.last else { return false }
    let meanings = items.map {
      DefinitionList.Meaning(isTight: isTight, content: $0.content, range: $0.range)
    }
    // After other items, further meanings of the same terms.
    if case .definitions(var list) = above.content, let entry = list.entries.indices.last {
      list.entries[entry].meanings += meanings
      list.entries[entry].range.end = last.range.end
      frames[top].blocks[frames[top].blocks.count - 1] = Block(
        .definitions(list), range: SourceRange(above.range.start, last.range.end))
      return true
    }
    guard case .paragraph(let inlines) = above.content else { return false }
    frames[top].blocks.removeLast()
    let terms = inlines.split { $0.content == .softBreak || $0.content == .lineBreak }.map(
      Array.init)
    let range = SourceRange(above.range.start, last.range.end)
    let entry = DefinitionList.Entry(terms: terms, meanings: meanings, range: range)
    if let block = frames[top].blocks.last, case .definitions(var list) = block.content {
      list.entries.append(entry)
      frames[top].blocks[frames[top].blocks.count - 1] = Block(
        .definitions(list), range: SourceRange(block.range.start, range.end))
    } else {
      append(.definitions(DefinitionList(entries: [entry])), from: range.start, to: range.end)
    }
    return true
  }
}
