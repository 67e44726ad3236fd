/// The words of a citation in the style and the language of a note.
package enum CitationText {
  /// A part of the words.
  package enum Piece: Hashable, Sendable {
    case text(String)
    /// The author's words before or after a key.
    case inlines([Inline])
    /// The words that lead to a work.
    case work(String, CitedWork, key: String)
    /// A key that no work has.
    case unknown(String)
  }

  package static func pieces(
    of citation: Citation, style: CitationStyle, language: String
  ) -> [Piece] {
    let isKorean = language == "ko" || language.hasPrefix("ko-")
    switch (citation.form, style) {
    case (.narrative, _):
      return citation.items.flatMap { narrative($0, style, isKorean: isKorean) }
    case (.parenthetical, .authorYear):
      let items = citation.items.map { item in
        words(around: item) { work in
          let isBare = item.omitsAuthors || work.names.isEmpty
          return isBare ? work.year : "\(work.names), \(work.year)"
        }
      }
      return [.text("(")] + items.joined(separator: [.text("; ")]) + [.text(")")]
    case (.parenthetical, .numbered):
      let hasWords = citation.items.contains { !$0.prefix.isEmpty || !$0.suffix.isEmpty }
      let items = citation.items.map { item in words(around: item) { String($0.number) } }
      return [.text("[")] + items.joined(separator: [.text(hasWords ? "; " : ", ")])
        + [.text("]")]
    }
  }

  private static func narrative(
    _ item: Citation.Item, _ style: CitationStyle, isKorean: Bool
  ) -> [Piece] {
    guard let work = item.work else { return [.unknown(item.key)] }
    guard style == .authorYear else {
      let names = work.names.isEmpty ? "" : work.names + " "
      return [.text(names), .work("[\(work.number)]", work, key: item.key)]
    }
    let gap = isKorean ? "" : " "
    return [.work("\(work.names)\(gap)(\(work.year))", work, key: item.key)]
  }

  private static func words(
    around item: Citation.Item, _ words: (CitedWork) -> String
  ) -> [Piece] {
    var pieces: [Piece] = []
    if !item.prefix.isEmpty { pieces += [.inlines(item.prefix), .text(" ")] }
    pieces.append(item.work.map { .work(words($0), $0, key: item.key) } ?? .unknown(item.key))
    if !item.suffix.isEmpty { pieces += [.text(", "), .inlines(item.suffix)] }
    return pieces
  }
}
