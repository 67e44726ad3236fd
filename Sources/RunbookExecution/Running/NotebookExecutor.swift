import CKernel
import Foundation
package import RunbookDocument
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
    /// Seconds in which nothing ran because a cell was still being compiled.
    package var compilationSeconds: Double
    /// All other seconds: starting the kernel, running cells, looking into the cache.
    package var runSeconds: Double
    package var isFromCache: Bool
  }

  /// Runs every cell; a cell that fails is recorded, and stops the run unless it was expected to.
  ///
  /// - Parameter observe: called with what happens, in order, on the caller's thread.
  /// - Throws: `ExecutionError` when cells cannot be run at all.
  package func run(observe: (ExecutionEvent) -> Void) throws -> Result {
    let start = monotonicSeconds()
    let keys = ResultKeys(
      notebook: notebook, folder: folder,
      engine: CellCompiler(toolchain: toolchain, installation: installation).identity)
    if cacheUse == .readWrite, let recording = cachedRecording(keys) {
      observe(.cached(cells: recording.cells.count))
      return Result(
        recording: recording, diagnostics: [], compilationSeconds: 0,
        runSeconds: monotonicSeconds() - start, isFromCache: true)
    }
    return try withoutActuallyEscaping(observe) { observe in
      let run = ExecutionRun(self, observe: observe)
      let recording = try run.finish()
      if cacheUse != .none { keep(recording, keys) }
      store.prune(toBytes: 1 << 30)
      return Result(
        recording: recording, diagnostics: run.diagnostics,
        compilationSeconds: run.compilationSeconds,
        runSeconds: monotonicSeconds() - start - run.compilationSeconds, isFromCache: false)
    }
  }

  /// The lines that the first cell begins with.
  var preamble: [String] {
    [ParameterSource(notebook.frontMatter.parameters).text]
  }

  /// An empty record of a cell, to be filled with what it puts out.
  static func record(_ cell: Cell, _ notebook: Notebook) -> CellRecording {
    CellRecording(
      index: cell.index, label: cell.options.label, line: cell.fence.line,
      failureIsExpected: EffectiveOptions(cell.options, in: notebook.frontMatter).error)
  }

  private func cachedRecording(_ keys: ResultKeys) -> Recording? {
    var recording = Recording(cells: [])
    for cell in notebook.cells {
      guard let key = keys.key(of: cell), let entry = store.entry(key) else { return nil }
      var record = Self.record(cell, notebook)
      record.outputs = move(entry.outputs, by: cell.location.line)
      recording.cells.append(record)
      recording.inlineValues += entry.inlineValues
    }
    return recording
  }

  private func keep(_ recording: Recording, _ keys: ResultKeys) {
    let inline = notebook.inlineExpressionsByCell
    for (cell, record) in zip(notebook.cells, recording.cells) {
      guard let key = keys.key(of: cell), isWorthKeeping(record) else { return }
      let indices = Set(inline[cell.index, default: []].map(\.index))
      store.keep(
        CellStore.Entry(
          outputs: move(record.outputs, by: -cell.location.line),
          inlineValues: recording.inlineValues.filter { indices.contains($0.index) }),
        as: key)
    }
  }

  /// A failure or a claim that does not hold is never served from the cache.
  private func isWorthKeeping(_ record: CellRecording) -> Bool {
    record.outputs.allSatisfy { output in
      switch output {
      case .failure: false
      case .claim(let claim): claim.holds
      default: true
      }
    }
  }

  /// The cache counts lines from a cell's beginning, since prose above it may grow.
  private func move(_ outputs: [Output], by lines: Int) -> [Output] {
    outputs.map { output in
      guard case .claim(var claim) = output else { return output }
      claim.line += lines
      return .claim(claim)
    }
  }
}

/// Seconds on a clock that nobody sets.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
