package import RunbookFiles

/// A file or folder in the `deps` of a cell, and where it is named.
package struct Dependency: Hashable, Sendable {
  /// Relative to the notebook's folder, or absolute.
  package var path: String
  package var location: SourceLocation
  /// The number of the cell.
  package var cell: Int
}
