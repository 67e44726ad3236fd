package import RunbookFiles

/// A piece of a document that stands on lines of its own.
package struct Block: Hashable, Sendable {
  /// The kinds of block, with what each holds.
  package indirect enum Content: Hashable, Sendable {
    case paragraph([Inline])
    case heading(Heading)
    case quotation([Block])
    case list(MarkdownList)
    case table(MarkdownTable)
    /// A formula on lines of its own.
    case formula(Math)
    case cell(Cell)
    case listing(Listing)
    /// A picture that is all there is in its paragraph.
    case figure(ImageReference)
    /// A line across the page.
    case rule
    /// HTML as the author wrote it, lines ended by newlines.
    case html(String)
    /// The footnotes that are referred to, in the order of their numbers.
    case footnotes([Footnote])
    /// Source text that could not be understood; a message says why.
    case unknown(String)
  }

  package var content: Content
  package var range: SourceRange

  package init(_ content: Content, range: SourceRange) {
    self.content = content
    self.range = range
  }
}
