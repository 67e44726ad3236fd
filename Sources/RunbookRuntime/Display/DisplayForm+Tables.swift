internal import RunbookDrawing

extension DisplayForm {
  /// Rows of a table that are kept; of more, the first.
  private static let mostRows = 1000

  /// Whether a value in a list makes a row of a table: a struct, a class or a tuple with names that
  /// does not say itself how it reads.
  static func isRecord(_ value: Any) -> Bool {
    guard !(value is any CustomStringConvertible), !(value is any Displayable),
      !(value is any BinaryFloatingPoint), !(value is any StringProtocol)
    else { return false }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .struct, .class: return !allChildren(of: mirror).isEmpty
    case .tuple: return mirror.children.contains { $0.label.map { !$0.hasPrefix(".") } ?? false }
    default: return false
    }
  }

  /// One struct, class or tuple with names: one row per stored property.
  static func record(of value: Any) -> Table? {
    guard isRecord(value) else { return nil }
    let children = allChildren(of: Mirror(reflecting: value))
    let values = children.map(\.value)
    let isTuple = Mirror(reflecting: value).displayStyle == .tuple
    // Numbers beside words would lie at the right while the words lie at the left.
    let isNumeric = values.allSatisfy { number($0) != nil }
    return Table(
      columns: [
        Table.Column(title: "", cells: children.map { label($0) }),
        isNumeric
          ? column("", values) : Table.Column(title: "", cells: values.map { cell($0) }),
      ], type: isTuple ? "tuple" : typeName(type(of: value)))
  }

  /// One row per element, one column per stored property; elements without properties make one column.
  static func table(ofRows rows: [Any]) -> Table {
    var titles: [String] = []
    var columns: [[Any]] = []
    let kept = rows.prefix(mostRows)
    for row in kept {
      let children = allChildren(of: Mirror(reflecting: row))
      let isPlain = children.isEmpty || row is any CustomStringConvertible
      let cells: [Mirror.Child] = isPlain ? [(label: "", value: row)] : children
      for (index, child) in cells.enumerated() where index <= titles.count {
        if index == titles.count {
          titles.append(label(child))
          columns.append([])
        }
        columns[index].append(child.value)
      }
    }
    // Rows of unlike classes may have unlike numbers of properties.
    for index in columns.indices {
      columns[index] += Array(
        repeating: "", count: kept.count - min(columns[index].count, kept.count))
    }
    return table(Array(zip(titles, columns)), rows: rows.count)
  }

  /// Columns side by side.
  static func table(_ columns: [(String, [Any])], rows: Int) -> Table {
    Table(
      columns: columns.map { column($0.0, Array($0.1.prefix(mostRows))) },
      totalRows: rows > mostRows ? rows : nil)
  }

  /// Keys and values; values with properties have a column for each of them.
  static func table(ofPairs list: any PairList, _ type: Any.Type) -> Table {
    let pairs = sortedPairs(of: list)
    let kept = pairs.prefix(mostRows)
    let keys = column("key", kept.map(\.key))
    var result: Table
    if let first = kept.first, isRecord(first.value) {
      result = table(ofRows: kept.map(\.value))
      result.columns.insert(keys, at: 0)
    } else {
      result = Table(columns: [keys, column("value", kept.map(\.value))])
    }
    result.totalRows = pairs.count > mostRows ? pairs.count : nil
    result.type = typeName(type)
    return result
  }

  /// A column whose numbers, if it has any, are written alike.
  static func column(_ title: String, _ values: [Any]) -> Table.Column {
    let numbers = values.map { number($0) }
    guard numbers.contains(where: { $0 != nil }) else {
      return Table.Column(title: title, cells: values.map { cell($0) })
    }
    return Table.Column(
      title: title, cells: values.map { cell($0) }, numbers: numbers.map { $0 ?? .nan })
  }

  private static func label(_ child: Mirror.Child) -> String {
    child.label.map { $0.hasPrefix(".") ? "" : $0 } ?? ""
  }

  private static func cell(_ value: Any) -> String {
    if let optional = value as? any OptionalValue {
      return optional.wrappedValue.map { cell($0) } ?? "nil"
    }
    if let value = value as? any BinaryFloatingPoint { return NumberText.short(Double(value)) }
    if let value = value as? any StringProtocol { return String(value) }
    return text(of: value, depth: 1)
  }
}
