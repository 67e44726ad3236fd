internal import RunbookDocument
internal import RunbookFiles

/// Places in cells, which count lines from the cell's first, and the same places in the notebook.
struct CellPlaces {
  private let cells: [Int: Cell]
  private let inline: [Int: InlineExpression]
  private let notebook: Notebook

  /// The notebook as its author names it.
  var path: String { notebook.path }

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
    guard let (source, start) = text(of: unit) else { return SourceLocation(line: line) }
    // An expression is one line, whatever the compiler counts.
    let line = if case .inline = unit { 1 } else { line }
    let lines = Self.lines(of: source)
    var column = byteColumn
    if lines.indices.contains(line - 1) {
      column =
        String(decoding: lines[line - 1].utf8.prefix(byteColumn - 1), as: UTF8.self).count + 1
    }
    return SourceLocation(
      line: start.line + line - 1, column: start.column + column - 1, file: start.file)
  }

  /// Returns the unit that a place of the notebook stands in, with line and column there, the column in
  /// bytes from 1; `nil` outside of cells and expressions, and in the indentation of a cell.
  ///
  /// - Complexity: O(cells and expressions + characters of the one found).
  func position(of place: SourceLocation) -> (unit: SourceUnit, line: Int, byteColumn: Int)? {
    let units = cells.keys.map { SourceUnit.cell($0) } + inline.keys.map { SourceUnit.inline($0) }
    for unit in units {
      guard let (source, start) = text(of: unit), start.file == place.file else { continue }
      let lines = Self.lines(of: source)
      let line = place.line - start.line
      guard lines.indices.contains(line) else { continue }
      let characters = place.column - start.column
      guard characters >= 0, characters <= lines[line].count else { continue }
      return (unit, line + 1, lines[line].prefix(characters).utf8.count + 1)
    }
    return nil
  }

  private func text(of unit: SourceUnit) -> (source: String, start: SourceLocation)? {
    switch unit {
    case .cell(let number): cells[number].map { ($0.source, $0.location) }
    case .inline(let index): inline[index].map { ($0.source, $0.location) }
    }
  }

  /// The lines of a source; a newline at its end begins no other.
  private static func lines(of source: String) -> [Substring] {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    return lines
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
