import RunbookOutput

/// Rows of text in columns that stand under each other, Hangul or not.
struct TextTable {
  private let rows: [[String]]

  init(_ rows: [[String]]) {
    self.rows = rows
  }

  var text: String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? TextColumns.width(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.indices.map { column in
        let isLast = column == row.count - 1
        let blanks = isLast ? 0 : widths[column] - TextColumns.width(of: row[column])
        return row[column] + String(repeating: " ", count: blanks)
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
