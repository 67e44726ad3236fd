internal import RunbookOutput

/// Test results as JSON, for programs.
///
/// `{format, passed, failed, skipped, notebooks: [{path, passed, failed, skipped, cases: [{cell,
/// label, file, line, output, kind, outcome, message, changeCount, changes: [{text, place, old, new, from, to}]}]}]}`.
/// `file` exists for a line of an included file. `outcome` is `passed`, `failed` or `skipped`;
/// `message`, `changeCount` and the first hundred `changes` exist for a failed case; `old` and
/// `new` are texts, `from` and `to` the compared numbers, with NaN and the infinities as the
/// strings `nan`, `inf` and `-inf`.
package enum JSONReport {
  /// The version of this format.
  package static let format = 1

  /// Returns the document for `summary`, keys in order, with a newline at the end.
  package static func json(_ summary: TestSummary) -> String {
    let document = Document(
      format: format, passed: summary.passedCount, failed: summary.failedCount,
      skipped: summary.skippedCount, notebooks: summary.results.map(Document.Notebook.init))
    // All values are strings and numbers, with infinities written as strings: encoding cannot fail.
    guard let data = try? OutputJSON.encode(document, pretty: true) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self)
  }

  private struct Document: Encodable {
    var format: Int
    var passed: Int
    var failed: Int
    var skipped: Int
    var notebooks: [Notebook]

    struct Notebook: Encodable {
      var path: String
      var passed: Int
      var failed: Int
      var skipped: Int
      var cases: [Case]

      init(_ result: NotebookResult) {
        path = result.path
        passed = result.passedCount
        failed = result.failedCount
        skipped = result.skippedCount
        cases = result.cases.map(Case.init)
      }
    }

    struct Case: Encodable {
      var cell: Int
      var label: String?
      var file: String?
      var line: Int
      var output: Int?
      var kind: String
      var outcome: String
      var message: String?
      var changeCount: Int?
      var changes: [Change]?

      init(_ item: ComparedOutput) {
        cell = item.cell
        label = item.label
        file = item.file
        line = item.line
        output = item.output
        kind = item.kind
        switch item.outcome {
        case .passed: outcome = "passed"
        case .skipped: outcome = "skipped"
        case .failed(let difference):
          outcome = "failed"
          message = difference.message
          changeCount = difference.changes.count
          changes = difference.changes.prefix(100).map(Change.init)
        }
      }
    }

    struct Change: Encodable {
      var text: String
      var place: String?
      var old: String?
      var new: String?
      var from: Double?
      var to: Double?

      init(_ change: RunbookRegression.Change) {
        text = change.description
        place = change.place
        old = change.texts?.old
        new = change.texts?.new
        if case .number(let old, let new, _) = change.content {
          from = old.value
          to = new.value
        }
      }
    }
  }
}
