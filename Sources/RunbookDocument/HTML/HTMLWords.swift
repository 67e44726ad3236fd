/// Words between tags, taken apart into text, line ends and formulas.
///
/// Formulas are written as MathJax finds them in a page: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`.
enum HTMLWords {
  enum Piece: Equatable {
    /// Words with their entities decoded.
    case words(String)
    case lineEnd
    /// LaTeX without the blanks around it.
    case formula(String, isDisplay: Bool)
  }

  struct PlacedPiece: Equatable {
    var piece: Piece
    /// The bytes of the text; of a formula those between its delimiters, without blanks.
    var range: Range<Int>
  }

  /// The pieces of a text, in order.
  ///
  /// - Complexity: O(bytes).
  static func pieces(of text: String) -> [PlacedPiece] {
    let bytes = Array(text.utf8)
    var pieces: [PlacedPiece] = []
    var start = 0
    var index = 0
    var missing: Set<String> = []
    func string(_ range: Range<Int>) -> String {
      HTMLEntities.decode(String(decoding: bytes[range], as: UTF8.self))
    }
    func words(to end: Int) {
      guard start < end else { return }
      pieces.append(PlacedPiece(piece: .words(string(start..<end)), range: start..<end))
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        words(to: index)
        pieces.append(PlacedPiece(piece: .lineEnd, range: index..<(index + 1)))
        index += 1
        while index < bytes.count, isBlank(bytes[index]), bytes[index] != UInt8(ascii: "\n") {
          index += 1
        }
        start = index
      } else if byte == UInt8(ascii: "\\"), index + 1 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "$")
      {
        words(to: index)
        start = index + 1
        index += 2
      } else if let formula = formula(at: index, in: bytes, &missing) {
        words(to: index)
        pieces.append(
          PlacedPiece(
            piece: .formula(string(formula.content), isDisplay: formula.isDisplay),
            range: formula.content))
        index = formula.end
        start = index
      } else {
        index += 1
      }
    }
    words(to: bytes.count)
    return pieces
  }

  private static let delimiters: [(open: String, close: String, isDisplay: Bool)] = [
    ("$$", "$$", true), ("\\[", "\\]", true), ("\\(", "\\)", false), ("$", "$", false),
  ]

  /// The formula that begins at a position; `missing` keeps the delimiters that do not follow.
  private static func formula(
    at start: Int, in bytes: [UInt8], _ missing: inout Set<String>
  ) -> (content: Range<Int>, end: Int, isDisplay: Bool)? {
    guard bytes[start] == UInt8(ascii: "$") || bytes[start] == UInt8(ascii: "\\"),
      let (open, close, isDisplay) = delimiters.first(where: {
        bytes[start...].starts(with: $0.open.utf8)
      }), !missing.contains(close)
    else { return nil }
    let isDollar = open == "$"
    let first = start + open.utf8.count
    if isDollar, first >= bytes.count || isBlank(bytes[first]) { return nil }
    var index = first
    while index < bytes.count {
      if bytes[index...].starts(with: close.utf8),
        !isDollar
          || index > first && !isBlank(bytes[index - 1]) && !isDigit(at: index + 1, in: bytes)
      {
        var content = first..<index
        while let byte = bytes[content].first, isBlank(byte) {
          content = (content.lowerBound + 1)..<content.upperBound
        }
        while let byte = bytes[content].last, isBlank(byte) {
          content = content.lowerBound..<(content.upperBound - 1)
        }
        return content.isEmpty ? nil : (content, index + close.utf8.count, isDisplay)
      }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    missing.insert(close)
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
  }

  private static func isDigit(at index: Int, in bytes: [UInt8]) -> Bool {
    index < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
  }
}
