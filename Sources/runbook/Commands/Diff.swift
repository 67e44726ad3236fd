import ArgumentParser
import Foundation
import RunbookRegression

/// Shows what the last test found.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what the last test of notebooks found, as text and as a page.",
    discussion: """
      Runs nothing. With --html the page has text side by side, curves overlaid, and pictures old, new \
      and their difference.
      """)

  @Argument(help: "Notebooks, or folders of notebooks.")
  var notebooks: [String] = ["notebooks"]

  @Option(help: ArgumentHelp("Write the page here.", valueName: "file"))
  var html: String?

  func run() throws {
    var results: [NotebookResult] = []
    for path in NotebookList.expand(notebooks) {
      let source = NotebookSource(path: path)
      guard let notebook = source.notebook else {
        results.append(
          NotebookResult(path: path, reason: "the notebook has errors; run 'runbook check'"))
        continue
      }
      guard
        let new = LastTest(folder: source.project.testFolder).read(source.project.name)
      else {
        results.append(
          NotebookResult(path: path, reason: "not tested yet; run 'runbook test \(path)'"))
        continue
      }
      let accepted = try AcceptedOutputs(
        notebook: path, folder: source.project.outputFolder(in: nil)
      ).read()
      results.append(
        NotebookResult(
          path: path, accepted: accepted, new: new, rules: NotebookRules(notebook)))
    }
    let summary = TestSummary(results)
    let isColored = isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    print(TerminalDiff(isColored: isColored).text(summary))
    if let html {
      try Data(DiffPage.html(summary).utf8).write(
        to: URL(fileURLWithPath: html), options: .atomic)
      print(html)
    }
    if !summary.isSuccessful { throw ExitCode.failure }
  }
}
