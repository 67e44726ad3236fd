/// A Markdown study note, taken apart: what its front matter says, its prose, and its cells.
package struct Notebook: Sendable {
  /// The file as the user named it; for diagnostics.
  package var path: String
  package var frontMatter: FrontMatter
  /// The document from top to bottom, as pieces of finished HTML with typed holes between them.
  ///
  /// The pieces follow each other without nesting: a cell inside a list item stands between the HTML
  /// that opens the item and the HTML that closes it.
  package var fragments: [Fragment]

  package init(path: String, frontMatter: FrontMatter, fragments: [Fragment]) {
    self.path = path
    self.frontMatter = frontMatter
    self.fragments = fragments
  }

  /// The cells that are to be run, in order.
  package var cells: [Cell] {
    fragments.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }
}

/// A piece of a document: finished HTML, or something the report fills in.
package indirect enum Fragment: Hashable, Sendable {
  /// HTML that is written as it stands; prose is already escaped.
  case html(String)
  case heading(Heading)
  case math(Math)
  case cell(Cell)
  case listing(Listing)
  /// `@fig-x` in prose.
  case reference(CrossReference)
  /// `` `{swift} expression` `` in prose.
  case inlineExpression(InlineExpression)
}
