internal import CMarkdown
internal import RunbookFiles

/// Locations of nodes in the notebook.
extension TreeBuilder {
  /// Prepares for finding the content of a paragraph, heading or table cell.
  mutating func enterContent(_ node: MarkdownNode) {
    scanner = InlineScanner()
    switch node.kind {
    case MD_HEADING where !md_heading_is_underlined(node.handle):
      let line = text.line(node.startLine)
      let content = line.dropFirst(node.startColumn - 1).drop { $0 == UInt8(ascii: "#") }
        .drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      scanner.append(content, line: node.startLine, offset: content.startIndex - line.startIndex)
    case MD_TABLE_CELL: break
    default:
      let first = contentLine(of: node)
      let last = max(first, node.endLine > 0 ? node.endLine : lastLineOfParagraph(node))
      for number in first...last {
        let line = text.line(number)
        let isFirst = number == first && node.startLine > 0
        let offset = isFirst ? max(0, node.startColumn - 1) : contentOffset(inLine: number)
        scanner.append(line.dropFirst(offset), line: number, offset: min(offset, line.count))
      }
    }
  }

  /// The number of bytes of a line that markers of quotations and lists occupy before its content.
  func contentOffset(inLine number: Int) -> Int {
    var quotations = quotationDepth
    var offset = 0
    for byte in text.line(number) {
      if byte == UInt8(ascii: ">"), quotations > 0 {
        quotations -= 1
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
        break
      }
      offset += 1
    }
    return offset
  }

  /// The last line of a paragraph directly above a table.
  private func lastLineOfParagraph(_ node: MarkdownNode) -> Int {
    guard let table = node.next, table.kind == MD_TABLE, let header = table.firstChild else {
      return contentLine(of: node)
    }
    return headerLine(of: header) - 1
  }

  /// The first line of a block's content, from 1.
  ///
  /// Of a paragraph directly above a table, and of the table, only their common beginning is known.
  func contentLine(of node: MarkdownNode) -> Int {
    if node.startLine > 0 { return node.startLine }
    if let next = node.following, next.startLine > 0 { return next.startLine }
    return 1
  }

  /// The line of a table's header.
  func headerLine(of row: MarkdownNode) -> Int {
    if let body = row.next { return body.startLine - 2 }
    return max(1, (row.parent?.endLine ?? 2) - 1)
  }

  /// The location of the beginning of a block.
  mutating func start(of node: MarkdownNode) -> SourceLocation {
    cursor.location(line: contentLine(of: node), offset: max(0, node.startColumn - 1))
  }

  /// The location after a block, without the blank lines that the parser counts as part of it.
  mutating func end(of node: MarkdownNode) -> SourceLocation {
    let first = contentLine(of: node)
    let last = max(node.endLine, first)
    // Nested blocks end at the same blank lines.
    var line = last == blankEnd.last ? max(blankEnd.content, first) : last
    while line > first, isBlank(line) { line -= 1 }
    blankEnd = (last, line)
    return cursor.location(line: line, offset: text.line(line).count)
  }

  /// Whether a line is empty except for quotation markers.
  private func isBlank(_ line: Int) -> Bool {
    source.line(line).allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ">")
    }
  }

  /// The location of a position in the content of the current block.
  mutating func location(at position: Int) -> SourceLocation {
    let place = scanner.place(of: position)
    return cursor.location(line: place.line, offset: place.offset)
  }

  mutating func sourceRange(_ range: Range<Int>) -> SourceRange {
    SourceRange(location(at: range.lowerBound), location(at: range.upperBound))
  }
}
