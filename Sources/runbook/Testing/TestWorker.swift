import ArgumentParser
import Foundation
import RunbookOutput
import RunbookRegression

/// A process of its own for one notebook of `runbook test -j`.
///
/// Prints the record as JSON. A notebook that ends the process, or fills its memory, takes none of
/// the others along.
struct TestWorker: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-worker", shouldDisplay: false)

  @Argument var notebook: String
  @Flag var cache = false

  func run() throws {
    endWithParent()
    let terminal = Terminal()
    let record = NotebookTest(path: notebook, usesCache: cache).record(
      warn: { terminal.write("\($0)\n") }, observe: { _ in })
    FileHandle.standardOutput.write(try OutputJSON.encode(record))
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
