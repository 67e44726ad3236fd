package import RunbookFiles

/// A piece of prose within a line.
package struct Inline: Hashable, Sendable {
  /// The kinds of inline, with their content.
  package indirect enum Content: Hashable, Sendable {
    /// Words, with escapes and entities replaced by the characters they represent.
    case text(String)
    /// The end of a source line, which is equivalent to a space.
    case softBreak
    case lineBreak
    case code(String)
    case emphasis([Inline])
    case strong([Inline])
    case strikethrough([Inline])
    case link(Link)
    case image(ImageReference)
    case formula(Math)
    /// `@fig-x`.
    case reference(CrossReference)
    /// `[@key]` or `@key`.
    case citation(Citation)
    /// `` :label:`name` `` where no element carries the label.
    case anchor(Anchor)
    case footnoteReference(FootnoteReference)
    /// `` `{swift} expression` ``.
    case expression(InlineExpression)
    /// An element that the author writes as HTML tags.
    case element(Element<Inline>)
    /// A comment, or a tag that is copied to the page since the document allows it.
    case html(String)
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
