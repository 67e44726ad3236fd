package import RunbookDocument

/// A line of output, taken apart once and compared often.
package struct TextLine: Hashable, Sendable {
  package let text: String
  package let tokens: [TextTokenizer.Token]
  private let length: Int

  package init(_ text: String) {
    self.text = text
    tokens = TextTokenizer.tokens(of: text)
    length = text.count
  }

  /// Returns the lines of `text` that `filters` leave; a newline at the very end is not a line.
  package static func lines(of text: String, filters: [TextFilter]) -> [TextLine] {
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return TextFilter.apply(filters, to: lines).map(TextLine.init)
  }

  /// The result of comparing two versions of a line.
  package enum Verdict: Hashable, Sendable {
    case same
    /// The words are equal; these numbers moved too far. Positions count the tokens.
    case numbers([Int])
    case words
  }

  /// Compares with a later version of the line.
  ///
  /// - Parameter tolerance: how far numbers may move; `nil` if they may be any.
  package func compared(with new: TextLine, tolerance: Tolerance?) -> Verdict {
    if text == new.text { return .same }
    guard tokens.count == new.tokens.count else { return .words }
    var moved = [Int]()
    for (index, pair) in zip(tokens, new.tokens).enumerated() {
      switch (pair.0.content, pair.1.content) {
      case (.word(let old), .word(let new)):
        guard old == new else { return .words }
      case (.number(let old), .number(let new)):
        if let tolerance, !tolerance.accepts(old, new) { moved.append(index) }
      default:
        return .words
      }
    }
    guard hasEqualGaps(new) else { return .words }
    return moved.isEmpty ? .same : .numbers(moved)
  }

  /// Whether the blanks between the tokens mean the same.
  ///
  /// Beside a number they may differ if what follows begins or ends in the same column, since a
  /// number of more digits takes room from the blanks that pad it.
  private func hasEqualGaps(_ new: TextLine) -> Bool {
    for index in 0...tokens.count {
      let old = gap(before: index)
      let other = new.gap(before: index)
      if old.width == other.width { continue }
      let isBesideNumber =
        index > 0 && tokens[index - 1].number != nil
        || index < tokens.count && tokens[index].number != nil
      guard isBesideNumber, old.start == other.start || old.end == other.end else { return false }
    }
    return true
  }

  /// The blanks before a token, or before the end of the line, and the columns of what follows them.
  private func gap(before index: Int) -> (width: Int, start: Int, end: Int) {
    let from = index == 0 ? 0 : tokens[index - 1].end
    guard index < tokens.count else { return (length - from, length, length) }
    return (tokens[index].start - from, tokens[index].start, tokens[index].end)
  }
}
