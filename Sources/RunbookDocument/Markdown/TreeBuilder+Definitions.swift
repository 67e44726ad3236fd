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
      // A single block has no space around it, whatever the other items of the list are like.
      let isTight =
        md_list_is_tight(node.handle) || items.count == 1 && items[0].content.count <= 1
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
    guard let last = items.last, let above = frames[frames.count - 1].blocks.last?.content else {
      return false
    }
    let meanings = items.map {
      DefinitionList.Meaning(isTight: isTight, content: $0.content, range: $0.range)
    }
    guard case .paragraph(let inlines) = above else {
      // After other items, further meanings of the same terms.
      return changeDefinitions(upTo: last.range.end) { list in
        guard let entry = list.entries.indices.last else { return }
        list.entries[entry].meanings += meanings
        list.entries[entry].range.end = last.range.end
      }
    }
    let start = frames[frames.count - 1].blocks.removeLast().range.start
    let terms = inlines.split { $0.content == .softBreak || $0.content == .lineBreak }.map(
      Array.init)
    let range = SourceRange(start, last.range.end)
    let entry = DefinitionList.Entry(terms: terms, meanings: meanings, range: range)
    let isChanged = changeDefinitions(upTo: range.end) { $0.entries.append(entry) }
    if !isChanged {
      append(.definitions(DefinitionList(entries: [entry])), from: range.start, to: range.end)
    }
    return true
  }

  /// Changes the last block in place, if it is a definition list.
  private mutating func changeDefinitions(
    upTo end: SourceLocation, _ change: (inout DefinitionList) -> Void
  ) -> Bool {
    let top = frames.count - 1
    guard let last = frames[top].blocks.indices.last,
      case .definitions(var list) = frames[top].blocks[last].content
    else { return false }
    // The list is not copied, since nothing else contains it.
    frames[top].blocks[last].content = .rule
    change(&list)
    frames[top].blocks[last].content = .definitions(list)
    frames[top].blocks[last].range.end = end
    return true
  }
}
