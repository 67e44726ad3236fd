import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput
import RunbookReport

/// A notebook run and drawn in memory, for commands that compare rather than write.
struct NotebookRun {
  let source: NotebookSource
  let notebook: Notebook
  let recording: Recording
  let drawingFailures: [DrawingFailure]
  let diagnostics: [Diagnostic]
  /// What is worth telling and does no harm.
  let notes: [String]

  /// Runs the notebook in a temporary folder; `nil` if it has errors.
  ///
  /// - Throws: `ExecutionError` when cells cannot be run at all, `SystemError` when there is no room for
  ///   the folder.
  init?(_ source: NotebookSource, usesCache: Bool, observe: (ExecutionEvent) -> Void) throws {
    guard let notebook = source.notebook else { return nil }
    self.source = source
    self.notebook = notebook
    var executor = try source.executor(for: notebook)
    executor.cacheUse = usesCache ? .readWrite : .writeOnly
    let folder = try MirrorFolder(
      of: source.project.notebookFolder, in: source.project.cacheFolder + "/scratch")
    executor.workingFolder = folder.path
    let result = try withExtendedLifetime(folder) { try executor.run(observe: observe) }
    let rendered = try source.renderer(for: notebook, result.recording).render()
    recording = result.recording
    drawingFailures = rendered.drawingFailures
    notes = result.notes.map { "\(source.path): note: \($0)" }
    diagnostics = result.diagnostics + rendered.diagnostics
  }
}
