import ArgumentParser
import Foundation
import RunbookFiles
import RunbookRegression

/// Shows what the last test found.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what the last test of notebooks found, as text and as a page.",
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
    let paths = NotebookList.expand(notebooks)
    guard let first = paths.first else {
      Terminal().write(
        "\(notebooks.joined(separator: " ")): error: no notebook (.md) is here; name a notebook "
          + "or a folder of notebooks\n")
      throw ExitCode.failure
    }
    let summary = TestSummary(paths.map(result))
    print(TerminalDiff(isColored: Terminal.allowsColor(on: 1)).text(summary), terminator: "")
    guard !summary.isSuccessful else { return }
    try writePage(summary, to: html ?? Project(notebook: first).cacheFolder + "/diff.html")
    throw ExitCode.failure
  }

  private func result(of path: String) -> NotebookResult {
    let project = Project(notebook: path)
    guard let record = LastTest(folder: project.testFolder).read(project.name) else {
      return NotebookResult(path: path, reason: "not tested yet; run 'runbook test \(path)'")
    }
    return NotebookTest(path: path).result(of: record)
  }

  private func writePage(_ summary: TestSummary, to path: String) throws {
    do throws(SystemError) {
      if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        try FileAccess.makeFolder(String(path[..<slash]))
      }
      try FileAccess.replace(path, with: Array(DiffPage.html(summary).utf8))
    } catch {
      Terminal().write("\(error.diagnostic)\n")
      return
    }
    print(relativePath(path))
  }
}

/// The path from the current folder where it is below it.
func relativePath(_ path: String) -> String {
  let here = FileManager.default.currentDirectoryPath + "/"
  let standard = URL(fileURLWithPath: path).standardizedFileURL.path
  return standard.hasPrefix(here) ? String(standard.dropFirst(here.count)) : standard
}
