import CKernel
import Foundation
internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// One run of a notebook: a loop over the compiler's processes and the running cell.
final class ExecutionRun {
  private let executor: NotebookExecutor
  private let observe: (ExecutionEvent) -> Void
  /// The states of the last run, and of this one for the next; `nil` if there will be no next.
  private let kept: KeptStates?
  /// What each cell's state depends on, where states are kept.
  private let keys: [String?]
  private let isCancelled: () -> Bool
  private let places: CellPlaces
  private let compilation: CompileQueue
  private var records: [CellRecording] = []
  /// The last cell whose turn came.
  private var reached = 0
  private var inlineValues: [InlineValue] = []
  private(set) var compilationSeconds = 0.0
  private var libraries: [Int: String] = [:]
  private var cells: [Cell] { executor.notebook.cells }

  private struct Active {
    var cell: Cell
    var process: RunningCell
    var transcript: CellTranscript
    var started: Double
    /// Set when we end the cell ourselves.
    var limitFailure: Failure?
    var crash: (signal: Int32, frames: [ck_frame])?
    var refusal: String?
    var finished: Int?
  }

  /// How often limits are looked at while a cell runs, in milliseconds.
  private static let tick: Int32 = 20

  init(
    _ executor: NotebookExecutor, kept: KeptStates?, isCancelled: @escaping () -> Bool,
    observe: @escaping (ExecutionEvent) -> Void
  ) {
    self.executor = executor
    self.kept = kept
    keys = kept == nil ? [] : executor.cacheFacts.keys
    self.isCancelled = isCancelled
    self.observe = observe
    places = CellPlaces(executor.notebook)
    compilation = CompileQueue(executor)
  }

  var diagnostics: [Diagnostic] { compilation.diagnostics(upTo: reached) }
  var notes: [String] { compilation.notes }

  func finish() throws -> Recording {
    guard !cells.isEmpty else {
      let failure = Failure(
        reason: .notRun, message: "an expression is evaluated after a cell, and the note has none")
      return Recording(
        cells: [],
        inlineValues: executor.notebook.inlineExpressions.map {
          InlineValue(index: $0.index, text: "", failure: failure)
        })
    }
    let (kernel, state) = try begin()
    defer { compilation.stop() }
    do {
      try runCells(from: state)
    } catch let error as ExecutionError where error.reason == .process {
      // A kernel that could not start says why; otherwise its own words are empty.
      let words = kernel.lastWords()
      throw ExecutionError(.process, words.isEmpty ? error.message : words)
    }
    if kept == nil { kernel.terminate() }
    return Recording(cells: records, inlineValues: inlineValues)
  }

  /// Returns the state to begin with: a new kernel's, or a kept one with the outputs of the cells above it.
  private func begin() throws -> (KernelProcess, Snapshot) {
    if let beginning = kept?.beginning(of: executor.notebook, keys: keys) {
      records = beginning.records
      inlineValues = beginning.inlineValues
      libraries = beginning.libraries
      observe(.resumed(after: records.count))
      return (beginning.kernel, beginning.state)
    }
    let kernel = try KernelProcess(
      installation: executor.installation, seed: executor.notebook.frontMatter.seed,
      folder: executor.workingFolder ?? executor.folder)
    kept?.adopt(kernel)
    return (kernel, kernel.root)
  }

  private func runCells(from root: Snapshot) throws {
    var state = root
    while records.count < cells.count {
      let cell = cells[records.count]
      reached = cell.index
      guard let artifact = try awaitCompilation(of: cell) else {
        if !isFailureExpected(cell) { break }
        continue
      }
      libraries[cell.index] = artifact.library
      observe(.started(cell: cell.index))
      guard let next = try run(cell, artifact, on: state) else {
        if !isFailureExpected(cell) { break }
        try compilation.exclude(cell.index)
        state = try restored(state)
        continue
      }
      state = next
    }
    markRestAsNotRun()
  }

