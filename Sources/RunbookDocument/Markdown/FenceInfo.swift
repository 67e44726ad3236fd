/// The meaning of the info string after the opening fence of a code block.
enum FenceInfo: Equatable {
  /// Swift that runs.
  case cell
  /// Code in another language, or without a language, that is shown.
  case listing(language: String)
  /// Swift that another tool only shows.
  case shownSwift
  /// Nearly a cell; the text states the mistake and its correction.
  case malformed(String)

  /// The word by which a reader of another dialect marks Swift that is not to run; no author writes it.
  static let shownSwiftWord = "\u{F8FE}swift"

  init(_ info: String) {
    let words = info.split { $0 == " " || $0 == "\t" }
    switch (words.first ?? "", words.count) {
    case ("", _): self = .listing(language: "")
    case ("swift", 1), ("{swift}", 1): self = .cell
    case (Self.shownSwiftWord[...], 1): self = .shownSwift
    case ("swift", _), ("{swift}", _):
      self = .malformed(
        "'\(info)' contains more than 'swift'; write options as '//| key: value' at the top of the cell"
      )
    default:
      if Self.isNearlyCell(words) {
        self = .malformed(
          "'\(info)' is neither a cell nor another language; write 'swift' and options as '//| key: value' at the top of the cell"
        )
      } else {
        self = .listing(language: Self.language(String(words[0])))
      }
    }
  }

  /// Whether the language is Swift but not written as a cell's: `Swift`, `swift{…}`, `{ .swift }`.
  /// `bash title="swift"` is not.
  private static func isNearlyCell(_ words: [Substring]) -> Bool {
    let first = words.first { $0.contains { $0.isLetter } } ?? ""
    let classes = words.filter { $0.hasPrefix(".") || $0.hasPrefix("{.") }
    return ([first] + classes).contains { word in
      word.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "+" || $0 == "_") }
        .contains { $0 == "swift" }
    }
  }

  /// The name in `python`, `{python}`, `{.python}` and `python{.numberLines}`.
  private static func language(_ word: String) -> String {
    let name = word.drop { $0 == "{" || $0 == "." }
    return String(name.prefix { $0 != "{" && $0 != "}" && $0 != "," })
  }
}
