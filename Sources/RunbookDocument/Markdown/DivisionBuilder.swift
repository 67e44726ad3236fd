internal import RunbookFiles

/// Makes nodes of the content of a division that has ended.
struct DivisionBuilder {
  let open: TreeBuilder.OpenDivision
  let range: SourceRange

  private var division: Division { open.opening.division }

  /// The nodes that stand for the division.
  func blocks(of content: [Block], log: inout DiagnosticLog) -> [Block] {
    switch open.opening.role {
    case .bibliography:
      return [Block(.bibliography(ReferenceList(isMarked: true)), range: range)]
    case .figure, .contents: return content
    case .quotation: return [Block(.quotation(content), range: range)]
    case .tab:
      let tab = Division.Tab(title: open.title, content: content, range: range)
      return [Block(.division(Division(.tabs([tab]))), range: range)]
    case .table(let headerRows): return table(content, headerRows: headerRows, log: &log)
    case .nothing(let advice):
      log.warning("'\(open.opening.sign)' is left out; \(advice)", at: range.start)
      return []
    case .division: return [Block(.division(division(of: content)), range: range)]
    }
  }

  private func division(of content: [Block]) -> Division {
    var division = division
    division.title = open.title
    division.content = content
    if open.opening.takesHeading, open.title.isEmpty,
      case .heading(let heading)? = content.first?.content
    {
      division.title = heading.content
      division.content.removeFirst()
    }
    switch division.kind {
    case .tabs: setTabs(&division)
    case .theorem(_, let isNumbered) where isNumbered:
      division.caption = Caption(label: open.opening.label, range: range)
    case .grid: division.content = Self.separatingPictures(division.content)
    case .float: setCaption(&division)
    case .hidden: division.content = []
    default: break
    }
    return division
  }

  // MARK: Tabs

  /// Splits the content at its headings, or joins the tabs that directives made of it.
  private func setTabs(_ division: inout Division) {
    var before: [Block] = []
    var tabs: [Division.Tab] = []
    var level: Int?
    for block in division.content {
      if case .division(let inner) = block.content, case .tabs(let parts) = inner.kind,
        inner.content.isEmpty, level == nil, parts.count == 1
      {
        tabs += parts
        continue
      }
      if case .heading(let heading) = block.content,
        level == nil && tabs.isEmpty || heading.level == level
      {
        level = heading.level
        tabs.append(.init(title: heading.content, content: [], range: block.range))
      } else if tabs.isEmpty {
        before.append(block)
      } else {
        tabs[tabs.count - 1].content.append(block)
        tabs[tabs.count - 1].range.end = block.range.end
      }
    }
    division.content = before
    division.kind = tabs.isEmpty ? .plain : .tabs(tabs)
  }

  // MARK: Figures and tables

  /// A figure whose caption is the first paragraph of the content.
  func figure(_ image: ImageReference, _ content: [Block]) -> [Block] {
    var image = image
    var rest = content
    if case .paragraph(let inlines)? = content.first?.content {
      image.caption = Caption(content: inlines, range: content[0].range)
      rest.removeFirst()
    }
    return [Block(.figure(image), range: range)] + rest
  }

  /// The last paragraph of a float is its caption.
  private func setCaption(_ division: inout Division) {
    var caption = Caption(label: open.opening.label, range: range)
    if division.content.count > 1, let last = division.content.last,
      case .paragraph(let inlines) = last.content, !Self.isPictures(inlines)
    {
      caption.content = inlines
      caption.range = last.range
      division.content.removeLast()
    }
    division.caption = caption
    division.content = Self.separatingPictures(division.content)
  }

  private static func isPictures(_ inlines: [Inline]) -> Bool {
    var hasPicture = false
    for inline in inlines {
      switch inline.content {
      case .image: hasPicture = true
      case .softBreak, .lineBreak: break
      case .text(let text) where text.allSatisfy(\.isWhitespace): break
      default: return false
      }
    }
    return hasPicture
  }

  /// The blocks with each picture of a paragraph that has only pictures as a figure.
  private static func separatingPictures(_ blocks: [Block]) -> [Block] {
    blocks.flatMap { block -> [Block] in
      if case .figure(let image) = block.content {
        return [Block(.figure(captioned(image, block.range)), range: block.range)]
      }
      guard case .paragraph(let inlines) = block.content, isPictures(inlines) else {
        return [block]
      }
      return inlines.compactMap { inline in
        guard case .image(let image) = inline.content else { return nil }
        return Block(.figure(captioned(image, inline.range)), range: inline.range)
      }
    }
  }

  /// A picture with its alternative text as the caption, unless it has another one.
  private static func captioned(_ image: ImageReference, _ range: SourceRange) -> ImageReference {
    guard image.caption == nil, !image.alternative.isEmpty else { return image }
    var image = image
    image.caption = Caption(
      content: [Inline(.text(image.alternative), range: range)], source: image.alternative,
      range: range)
    return image
  }

  private func table(
    _ content: [Block], headerRows: Int, log: inout DiagnosticLog
  ) -> [Block] {
    var blocks = content
    for index in blocks.indices {
      var table: MarkdownTable
      switch blocks[index].content {
      case .table(let found): table = found
      case .list(let list):
        guard let found = Self.table(of: list, headerRows: headerRows) else { continue }
        table = found
      default: continue
      }
      let label = open.opening.label
      if !open.title.isEmpty || label != nil {
        table.caption = Caption(label: label, content: open.title, range: range)
      }
      blocks[index] = Block(.table(table), range: range)
      return blocks
    }
    log.warning(
      "'\(open.opening.sign)' contains no table; write one with '|', or a list of lists",
      at: range.start)
    return blocks
  }

  /// A list of lists as a table; `nil` if a cell has more than one paragraph.
  private static func table(of list: MarkdownList, headerRows: Int) -> MarkdownTable? {
    var rows: [MarkdownTable.Row] = []
    for item in list.items {
      guard item.content.count == 1, case .list(let cells) = item.content[0].content else {
        return nil
      }
      var row = MarkdownTable.Row(cells: [], range: item.range)
      for cell in cells.items {
        switch (cell.content.count, cell.content.first?.content) {
        case (0, _): row.cells.append(.init(content: [], range: cell.range))
        case (1, .paragraph(let inlines)?):
          row.cells.append(.init(content: inlines, range: cell.range))
        case (1, .figure(let image)?):
          row.cells.append(
            .init(content: [Inline(.image(image), range: cell.range)], range: cell.range))
        default: return nil
        }
      }
      rows.append(row)
    }
    guard let first = rows.first, !first.cells.isEmpty else { return nil }
    let count = rows.map(\.cells.count).max() ?? 0
    for index in rows.indices {
      while rows[index].cells.count < count {
        rows[index].cells.append(.init(content: [], range: rows[index].range))
      }
    }
    let header =
      headerRows > 0
      ? rows.removeFirst()
      : MarkdownTable.Row(
        cells: (0..<count).map { _ in .init(content: [], range: first.range) }, range: first.range)
    return MarkdownTable(
      alignments: Array(repeating: nil, count: count), header: header, rows: rows)
  }
}
