import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput

/// What a report is drawn from: a run, or the results of an earlier one.
struct ReportInput {
  let recording: Recording
  var provenance: Provenance
  /// What the compiler, or the comparison with the earlier run, has to say.
  var diagnostics: [Diagnostic]
  /// The number of cells, from the first, whose results are those of the notebook as it is.
  let validCount: Int
  /// What is true of this run only; `nil` if nothing was run.
  private(set) var facts: RunFacts?

  /// Runs the cells.
  ///
  /// - Parameter stages: gets the seconds of compiling and running.
  /// - Throws: `ExecutionError` when cells cannot be run at all.
  init(
    running notebook: Notebook, _ source: NotebookSource, cacheUse: NotebookExecutor.CacheUse,
    _ display: ProgressDisplay, note: (String) -> Void, _ stages: inout StageTimes
  ) throws {
    let started = Date()
    var executor = try source.executor(for: notebook)
    executor.cacheUse = cacheUse
    var cells: [RunFacts.CellTime] = []
    let result = try executor.run { event in
      display.show(event)
      if case .finished(let cell, let seconds, _) = event {
        cells.append(RunFacts.CellTime(cell: cell, seconds: seconds))
      }
    }
    display.close()
    stages.add("compile", result.compilationSeconds)
    stages.add("run", result.runSeconds)
    for line in result.notes { note("\(notebook.path): note: \(line)") }
    recording = result.recording
    provenance = source.provenance(of: notebook, executor)
    diagnostics = result.diagnostics
    validCount = recording.cells.count
    facts = RunFacts(
      started: started, git: source.gitState(of: provenance), isFromCache: result.isFromCache,
      seconds: ["compile": result.compilationSeconds, "run": result.runSeconds], cells: cells)
  }

  /// Takes what the last run put out.
  ///
  /// - Throws: a `Diagnostic` when there are no results.
  init(stored notebook: Notebook, _ source: NotebookSource, folder: String) throws {
    let results = try StoredResults(of: notebook, source, folder: folder)
    recording = results.recording
    provenance = results.provenance
    diagnostics = results.warnings
    validCount = results.validCount
  }

  /// Names the commit in the report, which has to say so if there is none.
  mutating func nameCommit(of notebook: Notebook, _ source: NotebookSource) {
    guard let state = source.gitState(of: provenance) else {
      diagnostics.append(
        Diagnostic(
          .warning, path: notebook.path,
          message:
            "no commit can be named, since git knows none here; commit the notebook, or leave "
            + "out 'provenance: commit' and --commit"))
      return
    }
    provenance.commit = state.text
  }

  /// Whether every cell that has results ran to its end and every claim holds.
  var isSuccessful: Bool {
    guard validCount < recording.cells.count else { return recording.isSuccessful }
    var valid = recording
    valid.cells.removeLast(recording.cells.count - validCount)
    valid.inlineValues.removeAll { $0.failure?.reason == .notRun }
    return valid.isSuccessful
  }
}
