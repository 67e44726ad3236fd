internal import RunbookDocument
internal import RunbookFiles

/// Translates the compiler's places, which count lines within a cell, to places in the notebook.
struct CellPlaces {
  private let cells: [Int: Cell]
  private let inline: [Int: InlineExpression]
  private let notebook: Notebook

  init(_ notebook: Notebook) {
    self.notebook = notebook
    cells = Dictionary(uniqueKeysWithValues: notebook.cells.map { ($0.index, $0) })
    inline = Dictionary(
      uniqueKeysWithValues: notebook.inlineExpressions.map { ($0.index, $0) })
  }

  /// Returns the place in the notebook of a line of a cell or of an expression in prose.
  ///
  /// - Parameter byteColumn: the column in the author's line, in bytes from 1.
  func place(_ unit: SourceUnit, line: Int, byteColumn: Int = 1) -> SourceLocation {
    switch unit {
    case .cell(let number):
      guard let cell = cells[number] else { return SourceLocation(line: line) }
      return place(in: cell.source, at: cell.location, line: line, byteColumn: byteColumn)
    case .inline(let index):
      guard let expression = inline[index] else { return SourceLocation(line: line) }
      return place(in: expression.source, at: expression.location, line: 1, byteColumn: byteColumn)
    }
  }

  private func place(
    in source: String, at start: SourceLocation, line: Int, byteColumn: Int
  ) -> SourceLocation {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    var column = byteColumn
    if line >= 1, line <= lines.count {
      column =
        String(decoding: lines[line - 1].utf8.prefix(byteColumn - 1), as: UTF8.self).count + 1
    }
    return SourceLocation(
      line: start.line + line - 1, column: start.column + column - 1, file: start.file)
  }

  /// The file of a place as a recording names it.
  func recordedFile(of place: SourceLocation) -> String? {
    notebook.recordedName(ofFile: place.file)
  }

  /// Rewrites `cell-3.swift:7` in what the Swift runtime prints to the notebook's own line.
  func translate(_ text: String) -> String {
    text.replacing(/(?:cell|inline)-[0-9]+\.swift:([0-9]+)/) { match in
      let file = match.0.prefix { $0 != ":" }
      guard let unit = SourceUnit(fileName: file), let line = Int(match.1) else {
        return String(match.0)
      }
      let place = place(unit, line: line)
      return "\(recordedFile(of: place) ?? notebook.path):\(place.line)"
    }
  }
}
