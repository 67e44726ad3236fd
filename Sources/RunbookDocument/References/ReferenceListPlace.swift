internal import RunbookFiles

/// Puts the list of references into a document.
enum ReferenceListPlace {
  /// Headings that announce a list of references, in lower case.
  private static let titles: Set<String> = [
    "references", "reference", "bibliography", "works cited", "literature", "literature cited",
    "참고 문헌", "참고문헌", "참고 자료", "참고자료", "인용 문헌", "인용문헌", "레퍼런스",
  ]

  /// Adds an empty list where the author has marked no place for it: at the end of the section that
  /// its heading announces, else at the end of the document in a section of its own.
  ///
  /// - Parameter title: the heading of that section.
  static func add(
    to blocks: inout [Block], title: String, in frontMatter: FrontMatter
  ) {
    var isMarked = false
    blocks.visit(block: { block in
      if case .bibliography = block.content { isMarked = true }
    })
    guard !isMarked else { return }
    if let heading = blocks.lastIndex(where: { announces($0, title) }) {
      let level = blocks[heading].heading?.level ?? 6
      let end =
        blocks[(heading + 1)...].firstIndex { block in
          if case .footnotes = block.content { return true }
          return block.heading.map { $0.level <= level } ?? false
        } ?? blocks.count
      let range = blocks[end - 1].range
      blocks.insert(list(at: range.end), at: end)
      return
    }
    var end = blocks.count
    if case .footnotes? = blocks.last?.content { end -= 1 }
    let location = end > 0 ? blocks[end - 1].range.end : SourceLocation(line: 1)
    blocks.insert(
      contentsOf: [heading(title, in: blocks, frontMatter, location), list(at: location)], at: end)
  }

  private static func announces(_ block: Block, _ title: String) -> Bool {
    guard let heading = block.heading else { return false }
    let words = heading.text.lowercased().split(separator: " ").joined(separator: " ")
    return titles.contains(words) || words == title.lowercased()
  }

  private static func list(at location: SourceLocation) -> Block {
    Block(
      .bibliography(ReferenceList(isMarked: false)), range: SourceRange(location, location))
  }

  private static func heading(
    _ title: String, in blocks: [Block], _ frontMatter: FrontMatter, _ location: SourceLocation
  ) -> Block {
    var identifiers = HeadingIdentifiers()
    for identifier in blocks.identifiers { identifiers.reserve(identifier) }
    let documentTitle = DocumentTitle(of: blocks, in: frontMatter)?.heading.identifier
    let sections = blocks.compactMap(\.heading).filter { $0.identifier != documentTitle }
    let range = SourceRange(location, location)
    let level = sections.map(\.level).min() ?? 2
    return Block(
      .heading(
        Heading(
          level: level, identifier: identifiers.identifier(for: title),
          content: [Inline(.text(title), range: range)], text: title, location: location)),
      range: range)
  }
}

extension Block {
  fileprivate var heading: Heading? {
    if case .heading(let heading) = content { heading } else { nil }
  }
}
