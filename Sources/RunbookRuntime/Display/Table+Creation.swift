/// Makes a table of values: one row per element, one column per stored property.
///
/// - Parameter rows: structs, classes or tuples of one type.
public func table<Row>(_ rows: [Row]) -> Table {
  DisplayForm.table(ofRows: rows)
}

/// Makes a table of columns.
///
/// - Parameter columns: pairs of a heading and as many values as the other columns have.
/// - Precondition: columns of equal length.
public func table(_ columns: KeyValuePairs<String, [any Sendable]>) -> Table {
  let lengths = Set(columns.map(\.value.count))
  guard lengths.count <= 1 else {
    fatalError("table: columns of \(lengths.sorted()) values do not form rows")
  }
  let count = lengths.first ?? 0
  return DisplayForm.table(columns.map { ($0.key, $0.value) }, rows: count)
}
