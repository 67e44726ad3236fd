package import RunbookFiles

/// `@fig-x` in prose: a mention of something that carries a label.
package struct CrossReference: Hashable, Sendable {
  /// The label without `@`.
  package var label: String
  package var location: SourceLocation

  package init(label: String, location: SourceLocation) {
    self.label = label
    self.location = location
  }
}
