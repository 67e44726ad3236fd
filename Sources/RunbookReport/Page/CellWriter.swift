internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// Writes one cell: its code and, attached to it, its outputs.
struct CellWriter {
  let page: PageWriter
  let cell: Cell
  let recording: CellRecording?

  init(_ page: PageWriter, _ cell: Cell) {
    self.page = page
    self.cell = cell
    recording = page.recordedCells[cell.index]
  }

  var options: CellOptions { cell.options }
  var words: ReportStrings { page.words }

  private var settings: EffectiveOptions { cell.settings }

  /// The cell's HTML; empty for a cell that shows nothing.
  var html: String {
    let groups = OutputGroup.groups(of: visibleOutputs)
    let outputs = groups.map { html($0, isLastFigure: $0.isFigure && isLast($0, in: groups)) }
      .joined()
    let code = settings.echo ? codeHTML : ""
    guard !code.isEmpty || !outputs.isEmpty else { return "" }
    // The label is at the figure or, without one, at the cell.
    let label = hasLabelledPart(groups) ? nil : options.label
    let anchor = label.map { "<span\(HTML.attribute("id", $0))></span>" } ?? ""
    let isBare = code.isEmpty ? " bare" : ""
    let isQuiet = outputs.isEmpty ? " quiet" : ""
    return
      "<div class=\"cell\(isBare)\(isQuiet)\" id=\"\(page.identifiers.cell(cell.index))\">\(anchor)\n\(code)"
      + (outputs.isEmpty ? "" : "<div class=\"outputs\">\n\(outputs)</div>\n") + "</div>\n"
  }

  /// The outputs that the options allow, with their indices in the recording.
  private var visibleOutputs: [OutputGroup.Member] {
    (recording?.outputs ?? []).enumerated().flatMap { index, output in
      let member = OutputGroup.Member(index: index, output: output)
      switch output {
      case .failure: return [member]
      case .text(let text) where text.stream == .standardError:
        return settings.output && settings.warning ? [member] : []
      default:
        let failure = page.drawingFailures[FigureSet.Place(cell: cell.index, output: index)]
        return (settings.output ? [member] : [])
          + (failure.map { [OutputGroup.Member(index: index, output: .failure($0))] } ?? [])
      }
    }
  }

  private var codeHTML: String {
    let source = cell.source.trimmingEmptyLines
    guard !source.isEmpty else { return "" }
    var block = page.codeBlock(source, language: "swift")
    if settings.codeFold {
      let summary = options.codeSummary ?? words.code
      block =
        "<details class=\"fold\"><summary>\(HTML.escape(summary))</summary>\n\(block)</details>\n"
    }
    guard let caption = cell.captions.listing else { return block }
    return "<figure class=\"listing\"\(HTML.attribute("id", caption.label))>"
      + page.caption(.listing, caption) + block + "</figure>\n"
  }

  // MARK: Outputs

  private func isLast(_ group: OutputGroup, in groups: [OutputGroup]) -> Bool {
    groups.last { $0.isFigure }?.members.first?.index == group.members.first?.index
  }

  private func hasLabelledPart(_ groups: [OutputGroup]) -> Bool {
    switch cell.labelledKind {
    case .figure: groups.contains(where: \.isFigure)
    case .table: groups.contains(where: \.isTable)
    case .listing: settings.echo
    default: false
    }
  }

  private func html(_ group: OutputGroup, isLastFigure: Bool) -> String {
    switch group.kind {
    case .figures: return figure(group.members, isLast: isLastFigure)
    case .claims: return claims(group.members)
    case .table: return tables(group.members)
    case .other:
      return group.members.map { member in
        guard case .block(let data) = member.output.presentation else { return "" }
        return html(data, at: member.index)
      }.joined()
    }
  }

  /// - Parameter index: the output's index in the recording.
  private func html(_ data: BlockData, at index: Int) -> String {
    switch data {
    case .text(let text): TextBlock.html(text, words: words)
    case .value(let value): TextBlock.html(value, words: words)
    case .markup(let markup): html(markup, at: index)
    case .failure(let failure):
      FailureBlock(failure, cell: cell, recording: recording, words).html
    }
  }

  private func html(_ markup: Markup, at index: Int) -> String {
    switch markup.language {
    case .markdown:
      "<div class=\"markup\">\(markdown(markup.source, at: index))</div>\n"
    case .latex:
      "<div class=\"markup\">\(page.html(Math(markup, in: cell, of: page.notebook)))</div>\n"
    }
  }

  private func markdown(_ source: String, at index: Int) -> String {
    let blocks = page.markups[FigureSet.Place(cell: cell.index, output: index)] ?? []
    var page = page
    page.footnotePrefix = "cell-\(cell.index)-output-\(index + 1)-"
    if blocks.count == 1, case .paragraph(let inlines) = blocks[0].content {
      return page.html(inlines, of: source)
    }
    return page.html(blocks, isTight: true)
  }

  private func claims(_ members: [OutputGroup.Member]) -> String {
    let items = members.compactMap { member -> String? in
      guard case .claim(let claim) = member.output else { return nil }
      let number = page.recordedCells.claimNumber(cell: cell.index, output: member.index)
      return
        "<li id=\"\(page.identifiers.claim(number))\" class=\"\(claim.holds ? "good" : "bad")\">"
        + page.verdict(claim) + "</li>\n"
    }
    return "<ul class=\"claims\">\n\(items.joined())</ul>\n"
  }

  private func tables(_ members: [OutputGroup.Member]) -> String {
    members.enumerated().map { position, member in
      guard case .table(let table) = member.output else { return "" }
      // The caption belongs to the cell's first table.
      let isFirst = !(recording?.outputs.prefix(member.index) ?? []).contains(where: \.isTable)
      let caption = isFirst ? cell.captions.table : nil
      return TableBlock(table, words: words)
        .html(caption: page.caption(.table, caption), id: caption?.label)
    }.joined()
  }
}

extension Math {
  /// A formula that a cell displays.
  init(_ markup: Markup, in cell: Cell, of notebook: Notebook) {
    self.init(source: markup.source, isDisplay: true, location: cell.fence)
    if !isDefinition {
      macros = notebook.macros(inCell: cell.index).definitions(for: markup.source)
    }
    // Only formulas of the note are numbered and can be referred to.
    innerLabels = []
    for index in rows.indices { rows[index].labels = [] }
    for index in references.indices {
      references[index].target = notebook.references[references[index].label]
    }
  }
}

extension Output {
  var isTable: Bool { if case .table = self { true } else { false } }
}
