internal import CMarkdown
internal import RunbookFiles

extension TreeBuilder {
  mutating func closeTable(_ node: MarkdownNode) {
    guard let frame = close(node), let header = frame.rows.first else { return }
    let alignments = header.cells.indices.map { column -> MarkdownTable.Alignment? in
      switch UInt8(bitPattern: md_column_alignment(node.handle, Int32(column))) {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: nil
      }
    }
    let table = MarkdownTable(
      alignments: alignments, header: header, rows: Array(frame.rows.dropFirst()))
    append(.table(table), from: header.range.start, to: end(of: node))
    if let row = frame.captionRow { takeCaption(row) }
  }

  mutating func openRow(_ node: MarkdownNode) {
    let line = line(ofRow: node)
    rowRanges = cells(of: node)
    if !md_row_is_header(node.handle) { warnOfCells(below: node, line: line) }
    open(node, at: cursor.location(line: line, offset: rowRanges.first?.lowerBound ?? 0))
  }

  /// Reports cells beyond the last column, which the parser leaves out.
  private mutating func warnOfCells(below row: MarkdownNode, line: Int) {
    var columns = 0
    var cell = row.firstChild
    while let next = cell {
      columns += 1
      cell = next.next
    }
    // What follows the last bar of a line is no cell.
    let bytes = Array(text.line(line))
    let filled = rowRanges.filter { !bytes[$0].isEmpty || $0.upperBound < bytes.count }
    guard columns > 0, filled.count > columns, !bytes[filled[columns]].isEmpty else { return }
    log.warning(
      "the row has more cells than the table has columns, and the rest is left out; write '\\|' for a "
        + "bar that separates nothing, '\\vert' in a formula",
      at: cursor.location(line: line, offset: filled[columns].lowerBound))
  }

  mutating func closeRow(_ node: MarkdownNode) {
    guard let frame = close(node) else { return }
    let line = line(ofRow: node)
    let end = source.location(line: line, offset: source.line(line).count)
    let row = MarkdownTable.Row(cells: frame.cells, range: SourceRange(frame.start, end))
    if node.next == nil, isCaptionLine(line) {
      frames[frames.count - 1].captionRow = row
    } else {
      frames[frames.count - 1].rows.append(row)
    }
  }

  mutating func openCell(_ node: MarkdownNode) {
    enterContent(node)
    if let row = node.parent {
      let line = line(ofRow: row)
      let ranges = rowRanges
      let column = frames.last?.cells.count ?? 0
      let range =
        column < ranges.count ? ranges[column] : text.line(line).count..<text.line(line).count
      let bytes = text.line(line)
      let content = bytes[
        (bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
      scanner.append(content, line: line, offset: range.lowerBound)
    }
    open(node, at: location(at: 0))
  }

  mutating func closeCell(_ node: MarkdownNode) {
    guard let frame = close(node) else { return }
    let end = location(at: scanner.position)
    frames[frames.count - 1].cells.append(
      MarkdownTable.TableCell(content: frame.inlines, range: SourceRange(frame.start, end)))
  }

  private func line(ofRow row: MarkdownNode) -> Int {
    md_row_is_header(row.handle) ? headerLine(of: row) : row.startLine
  }

  /// The content of each cell of a row, without surrounding blanks, as offsets in its line.
  private func cells(of row: MarkdownNode) -> [Range<Int>] {
    let number = line(ofRow: row)
    let line = Array(text.line(number))
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    // The first line of a list item begins with the item's marker.
    let node = md_row_is_header(row.handle) ? row.parent ?? row : row
    var start =
      node.startLine == number ? max(0, node.startColumn - 1) : contentOffset(inLine: number)
    if start < line.count, line[start] == UInt8(ascii: "|") { start += 1 }
    var ranges: [Range<Int>] = []
    var index = start
    while index <= line.count {
      if index < line.count, line[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if index >= line.count || line[index] == UInt8(ascii: "|") {
        var (first, last) = (start, min(index, line.count))
        while first < last, isBlank(line[first]) { first += 1 }
        while last > first, isBlank(line[last - 1]) { last -= 1 }
        ranges.append(first..<last)
        start = index + 1
      }
      index += 1
    }
    return ranges
  }

  // MARK: Captions

  /// Whether a paragraph is the caption of the table above it: it begins with `: `.
  func isCaption(_ paragraph: MarkdownNode) -> Bool {
    guard let previous = paragraph.previous, previous.kind == MD_TABLE,
      let first = paragraph.firstChild, first.kind == MD_TEXT
    else { return false }
    return first.literal.starts(with: ": ".utf8)
  }

  /// Makes a paragraph the caption of the table above it.
  mutating func closeCaption(_ frame: Frame) {
    let top = frames.count - 1
    guard case .table(var table)? = frames[top].blocks.last?.content else { return }
    let end = end(of: frame.node)
    let words = frame.inlines
    table.caption = Caption(
      label: frame.label, content: words,
      source: words.isEmpty ? nil : LaTeXText.plain(words),
      range: SourceRange(frame.start, end))
    frames[top].blocks[frames[top].blocks.count - 1].content = .table(table)
    frames[top].blocks[frames[top].blocks.count - 1].range.end = end
    if let label = frame.label { labels.add(label, of: .table, location: frame.start, log: &log) }
  }
}
