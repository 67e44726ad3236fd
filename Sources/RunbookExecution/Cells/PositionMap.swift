package import RunbookDocument
package import RunbookFiles

/// A place in the source that the compiler sees.
package struct GeneratedPosition: Hashable, Sendable {
  /// The cell or expression, which has a file name of its own there.
  package var unit: SourceUnit
  /// From 1, counted from the unit's first line.
  package var line: Int
  /// In bytes, from 1.
  package var column: Int

  package init(_ unit: SourceUnit, line: Int, column: Int) {
    self.unit = unit
    self.line = line
    self.column = column
  }
}

/// Translates between places in the notebook and places in the sources generated from its cells.
package struct PositionMap {
  let places: CellPlaces
  /// Where edits moved columns, by the cell's number.
  private let columns: [Int: ColumnMap]

  init(_ places: CellPlaces, columns: [Int: ColumnMap]) {
    self.places = places
    self.columns = columns
  }

  /// The author's place for a place in the generated source.
  ///
  /// A place within text that the author did not write becomes that of the text behind it.
  package func authorPlace(of position: GeneratedPosition) -> SourceLocation {
    var column = position.column
    switch position.unit {
    case .cell(let number):
      if let columns = columns[number] {
        column = columns.original(line: position.line, column: column)
      }
    case .inline(let index): column -= CellAnalysis.inlinePrefix(index).utf8.count
    }
    return places.place(position.unit, line: position.line, byteColumn: max(1, column))
  }

  /// The place in the generated source for an author's place: the inverse of `authorPlace`.
  ///
  /// - Parameter isCursor: whether the place is the insertion point of a text cursor, which stays with
  ///   the character on its left, rather than the character that begins there.
  /// - Returns: `nil` outside of cells and expressions.
  package func generatedPosition(
    of place: SourceLocation, isCursor: Bool = false
  ) -> GeneratedPosition? {
    guard let (unit, line, byteColumn) = places.position(of: place) else { return nil }
    var column = byteColumn
    switch unit {
    case .cell(let number):
      if let columns = columns[number] {
        column = columns.generated(
          line: line, column: column, affinity: isCursor ? .cursor : .character)
      }
    case .inline(let index): column += CellAnalysis.inlinePrefix(index).utf8.count
    }
    return GeneratedPosition(unit, line: line, column: column)
  }

  /// Whether a place in the generated source is in text that the author did not write.
  func isInserted(_ position: GeneratedPosition) -> Bool {
    guard case .cell(let number) = position.unit else { return false }
    return columns[number]?.isInserted(line: position.line, column: position.column) ?? false
  }
}
