internal import CMarkdown
internal import RunbookFiles

/// Where nodes stand in the notebook.
///
/// The parser knows the lines of blocks exactly. Of formulas and references it tells how far they
/// are from the edges of their line in the block; what a list or quotation puts before that line is
/// found by comparing it with the source line. For the rest of the prose it has good estimates.
extension FragmentWriter {
  /// The place of a formula in a paragraph, or of a reference.
  mutating func locationOfPlace(_ node: MarkdownNode) -> SourceLocation {
    guard let block else { return source.location(line: max(1, node.startLine), column: 1) }
    let place = node.place
    let (before, after) = (Int(place.bytes_from_line_start), Int(place.bytes_to_line_end))
    switch block.kind {
    case MD_PARAGRAPH where block.startLine > 0:
      let line = block.endLine - Int(place.lines_after)
      var length = text.line(line).count
      if place.lines_after == 0 { length -= trailingBlanks(line) }
      return location(line: line, preparedOffset: length - after)
    case MD_HEADING where md_heading_is_underlined(block.handle):
      let line = block.startLine + Int(place.lines_before)
      return location(
        line: line, preparedOffset: text.line(line).count - trailingBlanks(line) - after)
    case MD_HEADING:
      let line = block.startLine
      let content = text.line(line).dropFirst(block.startColumn - 1)
        .drop { $0 == UInt8(ascii: "#") }
        .drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return location(
        line: line, preparedOffset: content.startIndex - text.line(line).startIndex + before)
    case MD_TABLE_CELL where !md_row_is_header(block.parent?.handle):
      return location(line: block.startLine, preparedOffset: block.startColumn - 1 + before)
    default:
      return search(node, from: contentLine(of: block) + Int(place.lines_before))
    }
  }

  /// Where the lines of a formula in a paragraph begin, all but the first.
  ///
  /// - Parameter formula: the formula as the parser gives it, without the blanks before each line.
  mutating func locationsOfFurtherLines(_ node: MarkdownNode, _ formula: String) -> [SourceLocation]
  {
    let lines = formula.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count > 1, let block else { return [] }
    let first =
      block.kind == MD_PARAGRAPH && block.startLine > 0
      ? block.endLine - Int(node.place.lines_after)
      : contentLine(of: block) + Int(node.place.lines_before)
    return lines.indices.dropFirst().map { index in
      let words = Array(lines[index].drop { $0 == UInt8(ascii: " ") })
      let found = Self.find(words, in: text.line(first + index), from: 0)
      return location(line: first + index, preparedOffset: found ?? 0)
    }
  }

  /// The first line of a block's content, from 1.
  ///
  /// A paragraph right above a table, and the table's header, only know where both together begin.
  func contentLine(of node: MarkdownNode) -> Int {
    if node.kind == MD_TABLE_CELL, let row = node.parent, md_row_is_header(row.handle) {
      if let body = row.next { return body.startLine - 2 }
      return max(1, (row.parent?.endLine ?? 2) - 1)
    }
    if node.startLine > 0 { return node.startLine }
    if let next = node.following, next.startLine > 0 { return next.startLine }
    return 1
  }

  /// The place of a byte of an inline node that the parser gave an estimate for.
  mutating func location(of node: MarkdownNode, byteOffset: Int) -> SourceLocation {
    guard node.startLine > 0 else {
      return source.location(line: block.map(contentLine) ?? 1, column: 1)
    }
    return location(line: node.startLine, preparedOffset: node.startColumn - 1 + byteOffset)
  }

  /// The place of the expression in `` `{swift} expression` ``.
  mutating func locationOfExpression(_ node: MarkdownNode, skipping length: Int) -> SourceLocation {
    let first = node.startLine > 0 ? node.startLine : block.map(contentLine) ?? 1
    let last = max(first, block?.endLine ?? first)
    let code = text.unmarked(node.literal)
    for line in first...min(last, first + Self.searchedLines) {
      let bytes = text.line(line)
      let start = line == node.startLine ? max(0, node.startColumn - 1) : 0
      let found =
        Self.find(code, in: bytes, from: start)
        ?? Self.find(code, in: bytes, from: cursor.counted(inLine: line))
        ?? Self.find(Array("{swift}".utf8), in: bytes, from: start)
      if let found { return location(line: line, preparedOffset: found + length) }
    }
    return source.location(line: first, column: 1)
  }

  /// How many lines below its estimated one, and how many bytes of a line, are searched for a node.
  private static let searchedLines = 20
  private static let searchedBytes = 4096

  /// The offset in its source line at which a block begins.
  func sourceOffset(ofStart node: MarkdownNode) -> Int {
    text.sourceOffset(line: node.startLine, offset: max(0, node.startColumn - 1))
  }

  private mutating func location(line: Int, preparedOffset: Int) -> SourceLocation {
    cursor.location(line: line, offset: preparedOffset)
  }

  private func trailingBlanks(_ line: Int) -> Int {
    text.line(line).reversed()
      .prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
  }

  /// The place where a node's text stands in a line, for the few blocks of unknown columns.
  private mutating func search(_ node: MarkdownNode, from line: Int) -> SourceLocation {
    let mark: String =
      switch node.kind {
      case MD_MATH: "$"
      case MD_DISPLAY_MATH: "$$"
      default: "@"
      }
    let firstLine = node.literal.prefix { $0 != UInt8(ascii: "\n") }
    let found = Self.find(
      Array(mark.utf8) + firstLine, in: text.line(line), from: cursor.counted(inLine: line))
    return location(line: line, preparedOffset: found ?? 0)
  }

  private static func find(_ word: [UInt8], in line: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard let first = word.first, start + word.count <= line.count else { return nil }
    for offset in start...min(line.count - word.count, start + searchedBytes) {
      let index = line.startIndex + offset
      if line[index] == first, line[index...].starts(with: word) { return offset }
    }
    return nil
  }
}
