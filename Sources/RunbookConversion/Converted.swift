package import RunbookFiles

/// A converted note, and notes about the conversion for its author.
package struct Converted: Sendable {
  /// A message about a part that could not be converted unchanged.
  package struct Note: Hashable, Sendable {
    package var severity = Diagnostic.Severity.note
    package var message: String
    /// The place in the file that is converted; `nil` for the file as a whole.
    package var location: SourceLocation?
  }

  package var text: String
  /// Files that belong beside the note, by their paths relative to it.
  package var files: [String: [UInt8]] = [:]
  /// The parts that could not be converted unchanged, one sentence each.
  package var notes: [Note] = []

  package init(text: String) {
    self.text = text
  }

  mutating func note(_ message: String, at location: SourceLocation? = nil) {
    notes.append(Note(message: message, location: location))
  }

  mutating func warn(_ message: String, at location: SourceLocation? = nil) {
    notes.append(Note(severity: .warning, message: message, location: location))
  }
}
