package import RunbookFiles

/// A place in prose that references can lead to and that shows nothing.
package struct Anchor: Hashable, Sendable {
  /// Where an author writes the label of an element.
  enum Side: Hashable, Sendable {
    /// Before it: `(name)=`.
    case before
    /// Behind it: `` :label:`name` ``.
    case behind
  }

  /// The label, which is also the HTML id.
  package var label: String
  var side: Side
  package var location: SourceLocation
}
