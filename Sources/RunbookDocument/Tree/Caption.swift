package import RunbookFiles

/// The number and the words of a figure, table or listing.
package struct Caption: Hashable, Sendable {
  /// The number that readers see, `3`; `nil` for what is not counted.
  package var number: String?
  /// The label that the author gives; for a cell, only if it names this kind of thing.
  package var label: String?
  /// The words, parsed; empty for a thing that has only a number.
  package var content: [Inline]
  /// The words as they are written; `nil` if there are none.
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
