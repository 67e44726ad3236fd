internal import RunbookDrawing
internal import RunbookOutput

/// A table on the page.
struct TableBlock {
  private let table: Table
  private let words: ReportStrings

  init(_ table: Table, words: ReportStrings) {
    self.table = table
    self.words = words
  }

  /// Rows that the page shows of a longer table; `results.json` has more.
  private static let mostRows = 50

  func html(caption: String, id: String?) -> String {
    let isNumeric = table.columns.map { $0.numbers != nil }
    func attribute(_ index: Int) -> String { isNumeric[index] ? " class=\"number\"" : "" }
    let shown = table.rowCount > Self.mostRows ? Self.mostRows - 10 : table.rowCount
    let cells = table.columns.map { column in
      let cells = Array(column.cells.prefix(shown))
      return column.numbers.map { TypesetNumber.column(cells, numbers: $0) } ?? cells
    }
    // In the table of a single value the first column contains the names.
    let hasRowHeads = table.type != nil && isNumeric.first == false
    var rows = ""
    for row in 0..<shown {
      let isTotal = table.hasTotal == true && row == table.rowCount - 1
      rows += isTotal ? "<tr class=\"total\">" : "<tr>"
      for index in table.columns.indices {
        let text = HTML.escape(row < cells[index].count ? cells[index][row] : "")
        rows +=
          index == 0 && hasRowHeads
          ? "<th scope=\"row\">\(text)</th>" : "<td\(attribute(index))>\(text)</td>"
      }
      rows += "</tr>\n"
    }
    let hasHeads = table.columns.contains { !$0.title.isEmpty }
    let heads = table.columns.enumerated().map { index, column in
      column.title.isEmpty
        ? "<td></td>" : "<th scope=\"col\"\(attribute(index))>\(HTML.escape(column.title))</th>"
    }
    let total = table.totalRows ?? table.rowCount
    let note =
      total > shown
      ? "<p class=\"omitted\">\(words.rows(shown, of: total))</p>\n"
      : total == 0 ? "<p class=\"omitted\">\(words.noRows)</p>\n" : ""
    let isWide = table.columns.count > 3 ? " tabindex=\"0\"" : ""
    let type = table.type.map { "<span class=\"type\">\(HTML.escape($0))</span>" } ?? ""
    return "<figure class=\"table\"\(HTML.attribute("id", id))>\n\(caption)\(type)"
      + "<div class=\"scroller\"\(isWide)><table>\n"
      + (hasHeads ? "<thead><tr>\(heads.joined())</tr></thead>\n" : "")
      + "<tbody>\n\(rows)</tbody>\n</table></div>\n\(note)</figure>\n"
  }
}
