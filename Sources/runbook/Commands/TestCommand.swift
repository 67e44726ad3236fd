import ArgumentParser
import Foundation
import RunbookRegression

/// Runs notebooks and compares what they put out with what was accepted.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run notebooks and compare their outputs, by meaning, with the accepted ones.",
    discussion: """
      Writes nothing into outputs. Each difference is a line, path:line: kind: old → new; the last line \
      counts. Exits with 1 on a difference, a claim that does not hold, a cell that failed, or a notebook \
      with nothing accepted.
      """)

  @Argument(help: "Notebooks, or folders of notebooks.")
  var notebooks: [String] = ["notebooks"]

  @Option(name: .customShort("k"), help: "Only notebooks whose path contains this.")
  var pattern: String?

  @Option(help: ArgumentHelp("Write the result as JUnit XML.", valueName: "file"))
  var junit: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Stop at the first notebook that fails.")
  var failFast = false

  @Flag(help: "Take results of unchanged cells from the cache.")
  var cache = false

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  func run() throws {
    let terminal = Terminal()
    var results: [NotebookResult] = []
    for path in NotebookList.expand(notebooks) where pattern.map(path.contains) ?? true {
      let result = try test(path, terminal)
      results.append(result)
      if !json { for difference in result.differences { print(difference) } }
      if failFast, result.failedCount > 0 { break }
    }
    let summary = TestSummary(results)
    if let junit {
      try Data(JUnitReport.xml(summary).utf8).write(
        to: URL(fileURLWithPath: junit), options: .atomic)
    }
    print(json ? JSONReport.json(summary) : "\(summary)")
    if !summary.isSuccessful { throw ExitCode.failure }
  }

  private func test(_ path: String, _ terminal: Terminal) throws -> NotebookResult {
    let source = NotebookSource(path: path)
    for diagnostic in source.diagnostics { terminal.write("\(diagnostic)\n") }
    guard let notebook = source.notebook else {
      let errors = source.diagnostics.filter { $0.severity == .error }
      return NotebookResult(
        path: path, line: errors.first?.location?.line ?? 1,
        reason: errors.first?.message ?? "the notebook cannot be read")
    }
    let display = ProgressDisplay(
      terminal: terminal, isQuiet: quiet, name: path,
      lines: Dictionary(uniqueKeysWithValues: notebook.cells.map { ($0.index, $0.fence.line) }))
    guard let run = try NotebookRun(source, usesCache: cache, observe: { display.show($0) }) else {
      return NotebookResult(path: path, reason: "the notebook cannot be run")
    }
    display.close()
    try LastTest(folder: source.project.testFolder).keep(run.recording, of: source.project.name)
    let accepted = try AcceptedOutputs(
      notebook: path, folder: source.project.outputFolder(in: nil)
    ).read()
    return NotebookResult(
      path: path, accepted: accepted, new: run.recording, rules: NotebookRules(notebook))
  }
}
