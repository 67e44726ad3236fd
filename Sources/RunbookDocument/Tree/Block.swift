package import RunbookFiles

/// A piece of a document that occupies whole lines.
package struct Block: Hashable, Sendable {
  /// The kinds of block, with their content.
  package indirect enum Content: Hashable, Sendable {
    case paragraph([Inline])
    case heading(Heading)
    case quotation([Block])
    case list(MarkdownList)
    case table(MarkdownTable)
    /// A box, a theorem, tabs or another part that is set apart.
    case division(Division)
    case definitions(DefinitionList)
    /// A display formula.
    case formula(Math)
    case cell(Cell)
    case listing(Listing)
    /// A picture that is the only content of its paragraph.
    case figure(ImageReference)
    /// The place at which the author wants the table of contents: `[TOC]`.
    case contents
    /// A thematic break, drawn as a line across the page.
    case rule
    /// An element that the author writes as HTML tags.
    case element(Element<Block>)
    /// Words in an element, without a paragraph around them.
    case plain([Inline])
    /// A comment, or HTML that is copied to the page since the document allows it; lines ended by
    /// newlines.
    case html(String)
    /// The footnotes that are referred to, in the order of their numbers.
    case footnotes([Footnote])
    /// The works that the document cites.
    case bibliography(ReferenceList)
    /// The outputs that another program recorded for a cell that does not run here.
    case recorded([Block])
    /// Source text that could not be understood; a diagnostic gives the reason.
    case unknown(String)
  }

  package var content: Content
  package var range: SourceRange

  package init(_ content: Content, range: SourceRange) {
    self.content = content
    self.range = range
  }
}
