/// Marked words, `==words==`, which become `<mark>words</mark>`.
enum MarkReader: DialectReader {
  static let signs = ["=="]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bytes = prose.source.bytes
    var open: Int?
    var end = 0
    for segment in prose.segments {
      // Words are marked within a paragraph.
      if let start = open, hasBlankLine(bytes[max(start, end)..<segment.lowerBound]) { open = nil }
      end = segment.upperBound
      var index = segment.lowerBound
      while index < segment.upperBound {
        guard bytes[index] == UInt8(ascii: "=") else {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
          continue
        }
        let length = bytes[index..<segment.upperBound].prefix { $0 == UInt8(ascii: "=") }.count
        defer { index += length }
        guard length == 2 else { continue }
        if let start = open, mayClose(bytes, index) {
          edits.replace(start..<(start + 2), with: "<mark>")
          edits.replace(index..<(index + 2), with: "</mark>")
          open = nil
        } else if mayOpen(bytes, index) {
          open = index
        }
      }
    }
  }

  /// Whether words begin behind the signs that do not compare two values.
  private static func mayOpen(_ bytes: [UInt8], _ index: Int) -> Bool {
    let previous = index > 0 ? bytes[index - 1] : 32
    let next = index + 2 < bytes.count ? bytes[index + 2] : 32
    return !isBlank(next) && !isWord(previous) && !")]!<>".utf8.contains(previous)
  }

  private static func mayClose(_ bytes: [UInt8], _ index: Int) -> Bool {
    let next = index + 2 < bytes.count ? bytes[index + 2] : 32
    return !isBlank(bytes[index - 1]) && !isWord(next)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func hasBlankLine(_ bytes: ArraySlice<UInt8>) -> Bool {
    var isBlank = false
    for byte in bytes {
      if byte == 10 {
        if isBlank { return true }
        isBlank = true
      } else if byte != 32, byte != 9, byte != UInt8(ascii: ">") {
        isBlank = false
      }
    }
    return false
  }
}
