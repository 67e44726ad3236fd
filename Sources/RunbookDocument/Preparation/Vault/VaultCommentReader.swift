internal import RunbookFiles

/// Comments as vaults write them, `%%words%%`, which are left out.
enum VaultCommentReader: DialectReader {
  static let signs = ["%%"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bytes = prose.source.bytes
    var ranges: [Range<Int>] = []
    var isMissing = false
    var cursor = ProseCursor()
    for segment in prose.segments {
      var index = max(segment.lowerBound, ranges.last?.upperBound ?? 0)
      while index + 1 < segment.upperBound {
        guard isSign(bytes, index) else {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
          continue
        }
        let isBlock = prose.line(at: index).content.lowerBound == index
        let limit = isBlock ? bytes.count : endOfParagraph(bytes, index)
        if isBlock && isMissing || isPercentage(bytes, index) {
          index += 2
        } else if let close = closing(bytes, (index + 2)..<limit) {
          ranges.append(index..<(close + 2))
          index = close + 2
        } else {
          if isBlock { isMissing = true }
          if isBlock || mayOpen(bytes, index) {
            log.warning(
              "the comment is never closed; end it with '%%'",
              at: cursor.location(of: index, in: prose))
          }
          index += 2
        }
      }
    }
    for range in ranges {
      edits.replace(range, with: "")
      prose.exclude(range)
    }
  }

  private static func isSign(_ bytes: [UInt8], _ index: Int) -> Bool {
    bytes[index] == UInt8(ascii: "%") && bytes[index + 1] == UInt8(ascii: "%")
  }

  private static func isPercentage(_ bytes: [UInt8], _ index: Int) -> Bool {
    index > 0 && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index - 1])
  }

  /// Whether words follow the sign, and a blank precedes it.
  private static func mayOpen(_ bytes: [UInt8], _ index: Int) -> Bool {
    let next = index + 2 < bytes.count ? bytes[index + 2] : 32
    return bytes[index - 1] == 32 && next != 32 && next != 10 && next != UInt8(ascii: "%")
  }

  private static func closing(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      if isSign(bytes, index) { return index }
      index += 1
    }
    return nil
  }

  private static func endOfParagraph(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while let newline = bytes[index...].firstIndex(of: 10) {
      let next = bytes[(newline + 1)...].drop { $0 == 32 || $0 == 9 }
      if next.first.map({ $0 == 10 }) ?? true { return newline }
      index = newline + 1
    }
    return bytes.count
  }
}
