internal import RunbookFiles

/// A Markdown study note, parsed: its front matter, its prose, and its cells.
package struct Notebook: Sendable {
  /// The file as named by the user; for diagnostics.
  package var path: String
  package var frontMatter: FrontMatter
  /// The lines of the front matter verbatim, without the lines `---` around them.
  package var frontMatterLines: [String] = []
  /// The document from top to bottom, its references resolved.
  package internal(set) var blocks: [Block]
  /// The words of the front matter's title and subtitle.
  package private(set) var titleContent: [Inline]
  package private(set) var subtitleContent: [Inline]
  private var macros: MacroHistory
  /// The target of each label.
  package private(set) var references: [String: ReferenceTarget]
  /// The works that the document cites.
  private(set) var citations: Citations
  /// How citations look.
  package var citationStyle: CitationStyle { citations.style }
  /// The files of the works that can be cited, as they were opened.
  package var bibliographyFiles: [String] { citations.bibliography.files }
  /// The files that the notebook includes, in order, as they were opened.
  package var includes: [String]
  /// The files and folders that cells name with `deps:`, in order.
  package let dependencies: [Dependency]
  /// The cells that are to be run, in order.
  package private(set) var cells: [Cell] = []
  /// The headings, in order, including those in quotations and lists.
  package private(set) var headings: [Heading] = []
  /// The heading that is the document's title.
  package private(set) var titleHeading: DocumentTitle?
  /// Whether the author shows the table of contents in the text.
  package private(set) var hasContents = false
  /// Whether there are headings of level 1 besides the title.
  package private(set) var hasChapters = false
  /// The expressions in the prose, in order, including those in headings and captions.
  package private(set) var inlineExpressions: [InlineExpression] = []
  /// The expressions in prose by the cell after which they are evaluated: the one above them, or
  /// the first cell for those above it.
  package private(set) var inlineExpressionsByCell: [Int: [InlineExpression]] = [:]

  /// Numbers the nodes of a document and resolves its references.
  ///
  /// - Parameter blocks: the document as parsed or constructed, without numbers.
  package init(path: String, frontMatter: FrontMatter, blocks: [Block], includes: [String] = []) {
    var log = DiagnosticLog(path: path)
    self.init(
      path: path, frontMatter: frontMatter, parsed: .init(blocks: blocks), includes: includes,
      log: &log)
  }

  init(
    path: String, frontMatter: FrontMatter, parsed: TreeBuilder.Result, includes: [String],
    log: inout DiagnosticLog
  ) {
    // With one owner the tree is changed in place.
    var parsed = parsed
    var blocks = parsed.blocks
    parsed.blocks = []
    let stated = [
      (frontMatter.title, frontMatter.titlePlace),
      (frontMatter.subtitle, frontMatter.subtitlePlace),
    ]
    var titles = stated.map { text, place in
      MarkdownText.inlines(
        of: text ?? "", at: place ?? TextPlace(SourceLocation(line: 1)), in: frontMatter)
    }
    var resolver = CrossReferenceResolver(
      labels: parsed.labels, citations: Citations(for: path, frontMatter, log: &log))
    resolver.collectWorks(blocks, titles, log: &log)
    if !resolver.citations.isEmpty, frontMatter.showsBibliography {
      ReferenceListPlace.add(to: &blocks, title: frontMatter.bibliographyTitle, in: frontMatter)
    }
    resolver.number(&blocks, in: frontMatter)
    resolver.resolve(&blocks, log: &log)
    for index in titles.indices { resolver.resolve(&titles[index], log: &log) }
    resolver.check(parsed.checks, log: &log)
    self.path = path
    self.frontMatter = frontMatter
    resolver.citations.fillLists(in: &blocks, areShown: frontMatter.showsBibliography)
    citations = resolver.citations
    self.blocks = blocks
    (titleContent, subtitleContent) = (titles[0], titles[1])
    references = resolver.targets
    macros = parsed.macros
    self.includes = includes
    dependencies = parsed.dependencies
    collect()
  }

  /// Collects the parts that are used repeatedly.
  private mutating func collect() {
    var found = (cells: [Cell](), headings: [Heading](), expressions: [InlineExpression]())
    var byCell: [Int: [InlineExpression]] = [:]
    var current = 0
    var hasContents = false
    blocks.visit { block in
      switch block.content {
      case .cell(let cell):
        found.cells.append(cell)
        current = cell.index
      case .contents: hasContents = true
      case .heading(let heading): found.headings.append(heading)
      default: break
      }
    } inline: { inline in
      guard case .expression(let expression) = inline.content else { return }
      found.expressions.append(expression)
      byCell[current, default: []].append(expression)
    }
    (cells, headings) = (found.cells, found.headings)
    self.hasContents = hasContents
    titleHeading = DocumentTitle(of: blocks, in: frontMatter)
    hasChapters = blocks.contains { block in
      guard case .heading(let heading) = block.content, heading.level == 1 else { return false }
      return heading.identifier != titleHeading?.heading.identifier
    }
    inlineExpressions = found.expressions.sorted { $0.index < $1.index }
    guard let first = cells.first?.index else { return }
    if let above = byCell.removeValue(forKey: 0) { byCell[first] = above + (byCell[first] ?? []) }
    inlineExpressionsByCell = byCell.mapValues { $0.sorted { $0.index < $1.index } }
  }

  /// The note with the works listed that texts cite which its cells display.
  package func citingWorks(of texts: [String]) -> Notebook {
    guard !citations.hasNoWorks else { return self }
    let keys = texts.flatMap { MarkdownText.citedKeys(of: $0, in: self) }
    var notebook = self
    for key in keys { notebook.citations.add(key) }
    guard notebook.citations.count > citations.count else { return self }
    // What can be said of the works was reported when the note was read.
    var log = DiagnosticLog(path: path)
    if citations.isEmpty, frontMatter.showsBibliography {
      ReferenceListPlace.add(
        to: &notebook.blocks, title: frontMatter.bibliographyTitle, in: frontMatter)
    }
    notebook.citations.arrange(log: &log)
    notebook.citations.citeAgain(in: &notebook.titleContent)
    notebook.citations.citeAgain(in: &notebook.subtitleContent)
    notebook.citations.citeAgain(in: &notebook.blocks)
    notebook.citations.fillLists(in: &notebook.blocks, areShown: frontMatter.showsBibliography)
    notebook.collect()
    return notebook
  }

  /// The name of an included file in the recording: relative to the notebook's folder, so that it
  /// does not depend on the current folder; `nil` for the notebook itself.
  package func recordedName(ofFile file: String?) -> String? {
    file.map { NotebookFile.relative($0, to: path) }
  }

  /// The name of a recorded file in messages.
  package func openedName(ofRecorded file: String?) -> String? {
    file.map { NotebookFile.resolve($0, relativeTo: path) }
  }

  /// The macros in force where a cell displays something.
  package func macros(inCell index: Int) -> MacroTable {
    macros.table(inCell: index, over: frontMatter.macros)
  }

  /// The words of the document's title; `nil` if it has none.
  package var title: String? { statedTitle ?? titleHeading?.heading.text }

  /// The front matter's title as plain text.
  package var statedTitle: String? {
    frontMatter.title.map { Self.plainText(titleContent, of: $0, in: frontMatter) }
  }

  /// The front matter's subtitle as plain text.
  package var statedSubtitle: String? {
    frontMatter.subtitle.map { Self.plainText(subtitleContent, of: $0, in: frontMatter) }
  }

  /// A title without formulas is shown as it is written.
  private static func plainText(
    _ content: [Inline], of text: String, in frontMatter: FrontMatter
  ) -> String {
    var hasFormula = false
    content.visit { inline in
      if case .formula = inline.content { hasFormula = true }
    }
    return hasFormula ? content.plainText(macros: frontMatter.macros) : text
  }

  /// The ids of all elements, for links to them.
  package var anchors: AnchorTable { AnchorTable(blocks.identifiers) }

  /// The pictures that the prose shows, in order.
  package var images: [ImageReference] {
    var images: [ImageReference] = []
    blocks.visit { block in
      if case .figure(let image) = block.content { images.append(image) }
    } inline: { inline in
      if case .image(let image) = inline.content { images.append(image) }
    }
    return images
  }
}
