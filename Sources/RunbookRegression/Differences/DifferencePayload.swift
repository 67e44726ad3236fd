package import RunbookOutput

/// The comparison of an output's payload, and the presentation of differences in messages and
/// pages.
package protocol DifferencePayload: OutputPayload {
  /// The strategy that compares two of them; by default every field exactly.
  static var strategy: ComparisonStrategy<Self> { get }
  /// The name of such an output in a sentence, for example `a table`.
  static var noun: String { get }
  /// A short text that distinguishes the output from its neighbours.
  var headline: String { get }
  /// The text of an output that consists of lines; `nil` for any other.
  var lines: String? { get }
  /// The output alone on a page, as HTML, for a new or removed cell.
  var html: [String] { get }
  /// Both outputs beside or over each other on a page; `nil` if their lines or the list of changes
  /// are sufficient.
  static func html(_ old: Self, _ new: Self, _ difference: Difference) -> [String]?
}

extension DifferencePayload {
  package static var strategy: ComparisonStrategy<Self> { .exactly }

  package var lines: String? { nil }

  package var html: [String] {
    lines.map { ["<pre>\(DiffPage.escape($0))</pre>"] }
      ?? ["<p>\(DiffPage.escape("\(output.kind.rawValue): \(headline)"))</p>"]
  }

  package static func html(_ old: Self, _ new: Self, _ difference: Difference) -> [String]? { nil }
}
