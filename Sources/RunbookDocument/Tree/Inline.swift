package import RunbookFiles

/// A piece of a line of prose.
package struct Inline: Hashable, Sendable {
  /// The kinds of inline, with what each holds.
  package indirect enum Content: Hashable, Sendable {
    /// Words, with escapes and entities replaced by what they stand for.
    case text(String)
    /// The end of a line of the source, which means no more than a blank.
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
    case footnoteReference(FootnoteReference)
    /// `` `{swift} expression` ``.
    case expression(InlineExpression)
    /// One tag, comment or the like, as the author wrote it.
    case html(String)
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
