package import RunbookFiles

/// The target of a label: the third figure, section 2.1.
package struct ReferenceTarget: Hashable, Sendable {
  package var kind: Label.Kind
  /// The number that readers see: `3` for the third figure, `2.1` for a section; empty for a
  /// section of a document without numbers.
  package var number: String
  /// The words of a section's heading; `nil` for other elements.
  package var title: String?
  package var location: SourceLocation

  package init(
    kind: Label.Kind, number: String, title: String? = nil, location: SourceLocation
  ) {
    self.kind = kind
    self.number = number
    self.title = title
    self.location = location
  }
}
