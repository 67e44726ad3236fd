package import RunbookFiles

/// A footnote at the end of the document.
package struct Footnote: Hashable, Sendable {
  /// Counted from 1 in the order of the first references.
  package var number: Int
  /// The author's name for it.
  package var name: String
  /// The number of references to it.
  package var uses: Int
  package var content: [Block]
  package var range: SourceRange

  package init(number: Int, name: String, uses: Int, content: [Block], range: SourceRange) {
    self.number = number
    self.name = name
    self.uses = uses
    self.content = content
    self.range = range
  }
}

/// `[^x]` in prose: a mention of a footnote.
package struct FootnoteReference: Hashable, Sendable {
  /// The number of the footnote.
  package var number: Int
  /// The author's name for it.
  package var name: String
  /// The position of this reference among those to that footnote, from 1.
  package var use: Int

  package init(number: Int, name: String, use: Int) {
    self.number = number
    self.name = name
    self.use = use
  }
}
