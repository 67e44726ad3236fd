/// A converted note, and notes about the conversion for its author.
package struct Converted: Sendable {
  package var text: String
  /// Files that belong beside the note, by their paths relative to it.
  package var files: [String: [UInt8]] = [:]
  /// The parts that could not be converted unchanged, one sentence each.
  package var notes: [String] = []

  package init(text: String) {
    self.text = text
  }
}
