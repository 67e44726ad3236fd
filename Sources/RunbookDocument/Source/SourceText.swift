internal import RunbookFiles

/// The text of a document as bytes, line by line, with the origin of each line.
///
/// Lines end with a single newline whatever the file has, and letters outside code are composed (NFC). A
/// document consists of its own lines and those of the files it includes, so a line of the text
/// knows its file and its number there.
struct SourceText: Sendable {
  /// The location of a line of the text in its file.
  struct Origin: Sendable {
    /// `nil` for the notebook itself.
    var file: String?
    var line: Int
  }

  private(set) var bytes: [UInt8]
  /// The offset of each line's first byte; the last line may be empty.
  private(set) var lineStarts: [Int]
  /// `nil` while line `n` of the text is line `n` of the notebook.
  private(set) var origins: [Origin]?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lineStarts = Self.lineStarts(of: bytes)
  }

  /// A text that consists of lines of several files.
  init(_ bytes: [UInt8], origins: [Origin]) {
    self.init(bytes)
    self.origins = origins
  }

  static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
    return starts
  }

  var lineCount: Int { lineStarts.count }

  /// The bytes of a line without its newline; empty for a line that does not exist.
  ///
  /// - Parameter line: counted from 1.
  func line(_ line: Int) -> ArraySlice<UInt8> {
    guard line >= 1, line <= lineStarts.count else { return [] }
    let start = lineStarts[line - 1]
    let end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    return bytes[start..<end]
  }

  /// The location of the byte at `offset` of a line.
  ///
  /// - Parameters:
  ///   - line: the line of this text, from 1.
  ///   - offset: the number of bytes before the location in its line.
  /// - Complexity: O(offset).
  func location(line: Int, offset: Int) -> SourceLocation {
    let prefix = self.line(line).prefix(max(0, offset))
    return location(line: line, column: Self.characterCount(prefix) + 1)
  }

  /// The location of a character whose column is known.
  func location(line: Int, column: Int) -> SourceLocation {
    guard let origins, !origins.isEmpty else { return SourceLocation(line: line, column: column) }
    let origin = origins[min(max(line, 1), origins.count) - 1]
    return SourceLocation(line: origin.line, column: column, file: origin.file)
  }

  /// The number of characters that a reader sees in `bytes`.
  static func characterCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { simpleCharacterCount($0) }
      ?? String(decoding: bytes, as: UTF8.self).count
  }

  /// The number of characters if none of them can be combined with another: ASCII, Hangul syllables,
  /// ideographs, arrows and mathematical operators; else `nil`.
  private static func simpleCharacterCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var count = 0
    var index = 0
    while index < bytes.count {
      count += 1
      let first = bytes[index]
      if first < 0x80 {
        if first == UInt8(ascii: "\r") { return nil }
        index += 1
        continue
      }
      guard index + 2 < bytes.count, (0xE2...0xED).contains(first) else { return nil }
      let (second, third) = (bytes[index + 1], bytes[index + 2])
      let isSimple =
        switch first {
        case 0xE2: (0x84...0x9F).contains(second) || second == 0x80 && (0x90...0xA7).contains(third)
        case 0xE3: second == 0x80 && third < 0xAA
        case 0xEA: second >= 0xB0
        case 0xED: second < 0x9E || second == 0x9E && third <= 0xA3
        default: true
        }
      guard isSimple, second & 0xC0 == 0x80, third & 0xC0 == 0x80 else { return nil }
      index += 3
    }
    return count
  }

  /// The same text with `range` of its lines (from 1) replaced by empty ones, so that the others
  /// keep their numbers.
  func blankingLines(_ range: Range<Int>) -> SourceText {
    guard !range.isEmpty else { return self }
    let start = lineStarts[range.lowerBound - 1]
    let end = range.upperBound <= lineCount ? lineStarts[range.upperBound - 1] : bytes.count
    var blanked = Array(bytes[..<start])
    blanked.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: range.count))
    blanked.append(contentsOf: bytes[end...])
    var text = self
    text.bytes = blanked
    text.lineStarts = Self.lineStarts(of: blanked)
    return text
  }
}
