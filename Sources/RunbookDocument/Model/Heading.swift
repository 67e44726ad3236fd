package import RunbookFiles

/// A heading of the document.
package struct Heading: Hashable, Sendable {
  /// 1 for the document's own title, 2 for its sections.
  package var level: Int
  /// The HTML id, unique in the document.
  package var identifier: String
  /// The words, as fragments: a heading may hold maths and code.
  package var content: [Fragment]
  /// The words as plain text, for the title of a window or an index.
  package var text: String
  package var location: SourceLocation
  /// `sec-…` where the author names the section with `{#sec-…}`; then also its identifier.
  package var label: String?
  /// The section's number, such as `2.1`; `nil` for the document's own title.
  package var number: String?

  package init(
    level: Int, identifier: String, content: [Fragment], text: String, location: SourceLocation,
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
