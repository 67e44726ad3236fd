package import RunbookFiles

/// A heading of the document.
package struct Heading: Hashable, Sendable {
  /// 1 for the document's title, 2 for its sections.
  package var level: Int
  /// The HTML id, unique in the document.
  package var identifier: String
  package var content: [Inline]
  /// The words as plain text, for a window title or an index.
  package var text: String
  package var location: SourceLocation
  /// The label in `{#label}`, which is then also the identifier; only `sec-…` can be referred to.
  package var label: String?
  /// Whether the heading is counted where sections are numbered.
  package var isNumbered = true
  /// Whether the table of contents lists the heading.
  package var isListed = true
  /// The number that readers see, such as `2.1`; `nil` in a document without numbers.
  package var number: String?

  package init(
    level: Int, identifier: String, content: [Inline], text: String, location: SourceLocation,
    label: String? = nil, number: String? = nil
  ) {
    self.level = level
    self.identifier = identifier
    self.content = content
    self.text = text
    self.location = location
    self.label = label
    self.number = number
  }
}
