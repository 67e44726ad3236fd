package import RunbookFiles

/// `[@key, p. 3]` or `@key` in prose: a mention of works of the bibliography.
///
/// As parsed, every `@word` without a known label prefix is a citation. Once labels and bibliography
/// are known, those that mean neither an element nor a work become text.
package struct Citation: Hashable, Sendable {
  /// The place of a citation in its sentence.
  package enum Form: Hashable, Sendable {
    /// A part of the sentence: `@key`, "Kim and Lee (2021)".
    case narrative
    /// An aside in brackets: `[@key]`, "(Kim & Lee, 2021)".
    case parenthetical
  }

  /// One work of a citation.
  package struct Item: Hashable, Sendable {
    package var key: String
    /// The words before the key: `see`.
    package var prefix: [Inline]
    /// The words after it, without the comma between them: `p. 3`.
    package var suffix: [Inline]
    /// Whether the authors are left out: `[-@key]`.
    package var omitsAuthors: Bool
    package var location: SourceLocation
    /// The mention of the work; `nil` if the bibliography does not have the key.
    package var work: CitedWork?

    package init(
      key: String, prefix: [Inline] = [], suffix: [Inline] = [], omitsAuthors: Bool = false,
      location: SourceLocation, work: CitedWork? = nil
    ) {
      self.key = key
      self.prefix = prefix
      self.suffix = suffix
      self.omitsAuthors = omitsAuthors
      self.location = location
      self.work = work
    }
  }

  package var form: Form
  package var items: [Item]
  /// The nodes that stand for the citation where none of its keys is a work; empty once resolved.
  var written: [Inline] = []

  package init(form: Form, items: [Item]) {
    self.form = form
    self.items = items
  }

  /// `@word` as parsed.
  init(mention word: String, at location: SourceLocation) {
    self.init(form: .narrative, items: [Item(key: word, location: location)])
  }
}

extension Inline {
  var citation: Citation? {
    if case .citation(let citation) = content { citation } else { nil }
  }
}

/// A work as one citation names it.
package struct CitedWork: Hashable, Sendable {
  /// The authors in the citation's form: "Kim & Lee"; empty where a style names none.
  package var names: String
  /// The year with the letter that tells works of the same authors and year apart: "2021a".
  package var year: String
  /// The position of the work in the list of references, from 1.
  package var number: Int
  /// The position of this mention among those of the work, from 1.
  package var use: Int

  package init(names: String, year: String, number: Int, use: Int) {
    self.names = names
    self.year = year
    self.number = number
    self.use = use
  }
}
