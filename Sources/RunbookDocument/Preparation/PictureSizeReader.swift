/// Sizes of pictures that stand in their brackets: `![words](x.png =300x200)` and `![words|300](x.png)`.
///
/// The size becomes attributes, as if the author had written `{width=300 height=200}`.
enum PictureSizeReader: DialectReader {
  static let signs = ["!["]

  /// The greatest length of a picture in bytes.
  private static let reach = 2048

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bytes = prose.source.bytes
    for segment in prose.segments {
      var position = segment.lowerBound
      while let open = bytes[position..<segment.upperBound].firstIndex(of: UInt8(ascii: "!")) {
        position = open + 1
        guard position < segment.upperBound, bytes[position] == UInt8(ascii: "["),
          open == 0 || bytes[open - 1] != UInt8(ascii: "\\"),
          let parts = parts(of: bytes[open..<min(segment.upperBound, open + reach)])
        else { continue }
        position = parts.end
        let inWords = size(endOf: bytes[(open + 2)..<parts.bracket], after: UInt8(ascii: "|"))
        let inTarget = size(
          endOf: bytes[(parts.bracket + 2)..<(parts.end - 1)], after: UInt8(ascii: "="))
        guard let found = inTarget ?? inWords,
          let attributes = Attributes(at: 0, in: Array(found.attributes.utf8))
        else { continue }
        if inWords != nil, inTarget == nil {
          edits.replace(found.start..<parts.bracket, with: "")
          edits.replace((parts.end - 1)..<parts.end, with: ")", then: .attributes(attributes))
        } else {
          edits.replace(found.start..<parts.end, with: ")", then: .attributes(attributes))
        }
      }
    }
  }

  /// The bracket that ends the words of a picture and the end of its target, on one line.
  private static func parts(of text: ArraySlice<UInt8>) -> (bracket: Int, end: Int)? {
    var index = text.startIndex + 2
    var bracket: Int?
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "\n"): return nil
      case UInt8(ascii: "[") where bracket == nil: return nil
      case UInt8(ascii: "]") where bracket == nil:
        guard index + 1 < text.endIndex, text[index + 1] == UInt8(ascii: "(") else { return nil }
        bracket = index
        index += 1
      case UInt8(ascii: "(") where bracket != nil: return nil
      case UInt8(ascii: ")"):
        if let bracket { return (bracket, index + 1) }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The size at the end of `text` behind a sign, `300`, `300x200`, `50%x` or `x200`, and where what
  /// states it begins.
  private static func size(
    endOf text: ArraySlice<UInt8>, after sign: UInt8
  ) -> (attributes: String, start: Int)? {
    guard var start = text.suffix(24).lastIndex(of: sign) else { return nil }
    let parts = text[(start + 1)...].filter { $0 != UInt8(ascii: " ") }.split(
      separator: UInt8(ascii: "x"), maxSplits: 1, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    let isBar = sign == UInt8(ascii: "|")
    guard isBar || parts.count == 2, parts.contains(where: { !$0.isEmpty }),
      parts.allSatisfy({ $0.isEmpty || ImageLayout.length($0) != nil }),
      !isBar || parts.allSatisfy({ part in !part.isEmpty && part.utf8.allSatisfy { $0 < 58 } })
    else { return nil }
    var attributes = parts[0].isEmpty ? "" : " width=\(parts[0])"
    if parts.count == 2, !parts[1].isEmpty { attributes += " height=\(parts[1])" }
    if isBar {
      // A bar in a table is escaped.
      if start > text.startIndex, text[start - 1] == UInt8(ascii: "\\") { start -= 1 }
    } else {
      guard start > text.startIndex, text[start - 1] == UInt8(ascii: " ") else { return nil }
      while start > text.startIndex, text[start - 1] == UInt8(ascii: " ") { start -= 1 }
    }
    return ("{\(attributes.dropFirst())}", start)
  }
}
