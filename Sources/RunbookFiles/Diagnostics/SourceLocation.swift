/// A place in a notebook: line and column, both from 1, the column counted in characters.
package struct SourceLocation: Hashable, Codable, Sendable, Comparable {
  package var line: Int
  package var column: Int
  /// The included file that the place is in, as messages name it; `nil` for the notebook itself.
  package var file: String?

  package init(line: Int, column: Int = 1, file: String? = nil) {
    self.line = line
    self.column = column
    self.file = file
  }

  /// The place in the notebook of a place in a text of its own.
  ///
  /// - Parameters:
  ///   - text: the text that this place is in.
  ///   - start: where the text begins. Of a text of several lines, which YAML may fold, only that is
  ///     known.
  package func moved(into text: String, at start: SourceLocation) -> SourceLocation {
    text.contains("\n")
      ? start
      : SourceLocation(line: start.line, column: start.column + column - 1, file: start.file)
  }

  /// Orders the places of one file from top to bottom, and the notebook before its includes.
  package static func < (left: Self, right: Self) -> Bool {
    (left.file ?? "", left.line, left.column) < (right.file ?? "", right.line, right.column)
  }
}
