import ArgumentParser
import RunbookExecution

/// Finds mistakes without running anything.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find mistakes in notebooks without running them.",
    discussion: """
      Parses each notebook, checks its options and references, and compiles its cells. Every mistake is \
      one line, path:line:col: error: what is wrong; what to do. Exits with 1 if there is an error.
      """)

  @Argument(help: "Notebooks to check.")
  var notebooks: [String]

  func run() throws {
    var failed = false
    for path in notebooks {
      let source = NotebookSource(path: path)
      var diagnostics = source.diagnostics
      if let notebook = source.notebook {
        diagnostics += try NotebookChecker(try source.executor(for: notebook)).diagnostics()
      }
      for diagnostic in diagnostics { print(diagnostic) }
      failed = failed || diagnostics.contains { $0.severity == .error }
    }
    if failed { throw ExitCode.failure }
  }
}
