/// Sets values as a table: a row an element, a column a stored property.
///
/// - Parameter rows: structs, classes or tuples of one type.
public func table<Row>(_ rows: [Row]) -> Table {
  var titles: [String] = []
  var columns: [[Any]] = []
  for row in rows {
    for (index, child) in Mirror(reflecting: row).children.enumerated() {
      if index == titles.count {
        titles.append(child.label.map { $0.hasPrefix(".") ? "" : $0 } ?? "")
        columns.append([])
      }
      columns[index].append(child.value)
    }
  }
  return Table(columns: zip(titles, columns).map { column($0, $1) })
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
  return Table(columns: columns.map { column($0.key, $0.value) })
}

private func column(_ title: String, _ values: [Any]) -> Table.Column {
  let numbers = values.map(number)
  let isNumeric = numbers.contains { $0 != nil }
  return Table.Column(
    title: title, cells: values.map(cell),
    numbers: isNumeric ? numbers.map { $0 ?? .nan } : nil)
}

private func number(_ value: Any) -> Double? {
  switch value {
  case let value as any BinaryInteger: Double(value)
  case let value as any BinaryFloatingPoint: Double(value)
  default: nil
  }
}

private func cell(_ value: Any) -> String {
  if let value = value as? any BinaryFloatingPoint { return short(Double(value)) }
  return String(describing: value)
}
