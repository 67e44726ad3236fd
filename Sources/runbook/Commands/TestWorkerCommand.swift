import ArgumentParser
import Foundation
import RunbookWorkspace

/// A process of its own for one notebook of `runbook test -j`.
struct TestWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-worker", shouldDisplay: false)

  @Argument var notebook: String
  @Flag var cache = false

  /// This program and the arguments that make it the worker of a test.
  static func process(for test: NoteTest) -> (program: String, arguments: [String]) {
    (
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path,
      ["test-worker"] + (test.usesCache ? ["--cache"] : []) + ["--", test.path]
    )
  }

  func run() { TestWorker.serve(notebook, usesCache: cache) }
}
