package import RunbookOutput

extension ComparisonStrategy<Table> {
  /// A column at a time: numeric columns by tolerance, others by their text; titles and the number of
  /// rows exactly.
  package static let byColumn = ComparisonStrategy { old, new, rules in
    var fields = FieldComparison(old, new)
    let titles = titles(old, new)
    fields.compare(\.columns, blank: []) { before, after in
      titles.isEmpty ? rowCount(old, new) + columns(old, new, rules) : titles
    }
    fields.compare(\.totalRows, blank: nil) { before, after in
      // Rows that are more or fewer are told already.
      guard old.rowCount == new.rowCount, before != after else { return [] }
      return [
        Change(.statement("\(before ?? old.rowCount) rows in all → \(after ?? new.rowCount)"))
      ]
    }
    return fields.changes
  }

  private static func rowCount(_ old: Table, _ new: Table) -> [Change] {
    old.rowCount == new.rowCount
      ? [] : [Change(.statement("\(old.rowCount) rows → \(new.rowCount)"))]
  }

  private static func columns(_ old: Table, _ new: Table, _ rules: ComparisonRules) -> [Change] {
    let names = rowNames(old, new)
    return zip(old.columns, new.columns).flatMap { before, after -> [Change] in
      let name = name(of: before)
      var fields = FieldComparison(before, after, at: name)
      // Titles are compared over all columns, numbers with the cells that show them.
      fields.leaveOut(\.title, blank: "")
      fields.leaveOut(\.numbers, blank: nil)
      fields.compare(\.cells, blank: []) { oldCells, newCells in
        if let change = form(before, after) { return [Change(change, at: name)] }
        var changes = [Change]()
        if oldCells.count != newCells.count, old.rowCount == new.rowCount {
          changes.append(
            Change(.statement("\(oldCells.count) cells → \(newCells.count)"), at: name))
        }
        for row in 0..<min(oldCells.count, newCells.count) {
          let rowName = row < names.count ? names[row] : String(row + 1)
          changes += cell(row, before, after, rules).map {
            Change($0, at: "row \(rowName), \(name)")
          }
        }
        return changes
      }
      return fields.changes
    }
  }

  /// Whether there are numbers behind the cells, and as many in both; `nil` if that is the same.
  private static func form(_ old: Table.Column, _ new: Table.Column) -> Change.Content? {
    func words(_ column: Table.Column) -> String {
      guard let numbers = column.numbers else { return "text" }
      return numbers.count == column.cells.count ? "numbers" : "\(numbers.count) numbers"
    }
    let (before, after) = (words(old), words(new))
    return before == after ? nil : .words(old: before, new: after)
  }

  private static func titles(_ old: Table, _ new: Table) -> [Change] {
    let (before, after) = (old.columns.map(\.title), new.columns.map(\.title))
    guard before != after else { return [] }
    return Alignment.cheapest(before.count, after.count) {
      before[$0] == after[$1] ? 0 : before.count == after.count ? 1.5 : 2.5
    }.compactMap { pair in
      switch (pair.old.map { before[$0] }, pair.new.map { after[$0] }) {
      case (let old?, let new?):
        old == new ? nil : Change(.words(old: "“\(old)”", new: "“\(new)”"), at: "column title")
      case (let old?, nil): Change(.statement("column “\(old)” is gone"))
      case (nil, let new?): Change(.statement("column “\(new)” is new"))
      case (nil, nil): nil
      }
    }
  }

  private static func name(of column: Table.Column) -> String {
    column.title.isEmpty ? "column without title" : "column “\(column.title)”"
  }

  /// A row's name is what its first column of text says; without one, or where it is not the same in
  /// both tables or in two rows, the row's number.
  private static func rowNames(_ old: Table, _ new: Table) -> [String] {
    let count = min(old.rowCount, new.rowCount)
    let column = zip(old.columns, new.columns).first { $0.numbers == nil && $1.numbers == nil }
    let isUnique = column.map { Set($0.0.cells).count == $0.0.cells.count } ?? false
    return (0..<count).map { row in
      guard isUnique, let (before, after) = column, row < before.cells.count,
        row < after.cells.count, before.cells[row] == after.cells[row],
        !before.cells[row].isEmpty
      else { return String(row + 1) }
      return "“\(before.cells[row])”"
    }
  }

  private static func cell(
    _ row: Int, _ old: Table.Column, _ new: Table.Column, _ rules: ComparisonRules
  ) -> [Change.Content] {
    let (before, after) = (old.cells[row], new.cells[row])
    if let old = old.number(row), let new = new.number(row), !(old.isNaN && new.isNaN) {
      // What is shown tells whether whole numbers are meant; what is compared is not rounded.
      let oldToken = token(old, shown: before)
      let newToken = token(new, shown: after)
      guard rules.tolerance.accepts(oldToken, newToken) else {
        return [.number(old: oldToken, new: newToken, tolerance: rules.tolerance)]
      }
      // A unit beside the number is part of what is shown.
      return text(before, after, rules, ignoresNumbers: true)
    }
    guard old.numbers == nil else {
      guard before != after else { return [] }
      return [.words(old: "“\(before)”", new: "“\(after)”")]
    }
    return text(before, after, rules)
  }

  private static func text(
    _ old: String, _ new: String, _ rules: ComparisonRules, ignoresNumbers: Bool = false
  ) -> [Change.Content] {
    TextComparison(old, new, rules: rules, ignoresNumbers: ignoresNumbers).changes.map { change in
      if case .number = change.content { return change.content }
      let quoted = Excerpt.quoted(old, new)
      return .words(old: quoted.old, new: quoted.new)
    }
  }

  private static func token(_ value: Double, shown: String) -> NumberToken {
    let isInteger = TextTokenizer.number(shown)?.isInteger ?? false
    return NumberToken(text: shown, value: value, isInteger: isInteger)
  }
}

extension Table.Column {
  /// The number behind a cell, if there is one.
  fileprivate func number(_ row: Int) -> Double? {
    numbers.flatMap { row < $0.count ? $0[row] : nil }
  }
}
