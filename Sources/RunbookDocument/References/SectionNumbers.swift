/// Counts the sections of a document: 1, 1.1, 1.2, 2.
struct SectionNumbers {
  private let isCounted: Bool
  /// The level of the headings that are numbered with a single number.
  private let topLevel: Int
  private var counts: [Int] = []

  init(_ blocks: [Block], _ frontMatter: FrontMatter) {
    isCounted = frontMatter.numberSections
    var levels: [Int] = []
    blocks.visit(block: { block in
      if case .heading(let heading) = block.content { levels.append(heading.level) }
    })
    // Without a title in the front matter, headings of level 1 are titles.
    topLevel =
      frontMatter.title != nil
      ? levels.min() ?? 2 : max(2, levels.filter { $0 > 1 }.min() ?? 2)
  }

  /// The number of the next heading; `nil` for titles and where sections are not numbered.
  mutating func next(_ heading: Heading) -> String? {
    let depth = heading.level - topLevel
    guard isCounted, heading.isNumbered, depth >= 0 else { return nil }
    counts = Array(counts.prefix(depth + 1))
    while counts.count <= depth { counts.append(0) }
    counts[depth] += 1
    return counts.map(String.init).joined(separator: ".")
  }
}
