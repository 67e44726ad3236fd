/// A document's text as the Markdown parser reads it.
///
/// What other dialects of Markdown write differently is replaced first (`TextEdits`), then LaTeX
/// outside dollars is marked (`FormulaMarks`), and marks are inserted for emphasis next to Hangul
/// (`CJKEmphasis`). Lines keep their numbers, and every byte of
/// a line can be traced to its place in the source.
struct PreparedText {
  /// An edit of a line, its ranges as offsets in the line.
  struct LineEdit {
    var line: Int
    /// The replaced bytes of the source.
    var source: Range<Int>
    /// The replacement in the prepared line, without marks.
    var prepared: Range<Int>
  }

  let bytes: [UInt8]
  /// The nodes that the markers in the text stand for, by number.
  let markers: [Marker]
  /// The footnotes that the text defines.
  let footnotes: FootnoteDefinitions
  /// The parts that the parser must not see, since it would take too long.
  let bounds: ParserBounds
  /// The offset of each line's first byte in `bytes`.
  private let lineStarts: [Int]
  /// In the order of their places.
  private let edits: [LineEdit]
  /// The mark of `CJKEmphasis`, three bytes; `nil` if none was needed.
  let mark: [UInt8]?
  /// Whether the text has the marks of `FormulaMarks`.
  private let hasFormulaMarks: Bool

  /// - Parameter edits: the replacements for the parts that the parser does not know.
  init(_ source: SourceText, edits: TextEdits) {
    markers = edits.markers
    footnotes = edits.footnotes
    let edited = Self.applying(edits.ordered, to: source)
    self.edits = edited.edits
    bounds = ParserBounds(edits.isEmpty ? source : SourceText(edited.bytes))
    let latex = FormulaMarks.marked(edited.bytes)
    hasFormulaMarks = latex != nil
    (bytes, mark) = CJKEmphasis.marked(latex ?? edited.bytes, breaks: bounds.breaks)
    lineStarts =
      edits.isEmpty && mark == nil ? source.lineStarts : SourceText.lineStarts(of: bytes)
  }

  /// A line as passed to the parser, without its newline.
  func line(_ line: Int) -> ArraySlice<UInt8> {
    guard line >= 1, line <= lineStarts.count else { return [] }
    let end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    return bytes[lineStarts[line - 1]..<end]
  }

  /// `bytes` without the marks.
  func unmarked(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = hasFormulaMarks ? FormulaMarks.restored(Array(bytes)) : Array(bytes)
    guard let mark, bytes.contains(mark[0]) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      result.append(byte)
      if byte == mark[2], result.suffix(3).elementsEqual(mark) { result.removeLast(3) }
    }
    return result
  }

  /// The number of `bytes` without the marks.
  func unmarkedCount(_ bytes: ArraySlice<UInt8>) -> Int {
    // The marks of formulas stand in the place of one byte each.
    guard let mark, bytes.contains(mark[0]) else { return bytes.count }
    return unmarked(bytes).count
  }

  func string(_ bytes: some Collection<UInt8>) -> String {
    mark == nil && !hasFormulaMarks
      ? String(decoding: bytes, as: UTF8.self) : String(decoding: unmarked(bytes), as: UTF8.self)
  }

  /// Whether anything in the source was replaced.
  var hasEdits: Bool { !edits.isEmpty }

  /// The edits of a line, in order.
  func edits(ofLine line: Int) -> ArraySlice<LineEdit> {
    guard !edits.isEmpty else { return [] }
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      if edits[middle].line < line { low = middle + 1 } else { high = middle }
    }
    return edits[low...].prefix { $0.line == line }
  }

  private static func applying(
    _ edits: [TextEdits.Edit], to source: SourceText
  ) -> (bytes: [UInt8], edits: [LineEdit]) {
    guard !edits.isEmpty else { return (source.bytes, []) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.bytes.count)
    var lineEdits: [LineEdit] = []
    var position = 0
    var line = 1
    // The offset in `bytes` at which the line begins.
    var preparedStart = 0
    for edit in edits {
      bytes.append(contentsOf: source.bytes[position..<edit.range.lowerBound])
      while line < source.lineCount, source.lineStarts[line] <= edit.range.lowerBound {
        preparedStart = bytes.count - (edit.range.lowerBound - source.lineStarts[line])
        line += 1
      }
      let start = source.lineStarts[line - 1]
      let prepared = bytes.count - preparedStart
      lineEdits.append(
        LineEdit(
          line: line, source: (edit.range.lowerBound - start)..<(edit.range.upperBound - start),
          prepared: prepared..<(prepared + edit.replacement.count)))
      bytes.append(contentsOf: edit.replacement)
      position = edit.range.upperBound
    }
    bytes.append(contentsOf: source.bytes[position...])
    return (bytes, lineEdits)
  }
}
