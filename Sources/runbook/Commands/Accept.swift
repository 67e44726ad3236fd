import ArgumentParser
import RunbookRegression

/// Takes what the last test put out as right.
struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Accept what the last test of notebooks put out.",
    discussion: """
      runbook accept notebooks/cnn.md                  all outputs of the note
      runbook accept notebooks/cnn.md --cell fig-maps  those of one cell
      runbook accept notebooks --interactive           show each difference and ask

      Replaces outputs/NAME/accepted in one step. A notebook in which a cell failed is refused, and what \
      was accepted before stays.
      """,
    aliases: ["promote"])

  @Argument(help: "Notebooks, or folders of notebooks.")
  var notebooks: [String]

  @Option(help: "Accept only the cell with this label or number.")
  var cell: String?

  @Flag(name: .shortAndLong, help: "Show each difference and ask.")
  var interactive = false

  func validate() throws {
    if interactive, cell != nil {
      throw ValidationError("--interactive asks about every cell; leave out --cell")
    }
  }

  func run() throws {
    let terminal = Terminal()
    let paths = NotebookList.expand(notebooks)
    guard !paths.isEmpty else {
      terminal.write(
        "\(notebooks.joined(separator: " ")): error: no notebook (.md) is here; name a notebook "
          + "or a folder of notebooks\n")
      throw ExitCode.failure
    }
    var failed = false
    for path in paths {
      let project = Project(notebook: path)
      guard let record = LastTest(folder: project.testFolder).read(project.name) else {
        terminal.write("\(path): error: not tested yet; run 'runbook test \(path)' first\n")
        failed = true
        continue
      }
      do throws(AcceptanceError) {
        guard try accept(record, path, project) else { break }
      } catch {
        terminal.write("\(error)\n")
        failed = true
      }
    }
    if failed { throw ExitCode.failure }
  }

  /// Returns whether to go on with other notebooks.
  private func accept(
    _ record: TestRecord, _ path: String, _ project: Project
  ) throws(AcceptanceError) -> Bool {
    let outputs = AcceptedOutputs(notebook: path, folder: project.outputFolder(in: nil))
    let rules = NotebookSource(path: path).notebook.map { NotebookRules($0) } ?? NotebookRules()
    if interactive { return try Acceptor(path, outputs, record, rules).run() }
    guard let new = record.recording else {
      throw AcceptanceError(
        .cellFailed, path: path, line: record.problem?.line,
        message: "the last test could not run the notebook, so nothing is accepted; mend it, then "
          + "run the test again")
    }
    if let cell {
      try outputs.accept(cell: cell, of: new, rules: rules)
      print("accepted \(cell) of \(path)")
    } else {
      try outputs.accept(new)
      print("accepted \(path)")
    }
    return true
  }
}
