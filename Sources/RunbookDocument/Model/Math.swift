/// A formula in LaTeX.
package struct Math: Hashable, Sendable {
  package var source: String
  /// Whether the formula stands on lines of its own (`$$`).
  package var isDisplay: Bool
  /// Where the first character of `source` stands.
  package var location: SourceLocation
  /// `eq-…` where the author names the formula with `{#eq-…}`.
  package var label: String?

  package init(source: String, isDisplay: Bool, location: SourceLocation, label: String? = nil) {
    self.source = source
    self.isDisplay = isDisplay
    self.location = location
    self.label = label
  }
}
