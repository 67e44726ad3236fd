internal import RunbookDocument

extension CellAnalysis {
  /// - Parameter inline: the expressions in prose that are evaluated after the cell.
  init(_ cell: Cell, inline: [InlineExpression]) {
    self.init(
      cell: cell.index, source: cell.source, inline: inline.map { ($0.index, $0.source) })
  }
}
