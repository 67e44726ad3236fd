/// Spans with attributes, `[words]{.class}`: their brackets and braces are not shown.
///
/// Words for other formats are left out.
struct SpanReader: DialectReader {
  static let signs = ["]{"]

  /// The greatest length of a span in bytes.
  private static let reach = 4096

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bytes = prose.source.bytes
    for segment in prose.segments {
      var position = segment.lowerBound
      while position + 1 < segment.upperBound {
        guard bytes[position] == UInt8(ascii: "]"), bytes[position + 1] == UInt8(ascii: "{") else {
          position += 1
          continue
        }
        guard let close = bytes[position..<segment.upperBound].firstIndex(of: UInt8(ascii: "}"))
        else { break }
        let inner = String(decoding: bytes[(position + 2)..<close], as: UTF8.self)
        if var attributes = BracedAttributes(inner), attributes != BracedAttributes(),
          let open = opening(of: position, in: bytes)
        {
          let isShown = FormatCondition.take(&attributes) ?? true
          if isShown {
            let known =
              attributes == BracedAttributes() ? nil : Attributes(at: position + 1, in: bytes)
            let tag = known.map(AttributeReader.tag) ?? (open: "", close: "")
            edits.replace(open..<(open + 1), with: tag.open)
            edits.replace(position..<(close + 1), with: tag.close)
          } else {
            edits.replace(open..<(close + 1), with: "")
            prose.exclude(open..<(close + 1))
          }
        }
        position = close + 1
      }
    }
  }

  /// The bracket that belongs to the one at `close`, in the same paragraph; `nil` for those of links,
  /// pictures and macros.
  private static func opening(of close: Int, in bytes: [UInt8]) -> Int? {
    var depth = 0
    var index = close
    let limit = max(0, close - reach)
    while index > limit {
      index -= 1
      let isEscaped = index > 0 && bytes[index - 1] == UInt8(ascii: "\\")
      switch bytes[index] {
      case UInt8(ascii: "]") where !isEscaped: depth += 1
      case UInt8(ascii: "[") where !isEscaped:
        if depth == 0 {
          let before = index > 0 ? bytes[index - 1] : 0
          return "!]".utf8.contains(before) ? nil : index
        }
        depth -= 1
      case UInt8(ascii: "\n") where index > 0 && bytes[index - 1] == UInt8(ascii: "\n"): return nil
      default: break
      }
    }
    return nil
  }
}
