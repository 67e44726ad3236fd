internal import RunbookFiles

/// Markdown outside a notebook's prose: a caption in an option, a title, a Markdown value.
package enum MarkdownText {
  /// The tree of a text that a cell displays; its locations are relative to its own beginning.
  ///
  /// - Parameters:
  ///   - notebook: the notebook whose labels and settings apply.
  ///   - cell: the cell that displays it, whose macros apply.
  package static func blocks(
    of source: String, in notebook: Notebook, cell: Int? = nil
  ) -> [Block] {
    var blocks: [Block]
    if isPlain(source) {
      let range = SourceRange(SourceLocation(line: 1), SourceLocation(line: 1))
      blocks = [Block(.paragraph([Inline(.text(source), range: range)]), range: range)]
    } else {
      var settings = notebook.frontMatter
      if let cell { settings.macros = notebook.macros(inCell: cell) }
      blocks = parsed(source, settings)
      blocks.forEachNode(block: { _ in }, inline: withoutExpression)
    }
    var log = DiagnosticLog(path: notebook.path)
    CrossReferenceResolver.resolve(&blocks, to: notebook.references, log: &log)
    return blocks
  }

  /// The content of a text of one line, such as a caption; block markers in it are plain text.
  ///
  /// - Parameters:
  ///   - place: the location of the text in the notebook.
  ///   - keepsExpressions: whether `` `{swift} x` `` is evaluated; otherwise it is shown as code.
  static func inlines(
    of source: String, at textPlace: TextPlace, in frontMatter: FrontMatter,
    keepsExpressions: Bool = false
  ) -> [Inline] {
    var shift = 0
    var inlines: [Inline]
    if isPlain(source) {
      let end = SourceLocation(line: 1, column: source.count + 1)
      inlines = [Inline(.text(source), range: SourceRange(SourceLocation(line: 1), end))]
    } else if let parsed = paragraphs(of: source, frontMatter) {
      inlines = parsed
    } else {
      // A mark before each line prevents it from beginning a list, a heading or a display formula.
      let guarded = source.split(separator: "\n", omittingEmptySubsequences: true)
        .map { Self.lineGuard + $0 }.joined(separator: "\n")
      inlines = (paragraphs(of: guarded, frontMatter) ?? []).compactMap(withoutGuard)
      shift = 1
    }
    inlines.forEachInline { inline in
      inline.moveLocations { place in
        var place = place
        place.column = max(1, place.column - shift)
        return textPlace.location(of: place)
      }
      if !keepsExpressions { withoutExpression(&inline) }
    }
    return inlines
  }

  /// A punctuation mark that does not occur in notes; emphasis next to it works as at the beginning
  /// of a line.
  private static let lineGuard = "\u{1808}"

  private static func withoutGuard(_ inline: Inline) -> Inline? {
    guard case .text(let text) = inline.content else { return inline }
    let shown = text.replacing(lineGuard, with: "")
    var inline = inline
    inline.content = .text(shown)
    return shown.isEmpty ? nil : inline
  }

  /// The content of a text that consists of paragraphs only.
  private static func paragraphs(of source: String, _ frontMatter: FrontMatter) -> [Inline]? {
    var inlines: [Inline] = []
    for block in parsed(source, frontMatter) {
      switch block.content {
      case .paragraph(let content):
        if !inlines.isEmpty { inlines.append(Inline(.softBreak, range: block.range)) }
        inlines += content
      case .figure(let image) where inlines.isEmpty:
        inlines.append(Inline(.image(image), range: block.range))
      default: return nil
      }
    }
    return inlines
  }

  /// Whether all characters of a text are literal.
  private static func isPlain(_ text: String) -> Bool {
    !text.contains { "$`*_[<&\\@#|~\n!".contains($0) }
  }

  private static func parsed(_ source: String, _ frontMatter: FrontMatter) -> [Block] {
    var builder = TreeBuilder(
      source: SourceText(Array(source.utf8.filter { $0 != 0 })), frontMatter: frontMatter,
      log: DiagnosticLog(path: ""))
    return builder.build().blocks
  }

  /// Only captions of cells are read before the run; elsewhere only the source can be shown.
  private static func withoutExpression(_ inline: inout Inline) {
    if case .expression(let expression) = inline.content {
      inline.content = .code(expression.source)
    }
  }
}

extension Inline {
  /// Moves the locations of this node, but not those of its children.
  fileprivate mutating func moveLocations(_ move: (SourceLocation) -> SourceLocation) {
    range = SourceRange(move(range.start), move(range.end))
    switch content {
    case .formula(var math):
      math.location = move(math.location)
      math.continuations = []
      content = .formula(math)
    case .reference(var reference):
      reference.location = move(reference.location)
      content = .reference(reference)
    case .expression(var expression):
      expression.location = move(expression.location)
      content = .expression(expression)
    case .image(var image):
      image.location = move(image.location)
      content = .image(image)
    case .text, .softBreak, .lineBreak, .code, .emphasis, .strong, .strikethrough, .link,
      .footnoteReference, .html, .unknown:
      break
    }
  }
}
