/// Markdown outside a notebook's prose: a caption in an option, a value that is Markdown.
package enum MarkdownText {
  /// The fragments of `source`.
  ///
  /// - Parameters:
  ///   - isInline: whether paragraphs are written without `<p>`, as in a caption.
  ///   - notebook: the notebook whose labels and settings hold.
  /// - Returns: fragments without headings' numbers; a reference to an unknown label stays one.
  package static func fragments(
    of source: String, isInline: Bool, in notebook: Notebook
  ) -> [Fragment] {
    let text = SourceText(Array(source.utf8.filter { $0 != 0 }))
    var log = DiagnosticLog(path: notebook.path)
    var writer = FragmentWriter(source: text, frontMatter: notebook.frontMatter, log: log)
    writer.omitsParagraphs = isInline
    var fragments = writer.write().fragments
    var resolver = CrossReferenceResolver(targets: notebook.references)
    resolver.resolveReferences(in: &fragments, log: &log)
    return fragments
  }

  /// The references in a text, as far as they look like labels.
  static func references(in source: String) -> [CrossReference] {
    guard source.utf8.contains(UInt8(ascii: "@")) else { return [] }
    let text = SourceText(Array(source.utf8.filter { $0 != 0 }))
    var writer = FragmentWriter(
      source: text, frontMatter: FrontMatter(), log: DiagnosticLog(path: ""))
    return writer.write().fragments.compactMap { fragment in
      if case .reference(let reference) = fragment { reference } else { nil }
    }
  }
}
