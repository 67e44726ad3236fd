/// A piece of a file: from the place of its first character to the place behind its last one.
package struct SourceRange: Hashable, Codable, Sendable {
  package var start: SourceLocation
  package var end: SourceLocation

  package init(_ start: SourceLocation, _ end: SourceLocation) {
    self.start = start
    self.end = end
  }

  /// Whether a place is in this piece, its end excluded.
  package func contains(_ place: SourceLocation) -> Bool {
    place.file == start.file && start <= place && place < end
  }
}
