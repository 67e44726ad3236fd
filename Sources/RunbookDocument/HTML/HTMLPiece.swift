internal import RunbookFiles

/// A block or a tag of HTML, and the locations of its bytes in the notebook.
struct HTMLPiece {
  /// Names a piece of a document.
  struct Key: Hashable {
    var start: SourceLocation
    var html: String
  }

  let bytes: [UInt8]
  private let start: SourceLocation
  /// The lines of a block; `nil` for a tag within a line.
  private let lines: CodeLines?
  /// The position up to which lines and characters are counted, so that each is counted once.
  private var counted = 0
  private var line = 0
  private var character = 0

  init(_ html: String, at start: SourceLocation, lines: CodeLines?) {
    bytes = Array(html.utf8)
    self.start = start
    self.lines = lines
  }

  /// The location of a byte.
  ///
  /// - Complexity: O(bytes since the byte that was asked for before), if that is not after this one.
  mutating func location(at offset: Int) -> SourceLocation {
    if offset < counted { (counted, line, character) = (0, 0, 0) }
    var index = counted
    let end = min(offset, bytes.count)
    while index < end, let newline = bytes[index..<end].firstIndex(of: UInt8(ascii: "\n")) {
      line += 1
      character = 0
      index = newline + 1
    }
    character += SourceText.characterCount(bytes[index..<max(index, end)])
    counted = end
    if let lines { return lines.location(line, character) }
    return line == 0
      ? SourceLocation(line: start.line, column: start.column + character, file: start.file)
      : SourceLocation(line: start.line + line, column: character + 1, file: start.file)
  }

  mutating func range(_ range: Range<Int>) -> SourceRange {
    SourceRange(location(at: range.lowerBound), location(at: range.upperBound))
  }
}
