import ArgumentParser
import RunbookFiles
import RunbookRegression
import RunbookWorkspace

/// Shows the differences that the last test found.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the differences that the last test of notebooks found, as text and as a page.",
    discussion: """
      runbook diff                            all notes of 'notebooks'
      runbook diff cnn.md --html /tmp/d.html  one note, the page elsewhere

      Runs nothing. The page has text side by side, curves overlaid, and pictures old, new and their \
      difference. Exits with 1 if something differs.
      """)

  @Argument(help: "Notebooks, or folders of notebooks.")
  var notebooks: [String] = ["notebooks"]

  @Option(
    help: ArgumentHelp(
      "Write the page here instead of .runbook/diff.html in the project.", valueName: "file"))
  var html: String?

  func run() throws {
    let paths = try NotebookArguments.expandTogether(notebooks)
    let summary = TestSummary(paths.map(result))
    let text = TerminalDiff(isColored: Terminal.allowsColor(on: 1)).text(summary)
    print(StyledText(styled: text), terminator: "")
    guard !summary.isSuccessful else { return }
    let page = html ?? Project(notebook: paths[0]).cacheFolder + "/diff.html"
    do throws(SystemError) {
      try FileAccess.makeFolder(FilePath.folder(of: page))
      try FileAccess.replace(page, with: Array(DiffPage.html(summary).utf8))
      print(FilePath.shown(page))
    } catch {
      Terminal().write(error.diagnostic)
    }
    throw ExitCode.failure
  }

  private func result(of path: String) -> NotebookResult {
    let test = NoteTest(Note.open(path))
    guard let record = test.lastRecord else {
      return NotebookResult(path: path, reason: "not tested yet; run 'runbook test \(path)'")
    }
    return test.result(of: record)
  }
}
