/// A cell as the compiler sees it.
package struct RewrittenCell: Sendable {
  /// The whole source file: imports of earlier cells, then the cell with its edits.
  var text: String
  var columns: ColumnMap
  var interface: CellInterface
  /// What is wrong with the cell before a compiler sees it; places are lines and columns of the cell.
  var problems: [Problem]

  /// A construct that a cell cannot contain.
  struct Problem: Sendable {
    var line: Int
    var column: Int
    var message: String
  }

  /// The name under which the cell's lines appear in diagnostics, `#file` and debug information.
  ///
  /// Lines are counted from the cell's own first line, so that prose above it can change without
  /// changing what is compiled.
  static func fileName(of cell: Int) -> String { "cell-\(cell).swift" }
}
