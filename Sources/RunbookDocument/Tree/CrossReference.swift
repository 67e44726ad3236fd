package import RunbookFiles

/// `@fig-x` in prose: a mention of an element that has a label.
package struct CrossReference: Hashable, Sendable {
  /// The words that a reference shows.
  package enum Form: Hashable, Sendable {
    /// The kind and the number: "Figure 3"; the words of a section without a number.
    case phrase
    /// The number alone: `[-@fig-x]`.
    case number
  }

  /// The label without `@`.
  package var label: String
  package var form: Form
  package var location: SourceLocation
  /// The element with that label; `nil` if there is none.
  package var target: ReferenceTarget?

  package init(
    label: String, form: Form = .phrase, location: SourceLocation, target: ReferenceTarget? = nil
  ) {
    self.label = label
    self.form = form
    self.location = location
    self.target = target
  }
}
