internal import RunbookDocument
package import RunbookFiles
package import RunbookOutput

/// A report in memory: every file of the output folder, by name.
package struct RenderedReport: Sendable {
  /// `report.html`, `report.json`, `results.json` and `figures/…`.
  package var files: [String: [UInt8]]
  /// The figures that could not be drawn, in order. These are failures of drawing, not of a run, so
  /// the recording does not contain them.
  package var drawingFailures: [DrawingFailure]
  /// Errors of setting or drawing, with their locations in the notebook.
  package var diagnostics: [Diagnostic]

  /// The page.
  package var html: String { String(decoding: files["report.html"] ?? [], as: UTF8.self) }
}
