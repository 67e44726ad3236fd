/// A row of a formula that can have a number of its own.
package struct EquationRow: Hashable, Sendable {
  /// The names in its `\label{…}`.
  package var labels: [String]
  /// The author's `\tag{…}`.
  package var tag: String?
  /// Whether it is counted: neither `\nonumber` nor a starred environment says otherwise.
  package var isCounted: Bool
  /// The number that readers see.
  package var number: String?
}
