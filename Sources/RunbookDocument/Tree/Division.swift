/// A group of blocks with a meaning of its own, such as a callout.
package struct Division: Hashable, Sendable {
  /// The author's classes, for example `callout-note`.
  package var classes: [String]
  package var content: [Block]

  package init(classes: [String], content: [Block] = []) {
    self.classes = classes
    self.content = content
  }
}
