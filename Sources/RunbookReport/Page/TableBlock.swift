internal import RunbookOutput

/// A table on the page.
struct TableBlock {
  private let table: Table
  private let words: ReportWords

  init(_ table: Table, words: ReportWords) {
    self.table = table
    self.words = words
  }

  func html(caption: String, id: String?) -> String {
    let isNumeric = table.columns.map { $0.numbers != nil }
    func attribute(_ index: Int) -> String { isNumeric[index] ? " class=\"number\"" : "" }
    var rows = ""
    for row in 0..<table.rowCount {
      rows += "<tr>"
      for (index, column) in table.columns.enumerated() {
        let text = row < column.cells.count ? column.cells[row] : ""
        rows += "<td\(attribute(index))>\(HTML.escape(text))</td>"
      }
      rows += "</tr>\n"
    }
    let heads = table.columns.enumerated().map { index, column in
      "<th scope=\"col\"\(attribute(index))>\(HTML.escape(column.title))</th>"
    }
    let note = table.totalRows.flatMap { total in
      total > table.rowCount
        ? "<p class=\"omitted\">\(words.rows(table.rowCount, of: total))</p>\n" : nil
    }
    return "<figure class=\"table\"\(HTML.attribute("id", id))>\n\(caption)"
      + "<div class=\"scroller\" tabindex=\"0\"><table>\n"
      + "<thead><tr>\(heads.joined())</tr></thead>\n<tbody>\n\(rows)</tbody>\n</table></div>\n"
      + "\(note ?? "")</figure>\n"
  }
}
