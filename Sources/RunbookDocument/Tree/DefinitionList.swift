package import RunbookFiles

/// A list of terms and their meanings.
package struct DefinitionList: Hashable, Sendable {
  /// One or several terms with one or several meanings.
  package struct Entry: Hashable, Sendable {
    package var terms: [[Inline]]
    package var meanings: [Meaning]
    package var range: SourceRange

    package init(terms: [[Inline]], meanings: [Meaning], range: SourceRange) {
      self.terms = terms
      self.meanings = meanings
      self.range = range
    }
  }

  /// The content below a term.
  package struct Meaning: Hashable, Sendable {
    /// Whether its paragraphs are set without space around them.
    package var isTight: Bool
    package var content: [Block]
    package var range: SourceRange

    package init(isTight: Bool, content: [Block], range: SourceRange) {
      self.isTight = isTight
      self.content = content
      self.range = range
    }
  }

  package var entries: [Entry]

  package init(entries: [Entry]) {
    self.entries = entries
  }

  /// Visits terms and meanings in order.
  func visitParts(blocks visit: ([Block]) -> Void, inlines visitInlines: ([Inline]) -> Void) {
    for entry in entries {
      for term in entry.terms { visitInlines(term) }
      for meaning in entry.meanings { visit(meaning.content) }
    }
  }

  /// Changes terms and meanings in order.
  mutating func forEachPart(
    blocks change: (inout [Block]) -> Void, inlines changeInlines: (inout [Inline]) -> Void
  ) {
    for index in entries.indices {
      for term in entries[index].terms.indices { changeInlines(&entries[index].terms[term]) }
      for meaning in entries[index].meanings.indices {
        change(&entries[index].meanings[meaning].content)
      }
    }
  }

  /// Removes the locations of entries and meanings, but not those of their content.
  mutating func removePlaces(_ nowhere: SourceRange) {
    for index in entries.indices {
      entries[index].range = nowhere
      for meaning in entries[index].meanings.indices {
        entries[index].meanings[meaning].range = nowhere
      }
    }
  }
}
