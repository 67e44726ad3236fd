internal import RunbookDrawing
internal import RunbookOutput

/// A page that shows all differences: old and new side by side, as what they are.
///
/// The page is one file without scripts, follows the reader's light or dark theme, and is the same
/// for the same differences.
package enum DiffPage {
  /// Returns the whole document for `summary`.
  package static func html(_ summary: TestSummary) -> String {
    let differences = summary.results.flatMap(\.differences)
    var lines = [
      "<!doctype html>",
      "<html lang=\"en\">",
      "<head>",
      "<meta charset=\"utf-8\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<title>\(escape(title(summary)))</title>",
      "<style>\(DiffStyleSheet.css)</style>",
      "</head>",
      "<body>",
      "<header>",
      "<h1>\(escape(title(summary)))</h1>",
      verdict(summary),
    ]
    if differences.count > 1 { lines += contents(differences) }
    lines.append("</header>")
    lines.append("<main>")
    if differences.isEmpty {
      lines.append("<p class=\"calm\">Every output is what was accepted.</p>")
    }
    for (index, difference) in differences.enumerated() {
      lines += section(difference, identifier: "d\(index + 1)")
    }
    lines += ["</main>", "</body>", "</html>"]
    return lines.joined(separator: "\n") + "\n"
  }

  static func escape(_ text: some StringProtocol) -> String { HTML.escape(text) }

  private static func title(_ summary: TestSummary) -> String {
    switch summary.results.count {
    case 1: "Differences in \(summary.results[0].path)"
    default: "Differences in \(summary.results.count) notebooks"
    }
  }

  private static func verdict(_ summary: TestSummary) -> String {
    let skipped = summary.skippedCount == 0 ? "" : ", \(summary.skippedCount) skipped"
    return "<p class=\"verdict\"><span class=\"passed\">\(summary.passedCount) passed</span>, "
      + "<span class=\"failed\">\(summary.failedCount) failed</span>\(skipped)</p>"
  }

  private static func contents(_ differences: [Difference]) -> [String] {
    let rows = differences.enumerated().map { index, difference in
      "<li><a href=\"#d\(index + 1)\"><span class=\"place\">"
        + "\(escape(difference.place))</span> "
        + "<span class=\"kind\">\(escape(difference.kind))</span> "
        + "<span class=\"message\">\(escape(difference.message))</span></a></li>"
    }
    return ["<nav aria-label=\"All differences\">", "<ol>"] + rows + ["</ol>", "</nav>"]
  }

  private static func section(_ difference: Difference, identifier: String) -> [String] {
    let label = difference.label.map { "<span class=\"cell\">\(escape($0))</span>" } ?? ""
    let output = difference.output.map { "<span class=\"output\">output \($0)</span>" } ?? ""
    return [
      "<section id=\"\(identifier)\">",
      "<h2><span class=\"place\">\(escape(difference.place))</span>"
        + "<span class=\"kind\">\(escape(difference.kind))</span>\(label)\(output)</h2>",
      message(difference),
    ] + body(difference) + ["</section>"]
  }

  private static func message(_ difference: Difference) -> String {
    let relative = difference.changes.count == 1 ? difference.changes[0].relativeChange : nil
    let mark = relative.map { " <span class=\"relative\">\(escape($0))</span>" } ?? ""
    return "<p class=\"message\">\(escape(difference.message))\(mark)</p>"
  }

  private static func body(_ difference: Difference) -> [String] {
    if let old = difference.old, let new = difference.new,
      let page = body(old.difference, new, difference)
    {
      return page
    }
    if difference.old == nil, difference.new == nil, !difference.cellOutputs.isEmpty {
      return cell(difference.cellOutputs, isGone: difference.isCellGone)
    }
    // The message is all that a new failure of one line says.
    if difference.old == nil, let failure = difference.new?.failure, !failure.message.contains("\n")
    {
      return []
    }
    guard let sides = DifferenceText.sides(of: difference) else {
      return changes(difference.changes)
    }
    let comparison = TextComparison(sides.old, sides.new, rules: difference.rules)
    // Words and lines show in the sides; what the numbers amount to does not.
    let numbers = difference.changes.filter { $0.relativeChange != nil }
    guard !comparison.isEmpty else { return changes(difference.changes) }
    return textSides(comparison) + changes(numbers)
  }

  /// Two outputs of one kind; `nil` for outputs of different kinds, and where there is no such page.
  private static func body<Payload: DifferencePayload>(
    _ old: Payload, _ new: Output, _ difference: Difference
  ) -> [String]? {
    (new.payload as? Payload).flatMap { Payload.html(old, $0, difference) }
  }
}
