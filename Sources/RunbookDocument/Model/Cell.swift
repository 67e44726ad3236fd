package import RunbookFiles

/// A fence of Swift that runs.
package struct Cell: Hashable, Sendable {
  /// The cell's place among the notebook's cells, from 1.
  package var index: Int
  /// The Swift code without its option lines, each line ended by a newline.
  package var source: String
  /// Where the opening fence stands.
  package var fence: SourceLocation
  /// Where the first line of `source` stands; the column is beyond 1 in a list item or a quotation.
  package var location: SourceLocation
  package var options: CellOptions
  /// The inline values in the cell's captions.
  package var captionExpressions: [InlineExpression]

  package init(
    index: Int, source: String, fence: SourceLocation, location: SourceLocation,
    options: CellOptions, captionExpressions: [InlineExpression] = []
  ) {
    self.index = index
    self.source = source
    self.fence = fence
    self.location = location
    self.options = options
    self.captionExpressions = captionExpressions
  }
}
