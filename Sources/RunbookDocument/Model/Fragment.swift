/// A piece of a document: finished HTML, or something the report fills in.
package indirect enum Fragment: Hashable, Sendable {
  /// HTML that is written as it stands; prose is already escaped.
  case html(String)
  case heading(Heading)
  case math(Math)
  case cell(Cell)
  case listing(Listing)
  /// `![…](…)` in prose.
  case image(ImageReference)
  /// The words below a Markdown table.
  case caption(Caption)
  /// `@fig-x` in prose.
  case reference(CrossReference)
  /// `` `{swift} expression` `` in prose.
  case inlineExpression(InlineExpression)

  package var inlineExpressions: [InlineExpression] {
    switch self {
    case .inlineExpression(let expression): [expression]
    case .cell(let cell): cell.captionExpressions
    case .heading(let heading): heading.content.flatMap(\.inlineExpressions)
    case .caption(let caption): caption.content.flatMap(\.inlineExpressions)
    default: []
    }
  }
}
