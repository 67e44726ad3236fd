import Foundation
import RunbookDocument
import RunbookOutput
import RunbookReport

/// Short ways to a report.
enum Rendering {
  /// Formulas are set once for all tests.
  static let cache = FileManager.default.temporaryDirectory.appendingPathComponent(
    "runbook-report-tests-\(ProcessInfo.processInfo.processIdentifier)"
  ).path

  /// The report of a note.
  static func report(_ notebook: Notebook, _ recording: Recording) -> RenderedReport {
    ReportRenderer(notebook: notebook, recording: recording, cacheFolder: cache).render()
  }

  /// The report of a note with one cell that produces `outputs`.
  static func report(
    _ outputs: [Output], source: String = "run()", language: String = "en",
    tools: ReportRenderer.Tools = .init(), failureIsExpected: Bool = false,
    options: (inout CellDraft) -> Void = { _ in }
  ) -> RenderedReport {
    var builder = NoteBuilder(language: language)
    builder.cell(source, failureIsExpected: failureIsExpected, options: options)
    builder.recording.cells[0].outputs = outputs
    return ReportRenderer(
      notebook: builder.notebook, recording: builder.recording, tools: tools
    ).render()
  }

  /// The report of a note that holds only formulas.
  static func report(
    formulas: [Math], tools: ReportRenderer.Tools = .init(), cache: String? = Rendering.cache
  ) -> RenderedReport {
    var builder = NoteBuilder()
    for math in formulas { builder.add(.formula(math)) }
    return ReportRenderer(
      notebook: builder.notebook, recording: builder.recording, cacheFolder: cache, tools: tools
    ).render()
  }

  /// Runs `body` with a folder of its own that is removed afterwards.
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }
}

extension RenderedReport {
  /// The page between `<main>` and `</main>`.
  var main: String {
    guard let start = html.range(of: "<main"), let end = html.range(of: "</main>") else {
      return ""
    }
    return String(html[start.lowerBound..<end.lowerBound])
  }

  var failures: [Failure] { drawingFailures.map(\.failure) }
}
