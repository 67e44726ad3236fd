/// A converted note, and what its author should know of it.
package struct Converted: Sendable {
  package var text: String
  /// Files that belong beside the note, by their names relative to it.
  package var files: [String: [UInt8]] = [:]
  /// What could not be taken over as it was, a sentence each.
  package var notes: [String] = []

  package init(text: String) {
    self.text = text
  }
}