  /// Returns a snapshot that a failed cell has left as it was.
  ///
  /// A state with threads cannot be forked, so the cell ran in its process and took it along. What made
  /// that state is run again from the last state that could be forked.
  private func restored(_ snapshot: Snapshot) throws -> Snapshot {
    guard snapshot.hasThreads, let origin = snapshot.origin else { return snapshot }
    let process = try restored(origin.base).run(origin.artifact, memoryLimit: 0)
    while true {
      let (messages, ended) = process.receive()
      for case .finished(let threads) in messages.map(\.content) {
        return process.becomeSnapshot(hasThreads: threads > 0)
      }
      if ended {
        throw ExecutionError(
          .process,
          "cell \(origin.artifact.cell) starts threads and did not end well when it was run again; "
            + "the cells below it cannot go on after a failure")
      }
    }
  }

  private func isFailureExpected(_ cell: Cell) -> Bool {
    NotebookExecutor.record(cell, executor.notebook).failureIsExpected
  }

  private func append(_ cell: Cell, _ outputs: [Output]) {
    var record = NotebookExecutor.record(cell, executor.notebook)
    record.outputs = outputs
    records.append(record)
  }

  private func markRestAsNotRun() {
    let failed =
      records.last.map { record in
        "cell \(record.index), \(record.file.map { "\($0) " } ?? "")line \(record.line),"
      } ?? "a cell above"
    for cell in cells.dropFirst(records.count) {
      append(
        cell,
        [
          .failure(
            Failure(
              reason: .notRun, message: "not run: \(failed) failed", line: cell.fence.line,
              file: places.recordedFile(of: cell.fence)))
        ])
    }
  }

  /// Returns the compiled cell, or records why there is none.
  private func awaitCompilation(of cell: Cell) throws -> CellCompiler.Artifact? {
    while true {
      try stopIfCancelled()
      try compilation.advance()
      switch compilation.outcome(of: cell.index) {
      case .ready(let artifact): return artifact
      case .failed(let failure):
        observe(.finished(cell: cell.index, seconds: 0, failure: failure))
        append(cell, [.failure(failure)])
        return nil
      case nil:
        let start = monotonicSeconds()
        try compilation.waitForNews()
        compilationSeconds += monotonicSeconds() - start
      }
    }
  }

