package import RunbookDocument
package import RunbookFiles

/// The files that the compiler sees of a notebook's cells, and the way between their places and the
/// author's; for tools that read these files as an editor does.
///
/// Each cell is generated as if all cells above it compiled. Nothing is compiled for that.
package struct GeneratedSources: Sendable {
  private let positions: PositionMap
  /// By the cell's number.
  private let sources: [Int: CellSource]
  /// The cell whose file each expression in prose stands in.
  private let cells: [SourceUnit: Int]

  /// A place in the file of a cell.
  package struct FilePosition: Hashable, Sendable {
    package var cell: Int
    /// From 1, counted from the beginning of the file.
    package var line: Int
    /// In bytes, from 1.
    package var column: Int

    package init(cell: Int, line: Int, column: Int) {
      self.cell = cell
      self.line = line
      self.column = column
    }
  }

  /// - Complexity: linear in the length of the cells, and in the number of imports between them.
  package init(_ notebook: Notebook) {
    let inline = notebook.inlineExpressionsByCell
    var context = CellContext(preamble: ParameterSource(notebook.frontMatter.parameters).lines)
    var sources: [Int: CellSource] = [:]
    var columns: [Int: ColumnMap] = [:]
    var cells: [SourceUnit: Int] = [:]
    for cell in notebook.cells {
      let analysis = CellAnalysis(cell, inline: inline[cell.index] ?? [])
      let plan = context.plan(analysis, compiler: "")
      context.add(analysis, plan, CompiledCell(cell: cell.index, folder: ""))
      sources[cell.index] = plan.source
      columns[cell.index] = analysis.columns
      for (unit, _) in analysis.units { cells[unit] = cell.index }
    }
    positions = PositionMap(CellPlaces(notebook), columns: columns)
    self.sources = sources
    self.cells = cells
  }

  /// The file of a cell; `nil` if there is no such cell.
  package func text(ofCell cell: Int) -> String? { sources[cell]?.text }

  /// The author's place for a place in a file; `nil` in the file's head, which no author wrote.
  package func authorPlace(of position: FilePosition) -> SourceLocation? {
    guard let (unit, line) = sources[position.cell]?.unitLine(atFileLine: position.line) else {
      return nil
    }
    return positions.authorPlace(
      of: GeneratedPosition(unit, line: line, column: position.column))
  }

  /// The place in a file for an author's place; `nil` outside of cells and expressions.
  ///
  /// - Parameter isCursor: whether the place is the insertion point of a text cursor, which stays with
  ///   the character on its left, rather than the character that begins there.
  package func filePosition(
    of place: SourceLocation, isCursor: Bool = false
  ) -> FilePosition? {
    guard let position = positions.generatedPosition(of: place, isCursor: isCursor),
      let cell = cells[position.unit],
      let line = sources[cell]?.fileLine(of: position.unit, line: position.line)
    else { return nil }
    return FilePosition(cell: cell, line: line, column: position.column)
  }
}
