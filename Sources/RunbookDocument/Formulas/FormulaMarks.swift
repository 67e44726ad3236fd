internal import CMarkdown

/// Marks in the text for the parser, each in place of one byte, for LaTeX that Markdown would read
/// as something else.
///
/// To the parser a backslash escapes the character after it, so `\(` would be a parenthesis, and a
/// bar ends the cell of a table, so half of `$|x|$` would be lost. Where LaTeX may begin, the
/// backslash is replaced by a control character that the parser's extension knows; the bars within
/// formulas of tables by another one. Everything the parser returns is read through `restored`.
enum FormulaMarks {
  static let backslash = UInt8(MD_LATEX_BACKSLASH)
  static let bar = UInt8(MD_FORMULA_BAR)
  /// The first of two dollars that end, at the beginning of a line, a formula of the paragraph
  /// above; without a mark they would begin another.
  static let dollar = UInt8(MD_CLOSING_DOLLAR)

  /// `bytes` with marks; `nil` if none is needed, or if the text itself contains such characters.
  static func marked(_ bytes: [UInt8]) -> [UInt8]? {
    var finder = FormulaMarkFinder(bytes)
    finder.find()
    var marked = bytes
    for offset in finder.backslashes { marked[offset] = backslash }
    for offset in finder.dollars { marked[offset] = dollar }
    let bars = TableBars.offsets(in: marked)
    guard !(finder.backslashes.isEmpty && finder.dollars.isEmpty && bars.isEmpty),
      !bytes.contains(where: isMark)
    else { return nil }
    for offset in bars { marked[offset] = bar }
    return marked
  }

  /// `bytes` with the characters that the marks stand for.
  static func restored(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: isMark) else { return bytes }
    return bytes.map { byte in
      switch byte {
      case backslash: UInt8(ascii: "\\")
      case bar: UInt8(ascii: "|")
      case dollar: UInt8(ascii: "$")
      default: byte
      }
    }
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == backslash || byte == bar || byte == dollar
  }
}
