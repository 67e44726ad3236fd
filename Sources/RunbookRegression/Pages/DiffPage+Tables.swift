internal import RunbookOutput

extension DiffPage {
  /// One table with old and new in the cells that changed, or two tables if rows or columns differ.
  static func tables(_ old: Table, _ new: Table, _ difference: Difference) -> [String] {
    guard old.isRegular, new.isRegular else { return changes(difference.changes) }
    guard old.columns.map(\.title) == new.columns.map(\.title), old.rowCount == new.rowCount else {
      return ["<div class=\"pair\">"]
        + figure("accepted", table(old)) + figure("now", table(new))
        + ["</div>"] + changes(difference.changes)
    }
    var changed = Table(columns: [])
    var marks = Set<[Int]>()
    for (index, pair) in zip(old.columns, new.columns).enumerated() {
      changed.columns.append(pair.1)
      for row in 0..<new.rowCount {
        let before = Table(columns: [cell(row, of: pair.0)])
        let after = Table(columns: [cell(row, of: pair.1)])
        if !ComparisonStrategy<Table>.byColumn.changes(before, after, difference.rules).isEmpty {
          marks.insert([row, index])
        }
      }
    }
    return table(changed, old: old, marked: marks) + changes(difference.changes)
  }

  private static func cell(_ row: Int, of column: Table.Column) -> Table.Column {
    Table.Column(
      title: column.title, cells: [column.cells[row]], numbers: column.numbers.map { [$0[row]] })
  }

  private static func figure(_ caption: String, _ content: [String]) -> [String] {
    ["<figure><figcaption>\(caption)</figcaption>"] + content + ["</figure>"]
  }

  static func table(
    _ table: Table, old: Table? = nil, marked: Set<[Int]> = []
  ) -> [String] {
    var lines = ["<div class=\"scroll\"><table class=\"data\"><thead><tr>"]
    lines += table.columns.map {
      "<th\($0.numbers == nil ? "" : " class=\"value\"")>\(escape($0.title))</th>"
    }
    lines.append("</tr></thead><tbody>")
    for row in 0..<table.rowCount {
      let cells = table.columns.enumerated().map { index, column -> String in
        let style = column.numbers == nil ? "" : "value"
        let text = escape(column.cells[row])
        guard marked.contains([row, index]), let old else {
          return "<td class=\"\(style)\">\(text)</td>"
        }
        let before = escape(old.columns[index].cells[row])
        return "<td class=\"\(style) changed\"><del>\(before)</del> <ins>\(text)</ins></td>"
      }
      lines.append("<tr>\(cells.joined())</tr>")
    }
    return lines + ["</tbody></table></div>"]
  }
}

extension Table {
  /// Whether every column has as many cells, and numbers if it has any, as there are rows.
  fileprivate var isRegular: Bool {
    columns.allSatisfy { column in
      column.cells.count == rowCount && column.numbers.map { $0.count == rowCount } ?? true
    }
  }
}
