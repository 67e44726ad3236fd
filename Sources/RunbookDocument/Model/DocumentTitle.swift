/// The heading that is the title of a document.
///
/// A first heading of level 1 is the title if it is the only one of that level. In a document whose
/// front matter states the title, it is the heading that repeats it.
package struct DocumentTitle: Hashable, Sendable {
  package var heading: Heading
  /// Whether the heading is shown where it stands, since other content precedes it, and not at the
  /// top of the page.
  package var isInPlace: Bool

  package var identifier: String { heading.identifier }
  package var text: String { heading.text }

  /// - Parameter blocks: the document.
  /// - Returns: `nil` if no heading is the title.
  init?(of blocks: [Block], in frontMatter: FrontMatter) {
    var headings: [(index: Int, heading: Heading)] = []
    for (index, block) in blocks.enumerated() {
      if case .heading(let heading) = block.content { headings.append((index, heading)) }
    }
    let top = headings.filter { $0.heading.level == 1 }
    guard let (index, heading) = top.first else { return nil }
    if let title = frontMatter.title {
      guard Self.letters(of: title) == Self.letters(of: heading.text) else { return nil }
      isInPlace = false
    } else {
      guard top.count == 1, headings[0].index == index else { return nil }
      isInPlace = !blocks[..<index].allSatisfy(\.isComment)
    }
    self.heading = heading
  }

  /// What makes two titles the same whatever their marks: letters and digits in lower case.
  private static func letters(of title: String) -> String {
    let letters = title.lowercased().filter { $0.isLetter || $0.isNumber }
    return letters.isEmpty ? title : letters
  }
}

extension Block {
  fileprivate var isComment: Bool {
    if case .html(let html) = content { HTMLComment.isComment(html.utf8) } else { false }
  }
}
