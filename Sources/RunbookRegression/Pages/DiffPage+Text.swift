extension DiffPage {
  /// Two texts side by side, with line numbers and marks within the lines; long stretches of equal
  /// lines are left out.
  static func textSides(_ comparison: TextComparison) -> [String] {
    var lines = [
      "<div class=\"scroll\"><table class=\"sides\">",
      "<colgroup><col class=\"number\"><col class=\"side\"><col class=\"number\"><col class=\"side\"></colgroup>",
      "<thead><tr><th colspan=\"2\">accepted</th><th colspan=\"2\">now</th></tr></thead>",
      "<tbody>",
    ]
    for stretch in DifferenceText.stretches(of: comparison, context: 3) {
      switch stretch {
      case .hidden(let count):
        lines.append("<tr class=\"hidden\"><td colspan=\"4\">⋯ \(count) equal lines</td></tr>")
      case .shown(let rows):
        lines += rows.map { row($0, comparison) }
      }
    }
    return lines + ["</tbody></table></div>"]
  }

  private static func row(_ row: TextComparison.Row, _ comparison: TextComparison) -> String {
    let old = row.old.map { comparison.old[$0] }
    let new = row.new.map { comparison.new[$0] }
    let marks = LineMarks(old ?? TextLine(""), new ?? TextLine(""), verdict: row.verdict)
    let isLone = old == nil || new == nil
    let style = row.verdict == .same ? "" : isLone ? "lone " : "changed "
    return "<tr>"
      + side(row.old, old == nil ? nil : marks.old, "\(style)old", tag: isLone ? nil : "del")
      + side(row.new, new == nil ? nil : marks.new, "\(style)new", tag: isLone ? nil : "ins")
      + "</tr>"
  }

  private static func side(
    _ line: Int?, _ pieces: [LineMarks.Piece]?, _ style: String, tag: String?
  ) -> String {
    guard let line, let pieces else { return "<td class=\"number\"></td><td class=\"none\"></td>" }
    let text = pieces.map { piece in
      guard piece.isMarked, let tag else { return escape(piece.text) }
      return "<\(tag)>\(escape(piece.text))</\(tag)>"
    }.joined()
    return "<td class=\"number\">\(line + 1)</td><td class=\"\(style)\">\(text)</td>"
  }

  /// The most changes that are listed for one output.
  private static let listLimit = 40

  /// One row per change: place, old, new and relative change. Nothing where the message
  /// says it all.
  static func changes(_ changes: [Change]) -> [String] {
    let told = changes.filter { $0.texts != nil }
    guard told.count > 1 || told.count == 1 && changes.count > 1 else {
      return changes.count > 1 ? statements(changes) : []
    }
    let hasPlaces = told.contains { $0.place != nil }
    var lines = ["<div class=\"scroll\"><table class=\"changes\">"]
    lines.append(
      "<thead><tr>\(hasPlaces ? "<th>where</th>" : "")<th>accepted</th><th>now</th>"
        + "<th>change</th></tr></thead><tbody>")
    for change in told.prefix(listLimit) {
      let texts = change.texts!
      let place = hasPlaces ? "<td>\(escape(change.place ?? ""))</td>" : ""
      lines.append(
        "<tr>\(place)<td class=\"value old\">\(escape(texts.old))</td>"
          + "<td class=\"value new\">\(escape(texts.new))</td>"
          + "<td class=\"value\">\(escape(change.relativeChange ?? ""))</td></tr>")
    }
    lines.append("</tbody></table></div>")
    if told.count > listLimit {
      lines.append("<p class=\"note\">and \(told.count - listLimit) more</p>")
    }
    return lines + statements(changes.filter { $0.texts == nil })
  }

  private static func statements(_ changes: [Change]) -> [String] {
    guard !changes.isEmpty else { return [] }
    let more = changes.count > listLimit ? ["<li>and \(changes.count - listLimit) more</li>"] : []
    return ["<ul class=\"statements\">"]
      + changes.prefix(listLimit).map { "<li>\(escape($0.description))</li>" } + more + ["</ul>"]
  }
}
