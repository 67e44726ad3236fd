internal import RunbookFiles

/// Markdown outside a notebook's prose: a caption in an option, a title, a Markdown value.
package enum MarkdownText {
  /// The tree of a text that a cell displays; its locations are relative to its own beginning.
  ///
  /// - Parameter notebook: the notebook whose labels and settings apply.
  package static func blocks(of source: String, in notebook: Notebook) -> [Block] {
    var blocks: [Block]
    if isPlain(source) {
      let range = SourceRange(SourceLocation(line: 1), SourceLocation(line: 1))
      blocks = [Block(.paragraph([Inline(.text(source), range: range)]), range: range)]
    } else {
      blocks = parsed(source, notebook.frontMatter)
      var tabs = 0
      blocks.forEachNode(
        block: { block in
          guard case .division(var division) = block.content, case .tabs = division.kind else {
            return
          }
          tabs += 1
          division.number = tabs
          block.content = .division(division)
        }, inline: withoutExpression)
    }
    var log = DiagnosticLog(path: notebook.path)
    CrossReferenceResolver.resolve(
      &blocks, to: notebook.references, notebook.citations, log: &log)
    blocks.forEachNode(block: { _ in }, inline: withoutUse)
    return blocks
  }

  /// The keys of the works that a text cites.
  static func citedKeys(of source: String, in notebook: Notebook) -> [String] {
    guard !isPlain(source) else { return [] }
    var keys: [String] = []
    parsed(source, notebook.frontMatter).visit(inline: { inline in
      guard case .citation(let citation) = inline.content else { return }
      keys += citation.items.compactMap { notebook.citations.key(of: $0.key) }
    })
    return keys
  }

  /// The content of a text of one line, such as a caption; block markers in it are plain text.
  ///
  /// - Parameters:
  ///   - place: the location of the text in the notebook.
  ///   - keepsExpressions: whether `` `{swift} x` `` is evaluated; otherwise it is shown as code.
  ///   - footnotes: the footnotes of the document, to which the text may refer.
  static func inlines(
    of source: String, at textPlace: TextPlace, in frontMatter: FrontMatter,
    keepsExpressions: Bool = false, footnotes: FootnoteDefinitions = FootnoteDefinitions()
  ) -> [Inline] {
    let known = source.contains("[^") ? footnotes.names : []
    var shift = 0
    var inlines: [Inline]
    if isPlain(source) {
      let end = SourceLocation(line: 1, column: source.count + 1)
      inlines = [Inline(.text(source), range: SourceRange(SourceLocation(line: 1), end))]
    } else if let parsed = paragraphs(of: source, frontMatter, known) {
      inlines = parsed
    } else {
      // A mark before each line prevents it from beginning a list, a heading or a display formula.
      let guarded = source.split(separator: "\n", omittingEmptySubsequences: true)
        .map { Self.lineGuard + $0 }.joined(separator: "\n")
      inlines = (paragraphs(of: guarded, frontMatter, known) ?? []).compactMap(withoutGuard)
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
  private static func paragraphs(
    of source: String, _ frontMatter: FrontMatter, _ footnotes: [String]
  ) -> [Inline]? {
    var inlines: [Inline] = []
    for block in parsed(source, frontMatter, footnotes: footnotes) {
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

  private static func parsed(
    _ source: String, _ frontMatter: FrontMatter, footnotes: [String]? = nil
  ) -> [Block] {
    var builder = TreeBuilder(
      source: SourceText(Array(source.utf8.filter { $0 != 0 })), frontMatter: frontMatter,
      log: DiagnosticLog(path: ""), knownFootnotes: footnotes)
    return builder.build().blocks
  }

  /// The list of references leads back to the citations of the document only.
  private static func withoutUse(_ inline: inout Inline) {
    guard case .citation(var citation) = inline.content else { return }
    for index in citation.items.indices { citation.items[index].work?.use = 0 }
    inline.content = .citation(citation)
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
    case .anchor(var anchor):
      anchor.location = move(anchor.location)
      content = .anchor(anchor)
    case .citation(var citation):
      for index in citation.items.indices {
        citation.items[index].location = move(citation.items[index].location)
      }
      citation.written.forEachInline { $0.moveLocations(move) }
      content = .citation(citation)
    case .expression(var expression):
      expression.location = move(expression.location)
      content = .expression(expression)
    case .image(var image):
      image.location = move(image.location)
      content = .image(image)
    case .text, .softBreak, .lineBreak, .code, .emphasis, .strong, .strikethrough, .link,
      .element, .footnoteReference, .html, .unknown:
      break
    }
  }
}
