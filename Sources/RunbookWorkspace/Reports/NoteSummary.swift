internal import RunbookDocument
internal import RunbookFiles
internal import RunbookReport

/// A note and its latest report in a few facts.
package struct NoteSummary: Encodable, Sendable {
  package let path: String
  package let title: String?
  package let cells: Int
  /// How many errors keep the note from being run.
  package let errors: Int
  /// The report's path, if there is one.
  package let report: String?
  /// How many claims the report makes, and how many of them hold.
  package let claims: Int?
  package let claimsHeld: Int?
  /// How many cells failed.
  package let failures: Int?

  /// Reads the summary beside the note's report. Runs nothing.
  package static func read(_ note: Note) -> NoteSummary {
    let folder = note.project.outputFolder()
    let summary = ReportSummary(folder: folder)
    return NoteSummary(
      path: note.path, title: note.readable?.title, cells: note.readable?.cells.count ?? 0,
      errors: note.diagnostics.count { $0.severity == .error },
      report: summary.map { _ in FilePath.shown(folder + "/report.html") },
      claims: summary?.claims,
      claimsHeld: summary?.claimsHeld, failures: summary?.failures)
  }
}
