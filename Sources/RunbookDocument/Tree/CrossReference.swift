package import RunbookFiles

/// `@fig-x` in prose: a mention of an element that has a label.
package struct CrossReference: Hashable, Sendable {
  /// The label without `@`.
  package var label: String
  package var location: SourceLocation
  /// The element with that label; `nil` if there is none.
  package var target: ReferenceTarget?

  package init(label: String, location: SourceLocation, target: ReferenceTarget? = nil) {
    self.label = label
    self.location = location
    self.target = target
  }
}
