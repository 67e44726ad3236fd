package import RunbookOutput

extension ComparisonStrategy<Table> {
  /// A column at a time: numeric columns by tolerance, others by their text.
  package static let byColumn = ComparisonStrategy { old, new, rules in
    var changes = titles(old, new)
    guard changes.isEmpty else { return changes }
    if old.rowCount != new.rowCount {
      changes.append(Change(.statement("\(old.rowCount) rows → \(new.rowCount)")))
    } else if old.totalRows != new.totalRows {
      let (before, after) = (old.totalRows ?? old.rowCount, new.totalRows ?? new.rowCount)
      changes.append(Change(.statement("\(before) rows in all → \(after)")))
    }
    let names = rowNames(old, new)
    for (before, after) in zip(old.columns, new.columns) {
      if (before.numbers == nil) != (after.numbers == nil) {
        let kinds = before.numbers == nil ? ("text", "numbers") : ("numbers", "text")
        changes.append(Change(.words(old: kinds.0, new: kinds.1), at: name(of: before)))
        continue
      }
      for row in 0..<min(before.cells.count, after.cells.count) {
        let rowName = row < names.count ? names[row] : String(row + 1)
        let place = "row \(rowName), \(name(of: before))"
        changes += cell(row, before, after, rules).map { Change($0, at: place) }
      }
    }
    return changes
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
      guard !rules.tolerance.accepts(oldToken, newToken) else { return [] }
      return [.number(old: oldToken, new: newToken, tolerance: rules.tolerance)]
    }
    guard old.numbers == nil else {
      guard before != after else { return [] }
      return [.words(old: "“\(before)”", new: "“\(after)”")]
    }
    return TextComparison(before, after, rules: rules).changes.map { change in
      if case .number = change.content { return change.content }
      let quoted = Excerpt.quoted(before, after)
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
