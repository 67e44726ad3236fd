package import RunbookFiles

/// `@fig-x` in prose: a mention of something that carries a label.
package struct CrossReference: Hashable, Sendable {
  /// The label without `@`.
  package var label: String
  package var location: SourceLocation
  /// The thing with that label; `nil` if nothing has it.
  package var target: ReferenceTarget?

  package init(label: String, location: SourceLocation, target: ReferenceTarget? = nil) {
    self.label = label
    self.location = location
    self.target = target
  }
}
