import Glibc
package import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

extension CellSession {
  /// Compiles a cell and runs it on a state, which stays as it is.
  ///
  /// A cell that does not compile, fails or goes beyond a limit is a result like any other.
  ///
  /// - Parameter cell: one of the notebook's, which is not in the state already.
  /// - Throws: `ExecutionError` when cells cannot be run at all, or the session was cancelled.
  package func run(
    _ cell: Cell, on state: CellState, control: CellControl = CellControl()
  ) throws -> CellStep {
    let compilation = try compile(cell, on: state, control: control)
    guard let artifact = compilation.artifact else {
      control.observe(.finished(cell: cell.index, seconds: 0, failure: compilation.failure))
      return CellStep(
        cell: cell.index, artifact: nil, outputs: compilation.failure.map { [.failure($0)] } ?? [],
        inlineValues: [], failure: compilation.failure, state: state,
        diagnostics: compilation.diagnostics, waitingSeconds: compilation.waitingSeconds)
    }
    control.observe(.started(cell: cell.index))
    do {
      return try run(cell, artifact, compilation, on: state, control)
    } catch let error as ExecutionError where error.reason == .process {
      // A kernel that could not start says why; otherwise its own words are empty.
      let words = state.kernel.lastWords()
      if !words.isEmpty, state.context.entries.isEmpty { throw ExecutionError(.process, words) }
      // Whatever a cell above did to the kernel, the cells up to there have their outputs.
      let failure = Failure(
        reason: .system, message: error.message, line: cell.location.line,
        file: places.recordedFile(of: cell.location))
      control.observe(.finished(cell: cell.index, seconds: 0, failure: failure))
      return CellStep(
        cell: cell.index, artifact: artifact, outputs: [.failure(failure)], inlineValues: [],
        failure: failure, state: state, diagnostics: compilation.diagnostics,
        waitingSeconds: compilation.waitingSeconds)
    }
  }

  private func run(
    _ cell: Cell, _ artifact: CompiledCell, _ compilation: CellCompilation, on state: CellState,
    _ control: CellControl
  ) throws -> CellStep {
    let snapshot = try usable(state.snapshot)
    let hadThreads = snapshot.hasThreads
    // The limit of the system stands a little higher than ours, which can say what happened.
    let process = try snapshot.run(artifact, memoryLimit: configuration.limits.memory / 4 * 5)
    var active = ActiveCell(
      cell, process, places: places, limits: configuration.limits, timeLimit: cell.settings.timeout)
    var ended = false
    while !ended, active.remainingThreads == nil, active.failure == nil {
      try compileAhead()
      if try waitForEvent(of: process) {
        ended = active.receive { control.observe(.progress(cell: cell.index, $0)) }
      } else {
        ended = process.hasEnded
      }
      if control.isCancelled() {
        process.kill()
        _ = process.end()
      }
      try control.checkCancellation()
      active.enforceLimits()
    }
    var status: Int32?
    if active.remainingThreads == nil || active.failure != nil {
      if active.failure != nil { process.kill() }
      status = process.end()
    }
    active.finishTranscript()
    let failure = failure(
      of: &active, status: status, compilation, on: hadThreads ? nil : snapshot)
    control.observe(.finished(cell: cell.index, seconds: active.seconds, failure: failure))
    var next = state
    if failure == nil, let threads = active.remainingThreads {
      next = CellState(
        kernel: state.kernel, snapshot: process.becomeSnapshot(hasThreads: threads > 0),
        context: compilation.context)
    }
    return CellStep(
      cell: cell.index, artifact: artifact,
      outputs: active.transcript.outputs + (failure.map { [.failure($0)] } ?? []),
      inlineValues: active.transcript.inlineValues, failure: failure, state: next,
      diagnostics: compilation.diagnostics, waitingSeconds: compilation.waitingSeconds)
  }

