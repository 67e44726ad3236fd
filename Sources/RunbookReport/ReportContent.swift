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

  /// The ids in use so far; `nil` until they are needed.
  private var identifiers: Set<String>?

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
          var blocks = MarkdownText.blocks(
            of: markup.source, in: notebook, cell: cell.index)
          separateIdentifiers(&blocks, in: notebook)
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

  /// Makes the ids in Markdown that a cell displays different from all others of the page.
  private mutating func separateIdentifiers(_ blocks: inout [Block], in notebook: Notebook) {
    guard !blocks.identifiers.isEmpty else { return }
    var used = identifiers ?? Set(notebook.blocks.identifiers)
    func separate(_ identifier: String) -> String {
      var result = identifier
      var count = 0
      while !used.insert(result).inserted {
        count += 1
        result = "\(identifier)-\(count)"
      }
      return result
    }
    blocks.forEachNode { block in
      block.changeIdentifiers(separate)
    } inline: { inline in
      inline.changeIdentifier(separate)
    }
    identifiers = used
  }

  private mutating func add(_ blocks: [Block]) {
    blocks.visit { block in
      switch block.content {
      case .formula(let math): add(math)
      case .cell(let cell):
        code.append(SourceCode(language: "swift", text: cell.source.trimmingEmptyLines))
      case .listing(let listing):
        code.append(SourceCode(language: listing.language, text: listing.source))
        if listing.diagram == .graphviz { diagrams.append(listing) }
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

extension Recording {
  /// The Markdown that cells display.
  var displayedMarkdown: [String] {
    cells.flatMap(\.outputs).compactMap { output in
      guard case .markup(let markup) = output, markup.language == .markdown else { return nil }
      return markup.source
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
