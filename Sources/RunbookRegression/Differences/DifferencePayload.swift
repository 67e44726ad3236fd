package import RunbookOutput

/// How the payload of an output is compared, and how messages and pages show what differs.
package protocol DifferencePayload: OutputPayload {
  /// How two of them are compared; every field exactly unless stated otherwise.
  static var strategy: ComparisonStrategy<Self> { get }
  /// The name of such an output in a sentence, for example `a table`.
  static var noun: String { get }
  /// A few words that tell the output from its neighbours.
  var headline: String { get }
  /// The text of an output that consists of lines; `nil` for any other.
  var lines: String? { get }
  /// The output by itself on a page: HTML, for a cell that is new or gone.
  var html: [String] { get }
  /// Both outputs beside or over each other on a page; `nil` where their lines or the list of changes
  /// show all there is.
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
