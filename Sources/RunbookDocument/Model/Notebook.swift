package import RunbookFiles

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
  /// What each label names, by label.
  package var references: [String: ReferenceTarget]
  /// The files that the notebook includes, in order, as they were opened.
  package var includes: [String]
  /// Where the Markdown in options and front matter begins, by its text: captions, the title.
  package var captions: [String: SourceLocation]

  package init(
    path: String, frontMatter: FrontMatter, fragments: [Fragment],
    references: [String: ReferenceTarget] = [:], includes: [String] = [],
    captions: [String: SourceLocation] = [:]
  ) {
    self.path = path
    self.frontMatter = frontMatter
    self.fragments = fragments
    self.references = references
    self.includes = includes
    self.captions = captions
  }

  /// The cells that are to be run, in order.
  package var cells: [Cell] {
    fragments.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }

  /// An included file as the recording names it: relative to the notebook's folder, so that the name
  /// does not depend on where the notebook is run from; `nil` for the notebook itself.
  package func recordedName(ofFile file: String?) -> String? {
    file.map { NotebookFile.relative($0, to: path) }
  }

  /// A file of the recording as messages name it.
  package func openedName(ofRecorded file: String?) -> String? {
    file.map { NotebookFile.resolve($0, relativeTo: path) }
  }

  /// The expressions in the prose, in order; those in headings too.
  package var inlineExpressions: [InlineExpression] {
    fragments.flatMap(\.inlineExpressions)
  }

  /// The words of the document: its `title`, or the first heading of level 1.
  package var title: String? {
    if let title = frontMatter.title { return title }
    for case .heading(let heading) in fragments where heading.level == 1 { return heading.text }
    return nil
  }
}
