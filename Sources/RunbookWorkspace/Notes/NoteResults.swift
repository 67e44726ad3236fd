package import Foundation
package import RunbookExecution
package import RunbookFiles
package import RunbookOutput

/// The results of a note: of a run, or those of an earlier run as far as they still hold.
package struct NoteResults: Sendable {
  package let recording: Recording
  package var provenance: Provenance
  /// Those of the compiler, of the cache, and of the comparison with the earlier run.
  package var diagnostics: [Diagnostic]
  /// The number of cells, from the first, whose results are those of the notebook as it is.
  package let validCount: Int
  /// `nil` if nothing was run.
  package let timing: RunTiming?

  /// Whether every cell that has results ran to its end and every claim holds.
  package var isSuccessful: Bool {
    guard validCount < recording.cells.count else { return recording.isSuccessful }
    var valid = recording
    valid.cells.removeLast(recording.cells.count - validCount)
    valid.inlineValues.removeAll { $0.failure?.reason == .notRun }
    return valid.isSuccessful
  }
}

/// When a run began and how long its parts took.
package struct RunTiming: Sendable {
  package var started: Date
  /// Seconds in which nothing ran because a cell was still being compiled.
  package var compilationSeconds: Double
  /// All other seconds of the run.
  package var runSeconds: Double
  /// The seconds of each cell that ran, in order.
  package var cells: [(cell: Int, seconds: Double)]
  /// Whether all results came from the cache.
  package var isFromCache: Bool
}

/// Options of a run.
package struct RunOptions {
  package var cacheUse: NotebookExecutor.CacheUse
  /// The states of an earlier run, from which this one goes on and to which it adds its own.
  package var snapshots: SnapshotCache?
  /// Whether cells run in a temporary folder of links, so that the notebook's own stays as it is.
  package var isIsolated: Bool

  package init(
    cacheUse: NotebookExecutor.CacheUse = .readWrite, snapshots: SnapshotCache? = nil,
    isIsolated: Bool = false
  ) {
    self.cacheUse = cacheUse
    self.snapshots = snapshots
    self.isIsolated = isIsolated
  }
}

extension Note {
  /// Runs the cells.
  ///
  /// - Parameters:
  ///   - isCancelled: asked again and again; once true, the run ends with an error.
  ///   - observe: called with each event, in order, on the caller's thread.
  /// - Throws: `ExecutionError` when cells cannot be run at all or the run was cancelled, `SystemError`
  ///   when there is no room for a temporary folder, a `Diagnostic` when the note has errors.
  package func run(
    _ options: RunOptions = RunOptions(), isCancelled: () -> Bool = { false },
    observe: (ExecutionEvent) -> Void = { _ in }
  ) throws -> NoteResults {
    let started = Date()
    var cells: [(cell: Int, seconds: Double)] = []
    let result = try execute(options, isCancelled: isCancelled) { event in
      if case .finished(let cell, let seconds, _) = event { cells.append((cell, seconds)) }
      observe(event)
    }
    return NoteResults(
      recording: result.recording, provenance: try provenance(), diagnostics: result.diagnostics,
      validCount: result.recording.cells.count,
      timing: RunTiming(
        started: started, compilationSeconds: result.compilationSeconds,
        runSeconds: result.runSeconds, cells: cells, isFromCache: result.isFromCache))
  }

  /// Runs the cells as `run` does, without asking for the sources of the results.
  func execute(
    _ options: RunOptions, isCancelled: () -> Bool = { false },
    observe: (ExecutionEvent) -> Void
  ) throws -> NotebookExecutor.Result {
    let notebook = try runnable()
    var configuration = try executionConfiguration()
    let mirror =
      options.isIsolated
      ? try MirrorFolder(of: project.notebookFolder, in: project.cacheFolder + "/scratch") : nil
    configuration.workingFolder = mirror?.path
    return try withExtendedLifetime(mirror) {
      try naming {
        try NotebookExecutor(notebook, configuration).run(
          cacheUse: options.cacheUse, keeping: options.snapshots, isCancelled: isCancelled,
          observe: observe)
      }
    }
  }

  /// The failures and broken claims of a recording, at their places.
  package func problems(in recording: Recording) -> [Diagnostic] {
    guard let notebook else { return [] }
    return recording.cells.flatMap { cell in
      cell.outputs.compactMap { output -> Diagnostic? in
        switch output {
        case .failure(let failure)
        where !cell.failureIsExpected && failure.reason != .notRun:
          failure.diagnostic(of: notebook)
        case .claim(let claim) where !claim.holds: claim.diagnostic(of: notebook)
        default: nil
        }
      }
    }
  }
}
