/// Where insertions moved the columns of a source, in both directions; columns count bytes from 1, as
/// the compiler does.
struct ColumnMap: Hashable, Sendable {
  private struct Shift: Hashable {
    /// The column in the author's source before which text was inserted.
    var column: Int
    var length: Int
  }

  /// To which side of inserted text an author's column belongs.
  enum Affinity: Sendable {
    /// The character that begins at the column, which stands behind the inserted text.
    case character
    /// The insertion point of a text cursor, which stays with the character on its left.
    case cursor
  }

  /// By line, ordered by column.
  private var shifts: [Int: [Shift]] = [:]

  /// Records an insertion; those of one line come in the order of their columns.
  mutating func add(line: Int, column: Int, length: Int) {
    shifts[line, default: []].append(Shift(column: column, length: length))
  }

  /// Whether a column of the generated source is in text that the author did not write.
  func isInserted(line: Int, column: Int) -> Bool {
    var moved = 0
    for shift in shifts[line] ?? [] {
      let start = shift.column + moved
      if (start..<(start + shift.length)).contains(column) { return true }
      moved += shift.length
    }
    return false
  }

  /// Returns the author's column for a column of the generated source.
  ///
  /// A column within inserted text becomes that of the text behind it.
  func original(line: Int, column: Int) -> Int {
    var column = column
    for shift in shifts[line] ?? [] where column >= shift.column {
      column = max(shift.column, column - shift.length)
    }
    return column
  }

  /// Returns the column of the generated source for an author's column: the inverse of `original`.
  func generated(line: Int, column: Int, affinity: Affinity = .character) -> Int {
    (shifts[line] ?? []).reduce(column) { result, shift in
      let isBefore = affinity == .character ? shift.column <= column : shift.column < column
      return isBefore ? result + shift.length : result
    }
  }
}
