package import RunbookFiles

/// `` `{swift} expression` `` in prose: a value that the run fills in.
package struct InlineExpression: Hashable, Sendable {
  /// The expression's position among the notebook's inline expressions, from 1.
  package var index: Int
  package var source: String
  /// The location of the expression's first character.
  package var location: SourceLocation

  package init(index: Int, source: String, location: SourceLocation) {
    self.index = index
    self.source = source
    self.location = location
  }
}
