/// Sets values as a table: one row per element, one column per stored property.
///
/// - Parameter rows: structs, classes or tuples of one type.
public func table<Row>(_ rows: [Row]) -> Table {
  DisplayForm.table(ofRows: rows)
}

/// Sets columns side by side as a table.
///
/// - Parameter columns: pairs of a heading and as many values as the other columns have.
/// - Precondition: columns of one length.
public func table(_ columns: KeyValuePairs<String, [any Sendable]>) -> Table {
  let lengths = Set(columns.map(\.value.count))
  guard lengths.count <= 1 else {
    fatalError("table: columns of \(lengths.sorted()) values do not make rows")
  }
  let count = lengths.first ?? 0
  return DisplayForm.table(columns.map { ($0.key, $0.value) }, rows: count)
}
