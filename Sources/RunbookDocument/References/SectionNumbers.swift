/// Counts the sections of a document: 1, 1.1, 1.2, 2.
struct SectionNumbers {
  private let isCounted: Bool
  /// The id of the heading that is the title.
  private let title: String?
  /// The level of the headings that are numbered with a single number.
  private let topLevel: Int
  private var counts: [Int] = []

  init(_ blocks: [Block], _ frontMatter: FrontMatter) {
    isCounted = frontMatter.numberSections
    let title = DocumentTitle(of: blocks, in: frontMatter)?.heading.identifier
    var levels: [Int] = []
    blocks.visit(block: { block in
      if case .heading(let heading) = block.content, heading.identifier != title {
        levels.append(heading.level)
      }
    })
    self.title = title
    topLevel = levels.min() ?? 2
  }

  /// The number of the next heading; `nil` for the title and where sections are not numbered.
  mutating func next(_ heading: Heading) -> String? {
    let depth = heading.level - topLevel
    guard isCounted, heading.isNumbered, depth >= 0, heading.identifier != title else { return nil }
    counts = Array(counts.prefix(depth + 1))
    while counts.count <= depth { counts.append(0) }
    counts[depth] += 1
    return counts.map(String.init).joined(separator: ".")
  }
}
