internal import RunbookDocument
internal import RunbookOutput

/// Everything that has to be set before the page can be written: each formula and each piece of
/// Swift.
struct ReportContent {
  private(set) var formulas: [Math] = []
  private(set) var swiftSources: [String] = []
  /// The Markdown that cells display, parsed.
  private(set) var markups: [FigureSet.Place: [Block]] = [:]

  init(_ notebook: Notebook, _ recording: Recording) {
    add(notebook.titleContent)
    add(notebook.subtitleContent)
    add(notebook.blocks)
    for cell in notebook.cells {
      let outputs = recording.cells.first { $0.index == cell.index }?.outputs ?? []
      for (index, output) in outputs.enumerated() {
        guard case .markup(let markup) = output else { continue }
        switch markup.language {
        case .markdown:
          let blocks = MarkdownText.blocks(
            of: markup.source, in: notebook, cell: cell.index)
          markups[FigureSet.Place(cell: cell.index, output: index)] = blocks
          add(blocks)
        case .latex: formulas.append(Math(markup, in: cell, of: notebook))
        }
      }
    }
  }

  private mutating func add(_ math: Math) {
    if !math.isDefinition { formulas.append(math) }
  }

  private mutating func add(_ blocks: [Block]) {
    blocks.visit { block in
      switch block.content {
      case .formula(let math): add(math)
      case .cell(let cell): swiftSources.append(cell.source.trimmingEmptyLines)
      case .listing(let listing):
        if listing.language == "swift" { swiftSources.append(listing.source) }
      default: break
      }
    } inline: { inline in
      if case .formula(let math) = inline.content { add(math) }
    }
  }

  private mutating func add(_ inlines: [Inline]) {
    inlines.visit { inline in
      if case .formula(let math) = inline.content { add(math) }
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
