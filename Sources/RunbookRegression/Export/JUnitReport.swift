internal import RunbookDrawing

/// Test results in the XML that CI systems read.
///
/// A suite is a notebook, a test case an output of a cell, with the notebook as its `file` and the
/// `line` to look at; a failure's text holds the lines or numbers that differ. A cell's time stands at its
/// first output. The elements and attributes are those that Jenkins, GitLab and the GitHub reporters
/// agree on.
///
/// Source: the JUnit XML reporting file format, testmoapp/junitxml.
package enum JUnitReport {
  /// Returns the whole document for `summary`.
  package static func xml(_ summary: TestSummary) -> String {
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    lines.append(
      "<testsuites name=\"runbook\""
        + counts(summary.passedCount, summary.failedCount, summary.skippedCount)
        + time(summary.results.compactMap(\.seconds).reduce(nil) { ($0 ?? 0) + $1 }) + ">")
    for result in summary.results { lines += suite(result) }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func counts(_ passed: Int, _ failed: Int, _ skipped: Int) -> String {
    " tests=\"\(passed + failed + skipped)\" failures=\"\(failed)\" errors=\"0\" skipped=\"\(skipped)\""
  }

  private static func suite(_ result: NotebookResult) -> [String] {
    let head =
      "  <testsuite" + XML.attribute("name", result.path)
      + counts(result.passedCount, result.failedCount, result.skippedCount) + time(result.seconds)
      + ">"
    var timed: Set<Int> = []
    let cases = result.cases.flatMap { item -> [String] in
      let isFirst = !item.isGone && timed.insert(item.cell).inserted
      let seconds = isFirst ? result.cellSeconds[item.cell] : nil
      return testCase(
        item, path: result.path, time: time(result.seconds == nil ? nil : seconds ?? 0))
    }
    return [head] + cases + ["  </testsuite>"]
  }

  private static func time(_ seconds: Double?) -> String {
    seconds.map { " time=\"\(NumberText.fixed($0, digits: 3))\"" } ?? ""
  }

  private static func testCase(
    _ item: ComparedOutput, path: String, time: String
  ) -> [String] {
    let head =
      "    <testcase" + XML.attribute("classname", className(path))
      + XML.attribute("name", item.name) + XML.attribute("file", item.file ?? path)
      + " line=\"\(item.line)\"" + time
    switch item.outcome {
    case .passed:
      return [head + "/>"]
    case .skipped:
      return [head + ">", "      <skipped message=\"test: false\"/>", "    </testcase>"]
    case .failed(let difference):
      // Whoever reads this beside a change sees all that `runbook diff` would show.
      var body = TerminalDiff().text(difference)
      while body.last == "\n" { body.removeLast() }
      return [
        head + ">",
        "      <failure" + XML.attribute("message", difference.message)
          + XML.attribute("type", difference.kind) + ">" + XML.escape(body) + "</failure>",
        "    </testcase>",
      ]
    }
  }

  /// `notebooks/cnn.md` as `notebooks.cnn`: the dots are what readers group by.
  private static func className(_ path: String) -> String {
    var path = path[...]
    if path.hasSuffix(".md") { path.removeLast(3) }
    return path.split(separator: "/").filter { $0 != "." }.joined(separator: ".")
  }
}
