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
}
