package import RunbookFiles

/// The number and the words of a figure, table or listing.
package struct Caption: Hashable, Sendable {
  /// The number that readers see, `3`; `nil` for an element that is not counted.
  package var number: String?
  /// The author's label; for a cell, only if it names this kind of element.
  package var label: String?
  /// The words, parsed; empty for an element that has only a number.
  package var content: [Inline]
  /// The words as written by the author; `nil` if there are none.
  package var source: String?
  package var range: SourceRange

  package init(
    number: String? = nil, label: String? = nil, content: [Inline] = [], source: String? = nil,
    range: SourceRange
  ) {
    self.number = number
    self.label = label
    self.content = content
    self.source = source
    self.range = range
  }
}
