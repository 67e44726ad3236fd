internal import RunbookDocument
internal import RunbookOutput

/// What has to be set before the page can be written: every formula and every piece of Swift.
struct ReportContent {
  private(set) var formulas: [Math] = []
  private(set) var swiftSources: [String] = []
  private let prose: ProseReader

  init(_ notebook: Notebook, _ recording: Recording, prose: ProseReader) {
    self.prose = prose
    for text in [notebook.frontMatter.title, notebook.frontMatter.subtitle] { add(text) }
    for fragment in notebook.fragments { add(fragment) }
    for cell in notebook.cells {
      for output in recording.cells.first(where: { $0.index == cell.index })?.outputs ?? [] {
        guard case .markup(let markup) = output else { continue }
        switch markup.language {
        case .markdown: add(markup.source)
        case .latex: formulas.append(Math(markup, in: cell))
        }
      }
    }
  }

  private mutating func add(_ fragment: Fragment) {
    switch fragment {
    case .math(let math): formulas.append(math)
    case .heading(let heading): for part in heading.content { add(part) }
    case .cell(let cell):
      swiftSources.append(cell.source.trimmingEmptyLines)
      add(cell.options)
    case .listing(let listing):
      if listing.language == "swift" { swiftSources.append(listing.source) }
      add(listing.options)
    case .caption(let caption): for part in caption.content { add(part) }
    case .html, .image, .reference, .inlineExpression: break
    }
  }

  private mutating func add(_ options: CellOptions) {
    add(options.figureCaption)
    add(options.tableCaption)
    add(options.listingCaption)
    for caption in options.figureSubcaptions { add(caption) }
  }

  private mutating func add(_ text: String?) {
    guard let text else { return }
    for fragment in prose.fragments(text) { add(fragment) }
  }
}

extension String {
  /// Without empty lines at both ends.
  var trimmingEmptyLines: String {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    while text.first?.isNewline == true { text.removeFirst() }
    return String(text)
  }
}
