internal import RunbookDocument
internal import RunbookOutput

/// Everything that has to be set before the page can be written: each formula and each piece of
/// code.
struct ReportContent {
  private(set) var formulas: [Math] = []
  private(set) var code: [SourceCode] = []
  private(set) var diagrams: [Listing] = []
  /// The Markdown that cells display, parsed.
  private(set) var markups: [FigureSet.Place: [Block]] = [:]

  init(_ notebook: Notebook, _ recording: Recording) {
    add(notebook.titleContent)
    add(notebook.subtitleContent)
    add(notebook.blocks)
    let recorded = RecordedCells(recording)
    for cell in notebook.cells {
      let outputs = recorded[cell.index]?.outputs ?? []
      for (index, output) in outputs.enumerated() {
        guard case .markup(let markup) = output else { continue }
        switch markup.language {
        case .markdown:
          let blocks = MarkdownText.blocks(of: markup.source, in: notebook)
          markups[FigureSet.Place(cell: cell.index, output: index)] = blocks
          add(blocks)
        case .latex: formulas.append(Math(markup, in: cell))
        }
      }
    }
  }

  private mutating func add(_ blocks: [Block]) {
    blocks.visit { block in
      switch block.content {
      case .formula(let math): formulas.append(math)
      case .cell(let cell):
        code.append(SourceCode(language: "swift", text: cell.source.trimmingEmptyLines))
      case .listing(let listing):
        code.append(SourceCode(language: listing.language, text: listing.source))
        if listing.diagram == .graphviz { diagrams.append(listing) }
      default: break
      }
    } inline: { inline in
      if case .formula(let math) = inline.content { formulas.append(math) }
    }
  }

  private mutating func add(_ inlines: [Inline]) {
    inlines.visit { inline in
      if case .formula(let math) = inline.content { formulas.append(math) }
    }
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