  /// Returns a snapshot of the same state on which a cell can be run.
  ///
  /// A state with threads cannot be copied, so a cell that ran on it took it along. It is made again from
  /// the last state that could be copied.
  private func usable(_ snapshot: Snapshot) throws -> Snapshot {
    guard snapshot.isSpent, let origin = snapshot.origin else { return snapshot }
    let process = try usable(origin.base).run(origin.artifact, memoryLimit: 0)
    while true {
      var channel = pollfd(fd: process.channel, events: Int16(POLLIN), revents: 0)
      var ended = false
      if poll(&channel, 1, Self.tick) > 0 {
        let (messages, isClosed) = process.receive()
        for message in messages.map(\.content) {
          if case .finished(let threads) = message {
            return process.becomeSnapshot(hasThreads: threads > 0)
          }
          if case .malformed = message { ended = true }
        }
        ended = ended || isClosed
      } else {
        ended = process.hasEnded
      }
      if ended {
        throw ExecutionError(
          .process,
          "cell \(origin.artifact.cell) starts threads and did not end well when it was run again; "
            + "the cells below it cannot go on after a failure")
      }
    }
  }

  /// Waits for the cell or the compiler; returns whether the cell has something to say.
  private func waitForEvent(of process: RunningCell) throws -> Bool {
    let compilers = queue.descriptors
    var waiting = ([process.channel] + compilers).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&waiting, nfds_t(waiting.count), Self.tick) > 0 else { return false }
    for compiler in waiting.dropFirst() where compiler.revents != 0 {
      try queue.handle(compiler.fd)
    }
    return waiting[0].revents != 0
  }

  /// Why the cell did not end well; `nil` if it did.
  ///
  /// - Parameters:
  ///   - status: how its process ended; `nil` if that is not known.
  ///   - snapshot: the state before the cell, if it can be run on again.
  private func failure(
    of active: inout ActiveCell, status: Int32?, _ compilation: CellCompilation,
    on snapshot: Snapshot?
  ) -> Failure? {
    if let failure = active.failure { return failure }
    if active.remainingThreads != nil { return nil }
    let entries = compilation.context.entries
    var diagnosis = FailureDiagnosis(
      positions: PositionMap(places, columns: entries.mapValues(\.columns)),
      symbolizer: Symbolizer(
        toolchain: configuration.toolchain, libraries: entries.mapValues(\.artifact.library)))
    var failure: Failure
    if let crash = active.crash {
      failure = diagnosis.crash(
        signal: crash.signal, frames: crash.frames, message: active.takeFatalError())
      if failure.reason == .trap, let snapshot,
        // What the first run said stands if there cannot be a second one.
        let closer = try? closerFailure(of: compilation, on: snapshot, &diagnosis)
      {
        failure = closer
      }
    } else if let status {
      failure = diagnosis.exit(status: status, frames: active.exitFrames)
    } else {
      failure = Failure(
        reason: .system,
        message: "the process that keeps the state of the cells was killed, by the cell or from "
          + "outside; run the notebook again")
    }
    if failure.line == nil {
      failure.line = active.cell.location.line
      failure.file = places.recordedFile(of: active.cell.location)
    }
    return failure
  }

  /// The failure as diagnosed from an unoptimised run; `nil` if that adds nothing.
  private func closerFailure(
    of compilation: CellCompilation, on snapshot: Snapshot, _ diagnosis: inout FailureDiagnosis
  ) throws -> Failure? {
    guard let artifact = compilation.artifact else { return nil }
    let rerun = TrapRerun(
      compiler: configuration.compiler, store: configuration.store, places: places)
    guard let finding = try rerun.run(artifact, importing: compilation.imports, on: snapshot)
    else { return nil }
    defer { try? FileAccess.removeTree(finding.folder) }
    diagnosis.symbolizer.libraries[artifact.cell] = finding.library
    let failure = diagnosis.crash(
      signal: finding.signal, frames: finding.frames, message: finding.message)
    return failure.line == nil ? nil : failure
  }
}
