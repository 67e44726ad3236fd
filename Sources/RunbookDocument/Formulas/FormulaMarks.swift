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
  static let bar: UInt8 = 2

  /// `bytes` with marks; `nil` if none is needed, or if the text itself contains such characters.
  static func marked(_ bytes: [UInt8]) -> [UInt8]? {
    var finder = FormulaMarkFinder(bytes)
    let backslashes = finder.backslashes()
    var marked = bytes
    for offset in backslashes { marked[offset] = backslash }
    let bars = TableBars.offsets(in: marked)
    guard !backslashes.isEmpty || !bars.isEmpty,
      !bytes.contains(where: { $0 == backslash || $0 == bar })
    else { return nil }
    for offset in bars { marked[offset] = bar }
    return marked
  }

  /// `bytes` with the characters that the marks stand for.
  static func restored(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 == backslash || $0 == bar }) else { return bytes }
    return bytes.map {
      $0 == backslash ? UInt8(ascii: "\\") : $0 == bar ? UInt8(ascii: "|") : $0
    }
  }
}
