/// Text shortened for quotation within a line.
package enum Excerpt {
  /// The most characters that are quoted.
  static let limit = 60

  /// `text` on one line between quotation marks, cut at its end if it is long.
  package static func quoted(_ text: some StringProtocol) -> String {
    "“\(cut(oneLine(text), from: 0))”"
  }

  /// Two texts between quotation marks, both cut so that the first difference is visible.
  package static func quoted(_ old: String, _ new: String) -> (old: String, new: String) {
    let old = oneLine(old)
    let new = oneLine(new)
    let common = zip(old, new).prefix { $0 == $1 }.count
    // Some of the equal text is kept as context.
    let start = max(old.count, new.count) <= limit ? 0 : max(0, common - limit / 3)
    return ("“\(cut(old, from: start))”", "“\(cut(new, from: start))”")
  }

  private static func oneLine(_ text: some StringProtocol) -> [Character] {
    text.map { character in
      if character.isNewline { return "⏎" }
      return character.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
        ? " " : character
    }
  }

  private static func cut(_ text: [Character], from start: Int) -> String {
    let end = min(text.count, start + limit)
    guard start < end else { return start == 0 ? "" : "…" }
    return (start > 0 ? "…" : "") + String(text[start..<end]) + (end < text.count ? "…" : "")
  }
}
