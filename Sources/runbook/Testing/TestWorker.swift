import ArgumentParser
import Foundation
import RunbookOutput
import RunbookRegression

/// A process of its own for one notebook of `runbook test -j`.
///
/// Prints `WorkerMessage`s, the record last. A notebook that ends the process, or fills its memory, takes none of
/// the others along.
struct TestWorker: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-worker", shouldDisplay: false)

  @Argument var notebook: String
  @Flag var cache = false

  func run() throws {
    endWithParent()
    let places = NotebookSource(path: notebook).notebook?.cellPlaces ?? [:]
    let record = NotebookTest(path: notebook, usesCache: cache).record(
      warn: { say(.warning($0)) },
      observe: { event in
        guard case .started(let cell) = event else { return }
        say(.started(cell: cell, of: places.count, place: places[cell] ?? notebook))
      })
    say(.record(record))
  }

  private func say(_ message: WorkerMessage) {
    guard let json = try? OutputJSON.encode(message) else { return }
    FileHandle.standardOutput.write(json + Data("\n".utf8))
  }

  /// Standard input is a pipe that nobody writes to: it ends when the test does, however it ends.
  private func endWithParent() {
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while read(0, &byte, 1) > 0 {}
      kill(getpid(), SIGTERM)
    }
  }
}
