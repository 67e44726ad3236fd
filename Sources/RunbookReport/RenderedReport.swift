internal import RunbookDocument
package import RunbookFiles
package import RunbookOutput

/// A report in memory: every file of the output folder, by name.
package struct RenderedReport: Sendable {
  /// `report.html`, `report.json`, `results.json` and `figures/…`.
  package var files: [String: [UInt8]]
  /// Why figures could not be drawn, in their order. They are failures of drawing, not of a run, so the
  /// recording does not have them.
  package var drawingFailures: [DrawingFailure]
  /// What could not be set or drawn, with its place in the notebook.
  package var diagnostics: [Diagnostic]

  /// The page.
  package var html: String { String(decoding: files["report.html"] ?? [], as: UTF8.self) }
}
