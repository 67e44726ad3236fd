internal import RunbookFiles

/// Finds the locations of bytes in the text that the Markdown parser read.
///
/// It remembers the position up to which it has counted, so that a long line with thousands of
/// formulas is counted once and not once for each of them.
struct LineCursor {
  private let source: SourceText
  private let text: CJKEmphasisText
  private var line = 0
  /// The offset in the marked line up to which `characters` is counted.
  private var offset = 0
  private var characters = 0

  init(source: SourceText, text: CJKEmphasisText) {
    self.source = source
    self.text = text
  }

  /// The location of the byte at `offset` of a marked line.
  ///
  /// - Complexity: O(bytes since the previous location in the same line).
  mutating func location(line: Int, offset: Int) -> SourceLocation {
    if line != self.line || offset < self.offset {
      self.line = line
      self.offset = 0
      characters = 0
    }
    let bytes = text.line(line)
    let start = bytes.startIndex + min(self.offset, bytes.count)
    let end = bytes.startIndex + min(max(offset, self.offset), bytes.count)
    if bytes[start..<end].allSatisfy({ $0 < 0x80 }) {
      characters += end - start
    } else {
      characters += text.string(bytes[start..<end]).count
    }
    self.offset = end - bytes.startIndex
    return source.location(line: line, column: characters + 1)
  }
}
