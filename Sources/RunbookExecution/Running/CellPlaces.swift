internal import RunbookDocument

/// Translates the compiler's places, which count lines within a cell, to places in the notebook.
struct CellPlaces {
  private let cells: [Int: Cell]

  init(_ notebook: Notebook) {
    cells = Dictionary(uniqueKeysWithValues: notebook.cells.map { ($0.index, $0) })
  }

  /// Returns the place in the notebook of a line of a cell.
  ///
  /// - Parameter byteColumn: the column in the author's line, in bytes from 1.
  func place(cell: Int, line: Int, byteColumn: Int = 1) -> SourceLocation {
    guard let cell = cells[cell] else { return SourceLocation(line: line) }
    let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    var column = byteColumn
    if line >= 1, line <= lines.count {
      column =
        String(decoding: lines[line - 1].utf8.prefix(byteColumn - 1), as: UTF8.self).count + 1
    }
    return SourceLocation(
      line: cell.location.line + line - 1, column: cell.location.column + column - 1)
  }

  /// Rewrites `cell-3.swift:7` in what the Swift runtime prints to the notebook's own line.
  func translate(_ text: String, path: String) -> String {
    guard text.contains("cell-") else { return text }
    return text.replacing(/cell-([0-9]+)\.swift:([0-9]+)/) { match in
      guard let cell = Int(match.1), let line = Int(match.2) else { return String(match.0) }
      return "\(path):\(place(cell: cell, line: line).line)"
    }
  }
}
