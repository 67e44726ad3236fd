package import RunbookDocument
package import RunbookFiles
package import RunbookOutput

/// Runs a notebook, or takes its results from the cache if nothing that they depend on has changed.
package struct NotebookExecutor {
  private let notebook: Notebook
  private let configuration: ExecutionConfiguration

  /// How a run uses the cache of outputs. Compiled cells are always reused.
  package enum CacheUse: Sendable {
    case none, writeOnly, readWrite
  }

  package init(_ notebook: Notebook, _ configuration: ExecutionConfiguration) {
    self.notebook = notebook
    self.configuration = configuration
  }

  /// The results of a run.
  package struct Result {
    package var recording: Recording
    /// Notes about the cache, and the compiler's warnings and errors.
    package var diagnostics: [Diagnostic]
    /// Seconds in which nothing ran because a cell was still being compiled.
    package var compilationSeconds: Double
    /// All other seconds: starting the kernel, running cells, looking into the cache.
    package var runSeconds: Double
    package var isFromCache: Bool
  }

  /// Runs every cell; a cell that fails is recorded, and stops the run unless it was expected to.
  ///
  /// - Parameters:
  ///   - cacheUse: whether results may come from the cache, and whether they are kept there.
  ///   - snapshots: the states of an earlier run, from which this one goes on and to which it adds its own.
  ///   - isCancelled: asked again and again; once true, the run ends with an error.
  ///   - observe: called with each event, in order, on the caller's thread.
  /// - Throws: `ExecutionError` when cells cannot be run at all, or the run was cancelled.
  package func run(
    cacheUse: CacheUse = .readWrite, keeping snapshots: SnapshotCache? = nil,
    isCancelled: () -> Bool = { false }, observe: (ExecutionEvent) -> Void = { _ in }
  ) throws -> Result {
    let start = monotonicSeconds()
    let cache = ResultCache(notebook, configuration)
    let lock = CacheLock(folder: configuration.store.folder)
    if cacheUse == .readWrite, let (recording, warnings) = cache.recording() {
      observe(.cached(cells: recording.cells.count))
      return Result(
        recording: recording, diagnostics: warnings, compilationSeconds: 0,
        runSeconds: monotonicSeconds() - start, isFromCache: true)
    }
    let run = try withoutActuallyEscaping(observe) { observe in
      try withoutActuallyEscaping(isCancelled) { isCancelled in
        var run = NotebookRun(
          notebook, configuration, snapshots: snapshots, keys: cache.keys,
          control: CellControl(isCancelled: isCancelled, observe: observe))
        try run.run()
        return (run.recording, run.diagnostics, run.waitingSeconds)
      }
    }
    let (recording, diagnostics, waitingSeconds) = run
    if cacheUse != .none { cache.keep(recording, diagnostics) }
    if let lock, lock.becomeExclusive() { configuration.store.prune() }
    return Result(
      recording: recording,
      diagnostics: cache.notes
        + diagnostics.sorted { $0.key < $1.key }.flatMap(\.value),
      compilationSeconds: waitingSeconds,
      runSeconds: monotonicSeconds() - start - waitingSeconds, isFromCache: false)
  }
}

extension ExecutionConfiguration {
  /// The absolute path of a notebook, by which the cache knows it.
  func absolutePath(of notebook: Notebook) -> String {
    folder + "/" + (notebook.path.split(separator: "/").last.map(String.init) ?? notebook.path)
  }
}
