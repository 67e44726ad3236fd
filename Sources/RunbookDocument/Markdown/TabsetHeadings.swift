internal import RunbookFiles

/// R Markdown's headings `## Results {.tabset}`: the sections one level below become tabs.
enum TabsetHeadings {
  /// - Parameter headings: the locations of the headings with the class.
  /// - Complexity: O(blocks · depth of headings).
  static func grouped(_ blocks: [Block], below headings: Set<SourceLocation>) -> [Block] {
    guard !headings.isEmpty else { return blocks }
    var result: [Block] = []
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      result.append(block)
      index += 1
      guard case .heading(let heading) = block.content, headings.contains(heading.location) else {
        continue
      }
      let end =
        blocks[index...].firstIndex { level(of: $0).map { $0 <= heading.level } ?? isEnd($0) }
        ?? blocks.count
      result += tabs(blocks[index..<end], below: headings)
      index = end
    }
    return result
  }

  /// The blocks of a section, of which the parts with headings of the highest level are tabs.
  private static func tabs(
    _ section: ArraySlice<Block>, below headings: Set<SourceLocation>
  ) -> [Block] {
    guard let first = section.firstIndex(where: { level(of: $0) != nil }),
      let level = level(of: section[first])
    else { return Array(section) }
    var tabs: [Division.Tab] = []
    var isNested: [Bool] = []
    for block in section[first...] {
      if case .heading(let heading) = block.content, heading.level <= level {
        tabs.append(.init(title: heading.content, content: [], range: block.range))
        isNested.append(headings.contains(heading.location))
      } else {
        tabs[tabs.count - 1].content.append(block)
        tabs[tabs.count - 1].range.end = block.range.end
      }
    }
    for index in tabs.indices {
      let content = tabs[index].content
      tabs[index].content =
        isNested[index]
        ? Self.tabs(content[...], below: headings) : grouped(content, below: headings)
    }
    let range = SourceRange(section[first].range.start, tabs[tabs.count - 1].range.end)
    return Array(section[..<first]) + [Block(.division(Division(.tabs(tabs))), range: range)]
  }

  private static func level(of block: Block) -> Int? {
    if case .heading(let heading) = block.content { heading.level } else { nil }
  }

  /// Footnotes stand below the last section and belong to none.
  private static func isEnd(_ block: Block) -> Bool {
    if case .footnotes = block.content { true } else { false }
  }
}
