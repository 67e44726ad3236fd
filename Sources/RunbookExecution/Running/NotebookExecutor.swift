import CKernel
import Foundation
package import RunbookDocument
package import RunbookFiles
package import RunbookOutput

/// Runs a notebook: compiles its cells, runs each in a fork of the state before it, records the outputs.
package struct NotebookExecutor {
  package var notebook: Notebook
  package var toolchain: Toolchain
  package var installation: Installation
  package var store: CellStore
  package var limits = ExecutionLimits.standard
  package var cacheUse = CacheUse.readWrite
  /// The folder in which cells run and to which their file names are relative.
  package var folder: String
  /// Where cells run instead: a folder with the same files under the same names.
  package var workingFolder: String?

  /// What a run does with the cache of outputs. Compiled cells are always reused.
  package enum CacheUse: Sendable {
    case none, writeOnly, readWrite
  }

  package init(
    notebook: Notebook, folder: String, toolchain: Toolchain, installation: Installation,
    store: CellStore
  ) {
    self.notebook = notebook
    self.folder = folder
    self.toolchain = toolchain
    self.installation = installation
    self.store = store
  }

  /// What a run produced.
  package struct Result {
    package var recording: Recording
    /// The compiler's warnings and errors.
    package var diagnostics: [Diagnostic]
    /// What is worth telling and does no harm, such as a damaged entry of the cache.
    package var notes: [String]
    /// Seconds in which nothing ran because a cell was still being compiled.
    package var compilationSeconds: Double
    /// All other seconds: starting the kernel, running cells, looking into the cache.
    package var runSeconds: Double
    package var isFromCache: Bool
  }

  /// Runs every cell; a cell that fails is recorded, and stops the run unless it was expected to.
  ///
  /// - Parameters:
  ///   - kept: the states of an earlier run, from which this one goes on and to which it adds its own.
  ///   - isCancelled: asked again and again; once true, the run ends with an error.
  ///   - observe: called with what happens, in order, on the caller's thread.
  /// - Throws: `ExecutionError` when cells cannot be run at all, or the run was cancelled.
  package func run(
    keeping kept: KeptStates? = nil, isCancelled: () -> Bool = { false },
    observe: (ExecutionEvent) -> Void
  ) throws -> Result {
    let start = monotonicSeconds()
    let cache = ResultCache(self)
    let lock = CacheLock(folder: store.folder)
    if cacheUse == .readWrite, let (recording, warnings) = cache.recording() {
      observe(.cached(cells: recording.cells.count))
      return Result(
        recording: recording, diagnostics: warnings, notes: [], compilationSeconds: 0,
        runSeconds: monotonicSeconds() - start, isFromCache: true)
    }
    return try withoutActuallyEscaping(observe) { observe in
      try withoutActuallyEscaping(isCancelled) { isCancelled in
        let run = ExecutionRun(self, kept: kept, isCancelled: isCancelled, observe: observe)
        let recording = try run.finish()
        if cacheUse != .none { cache.keep(recording, run.diagnostics) }
        if let lock, lock.becomeExclusive() { store.prune() }
        return Result(
          recording: recording, diagnostics: run.diagnostics, notes: cache.notes + run.notes,
          compilationSeconds: run.compilationSeconds,
          runSeconds: monotonicSeconds() - start - run.compilationSeconds, isFromCache: false)
      }
    }
  }

  /// What the results of the cells depend on.
  var cacheFacts: CacheFacts {
    CacheFacts(
      notebook: notebook, folder: folder,
      compiler: CellCompiler(toolchain: toolchain, installation: installation))
  }

  /// A hash of each cell's code, with the expressions in the text after it.
  package var cellHashes: [String] {
    cacheFacts.cells.map { cell in
      var hash = ContentHash()
      hash.combine(cell.source)
      hash.combine(cell.expressions)
      return String(hash.text.prefix(16))
    }
  }

  /// The notebook's place, by which the cache knows it.
  var absolutePath: String {
    folder + "/" + (notebook.path.split(separator: "/").last.map(String.init) ?? notebook.path)
  }

  /// The lines that the first cell begins with; none without parameters.
  var preamble: [String] {
    [ParameterSource(notebook.frontMatter.parameters).text].filter { !$0.isEmpty }
  }

  /// An empty record of a cell, to be filled with what it puts out.
  package static func record(_ cell: Cell, _ notebook: Notebook) -> CellRecording {
    CellRecording(
      index: cell.index, label: cell.options.label, line: cell.fence.line,
      file: notebook.recordedName(ofFile: cell.fence.file),
      failureIsExpected: EffectiveOptions(cell.options, in: notebook.frontMatter).error)
  }
}

/// Seconds on a clock that nobody sets.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
