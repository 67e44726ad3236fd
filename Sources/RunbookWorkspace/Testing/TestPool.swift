internal import Foundation
package import RunbookRegression
internal import Synchronization

/// Runs notebooks in several processes at once and hands on their results, in the notebooks' order.
package final class TestPool: Sendable {
  private let tests: [NoteTest]
  /// The program that calls `TestWorker.serve`, and the arguments for a test.
  private let worker: @Sendable (NoteTest) -> (program: String, arguments: [String])
  /// The order in which they are begun: positions in `tests`.
  private let order: [Int]
  private let jobs: Int
  private let stopsAtFailure: Bool
  private let state = Mutex(State())

  private struct State {
    var begun = 0
    var handedOn = 0
    var results: [Int: (NotebookResult, Double)] = [:]
    var isStopped = false
  }

  /// - Parameters:
  ///   - jobs: how many notebooks run at once.
  ///   - stopsAtFailure: whether no notebook is begun after one that failed.
  ///   - worker: the program and the arguments of the process that runs a test.
  package init(
    _ tests: [NoteTest], jobs: Int, stopsAtFailure: Bool,
    worker: @escaping @Sendable (NoteTest) -> (program: String, arguments: [String])
  ) {
    self.tests = tests
    self.worker = worker
    self.jobs = jobs
    self.stopsAtFailure = stopsAtFailure
    guard !stopsAtFailure else {
      order = Array(tests.indices)
      return
    }
    // Those that took longest the last time are begun first, and unknown ones before them.
    let expected = tests.map { $0.lastRecord?.seconds ?? .infinity }
    order = tests.indices.sorted { (-expected[$0], $0) < (-expected[$1], $1) }
  }

  /// Runs all notebooks.
  ///
  /// - Parameters:
  ///   - observe: called with the events of the notebook at a position while it runs.
  ///   - keep: called with each record as it comes, one at a time.
  ///   - handOn: called with the results in the order of the notebooks, one at a time.
  package func run(
    observe: @Sendable (Int, Event) -> Void,
    keep: @Sendable (Int, TestRecord) -> Void,
    handOn: @Sendable (NotebookResult, _ seconds: Double) -> Void
  ) {
    DispatchQueue.concurrentPerform(iterations: min(jobs, tests.count)) { _ in
      while let position = next() {
        observe(position, .began)
        let record = record(of: tests[position]) { observe(position, .sent($0)) }
        observe(position, .ended)
        let result = tests[position].result(of: record)
        state.withLock { state in
          keep(position, record)
          state.results[position] = (result, record.seconds)
          if stopsAtFailure, result.failedCount > 0 { state.isStopped = true }
          while let (result, seconds) = state.results.removeValue(forKey: state.handedOn) {
            state.handedOn += 1
            handOn(result, seconds)
          }
        }
      }
    }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard !state.isStopped, state.begun < order.count else { return nil }
      state.begun += 1
      return order[state.begun - 1]
    }
  }

  /// An event of one notebook.
  package enum Event: Sendable {
    case began
    case sent(WorkerMessage)
    case ended
  }

  private func record(
    of test: NoteTest, observe: (WorkerMessage) -> Void
  ) -> TestRecord {
    let process = Process()
    let (program, arguments) = worker(test)
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    let threads = max(1, ProcessInfo.processInfo.activeProcessorCount / jobs)
    // Results do not depend on it.
    environment["RUNBOOK_THREADS"] = environment["RUNBOOK_THREADS"] ?? String(threads)
    process.environment = environment
    let (output, input) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardInput = input
    do {
      try process.run()
    } catch {
      return TestRecord(problem: .init(reason: "no process can be started for it: \(error)"))
    }
    var record: TestRecord?
    var reader = WorkerMessageReader()
    while case let bytes = output.fileHandleForReading.availableData, !bytes.isEmpty {
      for message in reader.add(bytes) {
        if case .record(let found) = message { record = found } else { observe(message) }
      }
    }
    process.waitUntilExit()
    guard let record else {
      let end = process.terminationReason == .exit ? "exit status" : "signal"
      return TestRecord(
        problem: .init(
          reason: "its process ended early (\(end) \(process.terminationStatus)); run "
            + "'runbook \(test.path)' to see why"))
    }
    withExtendedLifetime(input) {}
    return record
  }
}
