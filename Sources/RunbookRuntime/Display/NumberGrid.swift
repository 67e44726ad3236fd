/// Numbers in an array, or in arrays of one length inside an array.
struct NumberGrid {
  /// The length, or rows and columns.
  let shape: [Int]
  /// The numbers, row by row.
  let values: [Double]

  /// - Returns: `nil` if `value` is not an array of numbers, or its rows differ in length.
  init?(_ value: Any) {
    if let list = value as? any NumberList, !(value is any RangeExpression) {
      (shape, values) = ([list.doubles.count], list.doubles)
      return
    }
    guard let rows = value as? [any NumberList], let first = rows.first else { return nil }
    guard !rows.contains(where: { $0 is Tensor || $0 is any RangeExpression }) else { return nil }
    let columns = first.doubles.count
    var values = [Double]()
    for row in rows {
      let numbers = row.doubles
      guard numbers.count == columns else { return nil }
      values += numbers
    }
    (shape, self.values) = ([rows.count, columns], values)
  }
}
