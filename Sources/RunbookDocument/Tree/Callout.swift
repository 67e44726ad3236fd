/// A box that sets a remark apart from the text: a note, a tip, a warning.
///
/// Its content is that of the division that it is the kind of.
package struct Callout: Hashable, Sendable {
  /// The looks of a box.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case note, tip, important, warning, caution
  }

  /// The state of a box that readers can fold.
  package enum Folding: String, Hashable, Sendable {
    case open, closed
  }

  package var kind: Kind
  /// The author's name for the kind, in lower case: `abstract` is shown as a note.
  package var name: String
  /// `nil` for a box that is always open.
  package var folding: Folding?
  package var hasIcon: Bool
  /// Whether a box without words of its own for a title gets the name of its kind.
  package var hasDefaultTitle: Bool

  package init(
    name: String, folding: Folding? = nil, hasIcon: Bool = true, hasDefaultTitle: Bool = true
  ) {
    self.name = name.lowercased()
    kind = Self.kinds[self.name]?.kind ?? .note
    self.folding = folding
    self.hasIcon = hasIcon
    self.hasDefaultTitle = hasDefaultTitle
  }

  /// Whether `name` is a kind of box in any of the dialects that are read.
  package static func isKnown(_ name: String) -> Bool { kinds[name.lowercased()] != nil }

  /// The title of a box without one: the name of its kind in the language of the note, or the
  /// author's own name for it.
  package func title(language: String) -> String {
    guard let words = Self.kinds[name] else {
      let spaced = name.replacing("-", with: " ").replacing("_", with: " ")
      return spaced.prefix(1).uppercased() + spaced.dropFirst()
    }
    return Label.isKorean(language) ? words.korean : words.english
  }

  /// The look and the titles of every known name.
  private static let kinds: [String: (kind: Kind, english: String, korean: String)] = {
    let rows: [(names: String, kind: Kind, english: String, korean: String)] = [
      ("note", .note, "Note", "참고"),
      ("info", .note, "Info", "정보"),
      ("todo", .note, "To do", "할 일"),
      ("abstract", .note, "Abstract", "초록"),
      ("summary", .note, "Summary", "요약"),
      ("tldr", .note, "TL;DR", "요약"),
      ("example", .note, "Example", "예"),
      ("quote cite", .note, "Quote", "인용"),
      ("seealso see-also", .note, "See also", "함께 보기"),
      ("admonition", .note, "Note", "참고"),
      ("tip", .tip, "Tip", "도움말"),
      ("hint", .tip, "Hint", "힌트"),
      ("success", .tip, "Success", "성공"),
      ("check done", .tip, "Done", "완료"),
      ("important", .important, "Important", "중요"),
      ("question help faq", .important, "Question", "질문"),
      ("warning", .warning, "Warning", "경고"),
      ("attention", .warning, "Attention", "유의"),
      ("caution", .caution, "Caution", "주의"),
      ("danger", .caution, "Danger", "위험"),
      ("error", .caution, "Error", "오류"),
      ("failure fail missing", .caution, "Failure", "실패"),
      ("bug", .caution, "Bug", "버그"),
    ]
    var kinds: [String: (kind: Kind, english: String, korean: String)] = [:]
    for row in rows {
      for name in row.names.split(separator: " ") {
        kinds[String(name)] = (row.kind, row.english, row.korean)
      }
    }
    return kinds
  }()
}
