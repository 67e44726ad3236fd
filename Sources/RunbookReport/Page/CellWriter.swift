internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// Writes one cell: its code and, tied to it, what it produced.
struct CellWriter {
  let page: PageWriter
  let cell: Cell
  let recording: CellRecording?
  /// The number of the first claim of this cell among all claims of the report.
  private let firstClaim: Int

  init(_ page: PageWriter, _ cell: Cell) {
    self.page = page
    self.cell = cell
    recording = page.recording.cells.first { $0.index == cell.index }
    firstClaim =
      1
      + page.recording.cells.filter { $0.index < cell.index }.flatMap(\.outputs).filter(\.isClaim)
      .count
  }

  var options: CellOptions { cell.options }
  var words: ReportWords { page.words }

  private var showsCode: Bool {
    options.include != false && (options.echo ?? page.frontMatter.execution.echo)
  }

  /// The cell's HTML; empty for a cell that shows nothing.
  var html: String {
    let groups = OutputGroup.groups(of: visibleOutputs)
    let outputs = groups.map { html($0, isLastFigure: $0.isFigure && isLast($0, in: groups)) }
      .joined()
    let code = showsCode ? codeHTML : ""
    guard !code.isEmpty || !outputs.isEmpty else { return "" }
    // The label stands at the figure; without one, at the cell.
    let label = hasLabelledPart(groups) ? nil : options.label
    let anchor = label.map { "<span\(HTML.attribute("id", $0))></span>" } ?? ""
    let isBare = code.isEmpty ? " bare" : ""
    let isQuiet = outputs.isEmpty ? " quiet" : ""
    return
      "<div class=\"cell\(isBare)\(isQuiet)\" id=\"cell-\(cell.index)\">\(anchor)\n\(code)"
      + (outputs.isEmpty ? "" : "<div class=\"outputs\">\n\(outputs)</div>\n") + "</div>\n"
  }

  /// The outputs that the options leave, with their places in the recording.
  private var visibleOutputs: [OutputGroup.Member] {
    let hidesAll = options.include == false || options.output == false
    return (recording?.outputs ?? []).enumerated().compactMap { index, output in
      let member = OutputGroup.Member(index: index, output: output)
      switch output {
      case .failure: return member
      case .text(let text) where text.stream == .standardError:
        return hidesAll || options.warning == false ? nil : member
      default: return hidesAll ? nil : member
      }
    }
  }

  private var codeHTML: String {
    let source = cell.source.trimmingEmptyLines
    guard !source.isEmpty else { return "" }
    var block = page.codeBlock(source, language: "swift")
    if options.codeFold ?? page.frontMatter.codeFold {
      let summary = options.codeSummary ?? words.code
      block =
        "<details class=\"fold\"><summary>\(HTML.escape(summary))</summary>\n\(block)</details>\n"
    }
    let number = page.numbering.cells[cell.index]?[.listing]
    guard number != nil || options.listingCaption != nil else { return block }
    let id = options.label.flatMap { Numbering.Kind(label: $0) == .listing ? $0 : nil }
    return "<figure class=\"listing\"\(HTML.attribute("id", id))>"
      + page.caption(.listing, number: number, text: options.listingCaption) + block
      + "</figure>\n"
  }

  // MARK: Outputs

  private func isLast(_ group: OutputGroup, in groups: [OutputGroup]) -> Bool {
    groups.last { $0.isFigure }?.members.first?.index == group.members.first?.index
  }

  private func hasLabelledPart(_ groups: [OutputGroup]) -> Bool {
    switch options.label.flatMap({ Numbering.Kind(label: $0) }) {
    case .figure: groups.contains(where: \.isFigure)
    case .table: groups.contains(where: \.isTable)
    case .listing: showsCode
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
        return html(data)
      }.joined()
    }
  }

  private func html(_ data: BlockData) -> String {
    switch data {
    case .text(let text): TextBlock.html(text, words: words)
    case .value(let value): TextBlock.html(value, words: words)
    case .markup(let markup): html(markup)
    case .failure(let failure):
      FailureBlock(failure, cell: cell, recording: recording, words).html
    }
  }

  private func html(_ markup: Markup) -> String {
    switch markup.language {
    case .markdown:
      "<div class=\"markup\">\(page.html(page.prose(markup.source)))</div>\n"
    case .latex:
      "<div class=\"markup\">\(page.html(.math(Math(markup, in: cell))))</div>\n"
    }
  }

  private func claims(_ members: [OutputGroup.Member]) -> String {
    let items = members.compactMap { member -> String? in
      guard case .claim(let claim) = member.output else { return nil }
      let before = (recording?.outputs.prefix(member.index) ?? []).filter(\.isClaim).count
      return
        "<li id=\"claim-\(firstClaim + before)\" class=\"\(claim.holds ? "good" : "bad")\">"
        + page.verdict(claim) + "</li>\n"
    }
    return "<ul class=\"claims\">\n\(items.joined())</ul>\n"
  }

  private func tables(_ members: [OutputGroup.Member]) -> String {
    members.enumerated().map { position, member in
      guard case .table(let table) = member.output else { return "" }
      // The caption belongs to the cell's first table.
      let isFirst = !(recording?.outputs.prefix(member.index) ?? []).contains(where: \.isTable)
      let id = options.label.flatMap { Numbering.Kind(label: $0) == .table ? $0 : nil }
      let caption =
        isFirst
        ? page.caption(
          .table, number: page.numbering.cells[cell.index]?[.table], text: options.tableCaption)
        : ""
      return TableBlock(table, words: words).html(caption: caption, id: isFirst ? id : nil)
    }.joined()
  }
}

extension Math {
  /// A formula that a cell displays.
  init(_ markup: Markup, in cell: Cell) {
    self.init(source: markup.source, isDisplay: true, location: cell.fence)
  }
}

extension Output {
  var isClaim: Bool { if case .claim = self { true } else { false } }
  var isTable: Bool { if case .table = self { true } else { false } }
}
