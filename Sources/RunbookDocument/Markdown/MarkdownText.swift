internal import RunbookFiles

/// Markdown outside a notebook's prose: a caption in an option, a value that is Markdown.
package enum MarkdownText {
  /// The fragments of `source`.
  ///
  /// - Parameters:
  ///   - isInline: whether paragraphs are written without `<p>`, as in a caption.
  ///   - notebook: the notebook whose labels and settings hold.
  /// - Returns: fragments without headings' numbers; a reference to an unknown label stays one. The
  ///   places in a caption of the notebook are places in the notebook, those in another text count
  ///   from its beginning.
  package static func fragments(
    of source: String, isInline: Bool, in notebook: Notebook
  ) -> [Fragment] {
    var writer = writer(source, path: notebook.path, frontMatter: notebook.frontMatter)
    writer.omitsParagraphs = isInline
    var fragments = writer.write().fragments
    var log = writer.log
    var resolver = CrossReferenceResolver(targets: notebook.references)
    resolver.resolveReferences(in: &fragments, log: &log)
    let start = notebook.captions[source]
    let known = start == nil ? [] : notebook.inlineExpressions
    return fragments.map { placed($0, source, start, known) }
  }

  /// The references in a text, as far as they look like labels.
  static func references(in source: String) -> [CrossReference] {
    guard source.utf8.contains(UInt8(ascii: "@")) else { return [] }
    var writer = writer(source, path: "", frontMatter: FrontMatter())
    return writer.write().fragments.compactMap { fragment in
      if case .reference(let reference) = fragment { reference } else { nil }
    }
  }

  /// The inline values in a text, numbered and placed within it.
  static func expressions(in source: String) -> [InlineExpression] {
    var writer = writer(source, path: "", frontMatter: FrontMatter())
    return writer.write().fragments.flatMap(\.inlineExpressions)
  }

  private static func writer(
    _ source: String, path: String, frontMatter: FrontMatter
  ) -> FragmentWriter {
    FragmentWriter(
      source: SourceText(Array(source.utf8.filter { $0 != 0 })), frontMatter: frontMatter,
      log: DiagnosticLog(path: path))
  }

  /// A fragment of `text` at its place in the notebook, where the text begins at `start`.
  private static func placed(
    _ fragment: Fragment, _ text: String, _ start: SourceLocation?, _ known: [InlineExpression]
  ) -> Fragment {
    switch fragment {
    case .math(var math):
      guard let start else { break }
      math.location = math.location.moved(into: text, at: start)
      math.continuations = []
      return .math(math)
    case .reference(var reference):
      guard let start else { break }
      reference.location = reference.location.moved(into: text, at: start)
      return .reference(reference)
    case .inlineExpression(let expression):
      let place = start.map { expression.location.moved(into: text, at: $0) }
      let same = known.first { $0.location == place && $0.source == expression.source }
      if let same { return .inlineExpression(same) }
      // Only captions are read before the run; elsewhere there is nothing to show but the source.
      var html = HTMLText()
      html.write("<code>" as StaticString)
      html.write(escaping: expression.source.utf8)
      html.write("</code>" as StaticString)
      return .html(html.take())
    default: break
    }
    return fragment
  }
}
