internal import RunbookFiles

/// Finds the locations of bytes of a text from first to last, so that a long line with thousands of
/// signs is counted once and not once for each of them.
struct ProseCursor {
  /// The beginning of the line of the last location, and what follows up to it.
  private var lineStart = -1
  private var offset = 0
  private var characters = 0

  /// - Complexity: O(bytes since the previous location in the same line).
  mutating func location(of offset: Int, in prose: ProseText) -> SourceLocation {
    let line = prose.line(at: offset)
    if line.range.lowerBound != lineStart || offset < self.offset {
      lineStart = line.range.lowerBound
      self.offset = lineStart
      characters = 0
    }
    let bytes = prose.source.bytes[self.offset..<offset]
    characters += SourceText.characterCount(bytes)
    self.offset = offset
    return prose.source.location(line: line.number, column: characters + 1)
  }
}
