/// Tables of numbers separated by commas, one row a line.
public enum CSV {
  /// Reads a table, plain or gzip.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - hasHeader: whether the first line names the columns.
  /// - Returns: shape `[rows, columns]`.
  /// - Throws: `DataError`, when the file cannot be read, a field is not a number, or a row has
  ///   another number of fields than the first.
  public static func read(_ path: String, hasHeader: Bool = false) throws -> Tensor {
    try decode(DataFile(path: path), hasHeader: hasHeader)
  }

  static func decode(_ file: DataFile, hasHeader: Bool = false) throws -> Tensor {
    var values: [Double] = []
    var (columns, rows) = (0, 0)
    // Spreadsheets put a byte order mark in front.
    let isMarked = file.bytes.starts(with: [0xef, 0xbb, 0xbf])
    let text = file.bytes[(isMarked ? 3 : 0)...]
    let lines = text.split(separator: 10, omittingEmptySubsequences: false)
    for (i, line) in lines.enumerated() {
      if hasHeader && i == 0 { continue }
      let line = line.last == 13 ? line.dropLast() : line
      if line.isEmpty { continue }
      var fields = 0
      for field in line.split(separator: 44, omittingEmptySubsequences: false) {
        let text = String(decoding: field, as: UTF8.self)
        let trimmed = text.filter { $0 != " " && $0 != "\t" }
        guard let value = Double(trimmed) else {
          throw DataError(
            file: "\(file.name):\(i + 1)",
            reason: .mismatch(expected: "a number in column \(fields + 1)", found: "\"\(text)\""))
        }
        values.append(value)
        fields += 1
      }
      if rows == 0 { columns = fields }
      guard fields == columns else {
        throw DataError(
          file: "\(file.name):\(i + 1)",
          reason: .mismatch(expected: "\(columns) columns", found: "\(fields)"))
      }
      rows += 1
    }
    return Tensor(values, shape: [rows, columns])
  }
}
