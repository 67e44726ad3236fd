internal import RunbookDocument
package import RunbookFiles
package import RunbookOutput

/// A report in memory: every file of the output folder, by name.
package struct RenderedReport: Sendable {
  /// `report.html`, `results.json` and `figures/…`.
  package var files: [String: [UInt8]]
  /// The recording with a failure behind every figure that could not be drawn.
  package var recording: Recording
  /// What could not be set or drawn, with its place in the notebook.
  package var diagnostics: [Diagnostic]

  /// The page.
  package var html: String { String(decoding: files["report.html"] ?? [], as: UTF8.self) }
}
