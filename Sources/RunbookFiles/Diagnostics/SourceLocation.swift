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

  /// Orders the places of one file from top to bottom, and the notebook before its includes.
  package static func < (left: Self, right: Self) -> Bool {
    (left.file ?? "", left.line, left.column) < (right.file ?? "", right.line, right.column)
  }
}