  /// Waits for one of `descriptors`, or of the compiler's; returns those that are readable.
  @discardableResult
  private func poll(_ descriptors: [Int32], timeout: Int32) throws -> Set<Int32> {
    var waiting = Set(descriptors).union(compilation.descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard Glibc.poll(&waiting, nfds_t(waiting.count), timeout) > 0 else { return [] }
    let ready = Set(waiting.filter { $0.revents != 0 }.map(\.fd))
    for descriptor in compilation.descriptors where ready.contains(descriptor) {
      try compilation.handle(descriptor)
    }
    return ready
  }

  /// Runs a compiled cell and records its outputs; returns the state after it, or `nil` if it failed.
  private func run(
    _ cell: Cell, _ artifact: CellCompiler.Artifact, on state: Snapshot
  ) throws -> Snapshot? {
    // The limit of the system stands a little higher than ours, which can say what happened.
    let process = try state.run(artifact, memoryLimit: executor.limits.memory / 4 * 5)
    var active = Active(
      cell: cell, process: process, transcript: CellTranscript(process, places: places),
      started: monotonicSeconds())
    var ended = false
    while !ended && active.finished == nil {
      try compilation.advance()
      let ready = try poll([process.channel], timeout: Self.tick)
      if ready.contains(process.channel) { ended = try receive(&active) }
      if isCancelled() { process.kill() }
      try stopIfCancelled()
      if active.finished == nil, active.limitFailure == nil, let failure = exceededLimit(active) {
        active.limitFailure = failure
        process.kill()
      }
    }
    if active.finished != nil, active.limitFailure == nil {
      active.limitFailure = exceededOutput(active)
    }
    active.transcript.finish(limit: active.limitFailure == nil ? .max : Self.keptOfTooMuch)
    let failure = try failure(of: &active, artifact, state)
    inlineValues += active.transcript.inlineValues
    append(cell, active.transcript.outputs + (failure.map { [.failure($0)] } ?? []))
    observe(
      .finished(
        cell: cell.index, seconds: monotonicSeconds() - active.started, failure: failure))
    guard failure == nil, let threads = active.finished else { return nil }
    let snapshot = process.becomeSnapshot(hasThreads: threads > 0)
    kept?.append(
      cell, key: keys[records.count - 1], snapshot: snapshot, outputs: active.transcript.outputs,
      inlineValues: active.transcript.inlineValues, library: artifact.library)
    return snapshot
  }

  private func stopIfCancelled() throws {
    if isCancelled() { throw ExecutionError(.cancelled, "the run was stopped") }
  }

  /// How much of the text of a cell that printed too much is kept, in bytes a stream.
  private static let keptOfTooMuch = 16_384

  /// Takes what the cell has sent; returns whether its process has ended.
  private func receive(_ active: inout Active) throws -> Bool {
    let (messages, ended) = active.process.receive()
    for message in messages {
      switch message.content {
      case .finished(let threads): active.finished = threads
      case .crashed(let signal, let frames): active.crash = (signal, frames)
      case .unloadable(let reason): active.refusal = reason
      case .output, .inline, .progress:
        if let progress = try active.transcript.add(message) {
          observe(.progress(cell: active.cell.index, progress))
        }
      }
    }
    return ended
  }

  private func exceededLimit(_ active: Active) -> Failure? {
    let allowed = EffectiveOptions(
      active.cell.options, in: executor.notebook.frontMatter
    ).timeout
    if monotonicSeconds() - active.started > allowed {
      return failure(
        active, .timeLimit,
        "the cell ran longer than its limit of \(shortest(allowed)) s; raise it with "
          + "'//| timeout: SECONDS' or make the work smaller")
    }
    if active.process.residentMemory > executor.limits.memory {
      return failure(
        active, .memoryLimit,
        "the cell took more than \(executor.limits.memory >> 20) MiB of memory; "
          + "work on smaller pieces")
    }
    return exceededOutput(active)
  }

  private func exceededOutput(_ active: Active) -> Failure? {
    guard active.process.output.count + active.process.errors.count > executor.limits.output else {
      return nil
    }
    return failure(
      active, .outputLimit,
      "the cell printed more than \(executor.limits.output >> 20) MiB; print a summary instead")
  }

  private func failure(_ active: Active, _ reason: Failure.Reason, _ message: String) -> Failure {
    Failure(
      reason: reason, message: message, line: active.cell.location.line,
      file: places.recordedFile(of: active.cell.location))
  }

  private func shortest(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
  }

  /// Why the cell did not end well; `nil` if it did.
  private func failure(
    of active: inout Active, _ artifact: CellCompiler.Artifact, _ state: Snapshot
  ) throws -> Failure? {
    if let failure = active.limitFailure { return failure }
    if let reason = active.refusal {
      return failure(active, .system, "the compiled cell cannot be loaded: \(reason)")
    }
    if active.finished != nil { return nil }
    var result: Failure
    if let crash = active.crash {
      result = diagnosis.crash(
        signal: crash.signal, frames: crash.frames, message: active.transcript.takeFatalError())
      if result.reason == .trap, !state.hasThreads, let closer = try closerLook(artifact, state) {
        result = closer
      }
    } else {
      result = diagnosis.exit(status: try active.process.exitStatus())
    }
    if result.line == nil {
      result.line = active.cell.location.line
      result.file = places.recordedFile(of: active.cell.location)
    }
    return result
  }

  private var diagnosis: FailureDiagnosis {
    FailureDiagnosis(
      places: places, columns: compilation.authorsPlaces,
      symbolizer: Symbolizer(toolchain: executor.toolchain, libraries: libraries))
  }

  /// What an unoptimised run of a cell that trapped has to say, if it says more.
  private func closerLook(
    _ artifact: CellCompiler.Artifact, _ state: Snapshot
  ) throws -> Failure? {
    let look = CloserLook(compiler: compilation.compiler, store: executor.store, places: places)
    guard
      let finding = try look.look(
        at: artifact, earlier: compilation.artifacts(before: artifact.cell), on: state)
    else { return nil }
    defer { try? FileManager.default.removeItem(atPath: finding.folder) }
    libraries[artifact.cell] = finding.library
    let failure = diagnosis.crash(
      signal: finding.signal, frames: finding.frames, message: finding.message)
    return failure.line == nil ? nil : failure
  }
}
