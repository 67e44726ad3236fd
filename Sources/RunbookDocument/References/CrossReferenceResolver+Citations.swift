internal import RunbookFiles

extension CrossReferenceResolver {
  /// The meaning of a word after `@`.
  enum Meaning: Hashable {
    /// The label of an element.
    case label(String)
    /// The key of a work.
    case work(String)
  }

  /// The label or key that a word begins with; the longer one, since particles may follow both.
  ///
  /// - Parameter form: in brackets a work goes before an element of the same name.
  func meaning(of word: String, in form: Citation.Form) -> Meaning? {
    meaning(of: word, in: form, label: KnownPrefix.longest(of: word) { targets[$0] != nil })
  }

  func meaning(of word: String, in form: Citation.Form, label: String?) -> Meaning? {
    guard let key = citations.key(of: word) else { return label.map { .label($0) } }
    guard let label else { return .work(key) }
    let isWork =
      key.count > label.count || key.count == label.count && form == .parenthetical
    return isWork ? .work(key) : .label(label)
  }

  /// A citation with the works that it mentions; as a reference or as text if it means no work.
  mutating func resolved(
    _ citation: Citation, _ range: SourceRange, log: inout DiagnosticLog
  ) -> [Inline] {
    citation.form == .narrative
      ? resolvedMention(citation, range, log: &log) : resolvedGroup(citation, range, log: &log)
  }

  private mutating func resolvedMention(
    _ citation: Citation, _ range: SourceRange, log: inout DiagnosticLog
  ) -> [Inline] {
    guard var item = citation.items.first else { return [] }
    // Resolved before, in a text that is used again.
    if item.work != nil, citations.hasNoWorks { return [Inline(.citation(citation), range: range)] }
    switch meaning(of: item.key, in: .narrative) {
    case .label(let label):
      let reference = CrossReference(label: label, location: item.location, target: targets[label])
      return Self.divided(.reference(reference), label, item.key, range)
    case .work(let key):
      let word = item.key
      item.key = key
      item.work = citations.cite(key, as: .narrative)
      return Self.divided(
        .citation(Citation(form: .narrative, items: [item])), key, word, range)
    case nil:
      check(item, log: &log)
      return [Inline(.text("@\(item.key)"), range: range)]
    }
  }

  private mutating func resolvedGroup(
    _ citation: Citation, _ range: SourceRange, log: inout DiagnosticLog
  ) -> [Inline] {
    var citation = citation
    let meanings = citation.items.map { meaning(of: $0.key, in: .parenthetical) }
    if meanings.count == 1, case .label(let label)? = meanings[0], citation.items[0].omitsAuthors,
      citation.items[0].prefix.isEmpty, citation.items[0].suffix.isEmpty
    {
      let reference = CrossReference(
        label: label, form: .number, location: citation.items[0].location, target: targets[label])
      return [Inline(.reference(reference), range: range)]
    }
    let hasWorks = meanings.contains { if case .work? = $0 { true } else { false } }
    let hasLabels = meanings.contains { if case .label? = $0 { true } else { false } }
    if citation.written.isEmpty, citations.hasNoWorks {
      return [Inline(.citation(citation), range: range)]
    }
    guard hasWorks || !hasLabels && !citations.hasNoWorks else {
      if !hasLabels { reportMissingBibliography(citation, log: &log) }
      var written = citation.written
      resolveList(&written, log: &log)
      return written
    }
    for (index, meaning) in meanings.enumerated() {
      guard case .work(let key)? = meaning else {
        reportUnknownWork(citation.items[index], log: &log)
        continue
      }
      let rest = citation.items[index].key.dropFirst(key.count)
      if !rest.isEmpty {
        citation.items[index].suffix.insert(Inline(.text(String(rest)), range: range), at: 0)
      }
      citation.items[index].key = key
      citation.items[index].work = citations.cite(key, as: .parenthetical)
    }
    citation.written = []
    return [Inline(.citation(citation), range: range)]
  }

  // MARK: Reports

  /// Reports a word after `@` that was meant as a reference or as a citation.
  private mutating func check(_ item: Citation.Item, log: inout DiagnosticLog) {
    let word = item.key
    if labels.locations[word] != nil {
      log.error(
        "'\(word)' cannot be referred to; begin its label with fig-, tbl- or lst-",
        at: item.location)
    } else if let dash = word.firstIndex(of: ":"),
      Label.kind(of: word[..<dash] + "-" + word[dash...].dropFirst()) != nil
    {
      log.warning("nothing has the label '\(word)'; give something this label", at: item.location)
    } else if !citations.hasNoWorks, Self.looksLikeKey(word) {
      reportUnknownWork(item, log: &log)
    } else if suggestions < Self.suggestionLimit, word.contains("-") {
      suggestions += 1
      let known = labels.ordered.filter { labels.kinds[$0] != nil }
      if let nearest = Suggestion.nearest(to: word, among: known) {
        log.warning(
          "'@\(word)' is not a reference; did you mean '@\(nearest)'?", at: item.location)
      }
    }
  }

  private mutating func reportUnknownWork(_ item: Citation.Item, log: inout DiagnosticLog) {
    var advice = "add it to a file of 'bibliography'"
    if suggestions < Self.suggestionLimit {
      suggestions += 1
      if let nearest = Suggestion.nearest(to: item.key, among: citations.bibliography.keys) {
        advice = "did you mean '@\(nearest)'?"
      }
    }
    log.warning("no work has the key '\(item.key)'; \(advice)", at: item.location)
  }

  /// Reports the first citation of a note without a bibliography.
  private mutating func reportMissingBibliography(
    _ citation: Citation, log: inout DiagnosticLog
  ) {
    guard citations.hasNoWorks, !saysNoBibliography,
      let item = citation.items.first(where: { Self.looksLikeKey($0.key) })
    else { return }
    saysNoBibliography = true
    log.warning(
      "'@\(item.key)' is shown as written, since there are no works to cite; name a file of them "
        + "with 'bibliography:' in the front matter", at: item.location)
  }

  /// Whether a word has the form of a work's key, with a year in it, and not that of a person or a
  /// decorator.
  private static func looksLikeKey(_ word: String) -> Bool {
    var digits = 0
    var hasLetters = false
    for character in word.prefix(100) {
      digits = character.isASCII && character.isNumber ? digits + 1 : 0
      if character.isLetter { hasLetters = true }
      if digits == 4, hasLetters { return true }
    }
    return false
  }
}
