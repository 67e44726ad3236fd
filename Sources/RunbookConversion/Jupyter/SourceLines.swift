internal import Foundation
internal import RunbookFiles

/// Text that notebooks store as one string or as a list of lines, and that notes store as lines.
enum SourceLines {
  /// The two ways in which a notebook stores text.
  enum Form: String {
    case string, list
  }

  /// The text as JSON; in a list, each line ends in its newline.
  static func json(_ text: String, as form: Form = .list) -> JSONValue {
    guard form == .list else { return .string(text) }
    var lines: [JSONValue] = []
    var start = text.utf8.startIndex
    while start < text.utf8.endIndex {
      let end =
        text.utf8[start...].firstIndex(of: 10).map { text.utf8.index(after: $0) }
        ?? text.utf8.endIndex
      lines.append(.string(String(text[start..<end])))
      start = end
    }
    return .array(lines)
  }

  /// The form in which `json` writes this value again; `nil` for a value that it never writes.
  static func form(of value: JSONValue) -> Form? {
    if case .string = value { return .string }
    guard let text = value.joinedText, json(text) == value else { return nil }
    return .list
  }

  /// The lines of a text as a note can contain them: with newlines of one kind and without zero
  /// bytes.
  static func lines(of text: String) -> [String] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var isAfterReturn = false
    for byte in text.utf8 {
      switch byte {
      case 13: bytes.append(10)
      case 10 where isAfterReturn: break
      case 0: bytes += Array("\u{FFFD}".utf8)
      default: bytes.append(byte)
      }
      isAfterReturn = byte == 13
    }
    return bytes.split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Lines without the blank ones at both ends.
  static func trimmed(_ lines: some BidirectionalCollection<String>) -> [String] {
    Array(lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  static func isBlank(_ line: String) -> Bool {
    line.utf8.allSatisfy { $0 == 32 || $0 == 9 }
  }

  /// A hash that tells whether an author has changed text: the same for text that editors regard
  /// as the same, with other spaces at the ends of lines or other compositions of letters.
  static func fingerprint(of lines: [String]) -> String {
    var hash = ContentHash()
    for line in lines {
      var bytes = Array(line.precomposedStringWithCanonicalMapping.utf8)
      while let last = bytes.last, last == 32 || last == 9 { bytes.removeLast() }
      hash.combine(bytes)
    }
    return String(hash.text.prefix(16))
  }

  /// A fenced block whose fence is longer than any in the lines.
  static func fenced(_ lines: [String], _ language: String) -> [String] {
    let longest =
      lines.map { line in line.utf8.drop { $0 == 32 }.prefix { $0 == UInt8(ascii: "`") }.count }
      .max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return [fence + language] + lines + [fence]
  }
}
