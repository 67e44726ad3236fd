internal import RunbookFiles

/// Finds the locations of bytes in the text that the Markdown parser read.
///
/// It remembers the position up to which it has counted, so that a long line with thousands of
/// formulas is counted once and not once for each of them.
struct LineCursor {
  private let source: SourceText
  private let text: PreparedText
  private var line = 0
  /// The edits of the line that begin behind `prepared`.
  private var edits: ArraySlice<PreparedText.LineEdit> = []
  /// The source's lead over the prepared line behind the edits before.
  private var shift = 0
  /// The offset in the parser's line up to which `characters` is counted, the same without marks,
  /// and the offset in the line of the source.
  private var offset = 0
  private var prepared = 0
  private var sourceOffset = 0
  private var characters = 0

  init(source: SourceText, text: PreparedText) {
    self.source = source
    self.text = text
  }

  /// The location of the byte at `offset` of the parser's line.
  ///
  /// - Complexity: O(bytes since the previous location in the same line).
  mutating func location(line: Int, offset: Int) -> SourceLocation {
    if line != self.line || offset < self.offset {
      self.line = line
      edits = text.edits(ofLine: line)
      (self.offset, prepared, sourceOffset, characters, shift) = (0, 0, 0, 0, 0)
    }
    let bytes = text.line(line)
    let start = bytes.startIndex + min(self.offset, bytes.count)
    let end = bytes.startIndex + min(max(offset, self.offset), bytes.count)
    prepared += text.unmarkedCount(bytes[start..<end])
    self.offset = end - bytes.startIndex
    advance(to: place(ofPrepared: prepared))
    return source.location(line: line, column: characters + 1)
  }

  /// The offset in the source of a byte of the prepared line.
  private mutating func place(ofPrepared offset: Int) -> Int {
    while let edit = edits.first, offset >= edit.prepared.upperBound {
      shift = edit.source.upperBound - edit.prepared.upperBound
      edits.removeFirst()
    }
    if let edit = edits.first, offset >= edit.prepared.lowerBound { return edit.source.lowerBound }
    return offset + shift
  }

  private mutating func advance(to place: Int) {
    let bytes = source.line(line)
    let end = min(max(place, sourceOffset), bytes.count)
    characters += SourceText.characterCount(
      bytes[(bytes.startIndex + sourceOffset)..<(bytes.startIndex + end)])
    sourceOffset = end
  }
}
