import ArgumentParser
import RunbookFiles
import RunbookRegression
import RunbookWorkspace

/// Makes the outputs of the last test the accepted ones.
struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Accept the outputs of the last test of notebooks.",
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
    var failed = false
    for path in try NotebookArguments.expandTogether(notebooks) {
      let note = Note.open(path)
      do {
        guard let record = NoteTest(note).lastRecord else {
          throw Diagnostic(
            path: path, message: "not tested yet; run 'runbook test \(path)' first")
        }
        guard try accept(record, of: note) else { break }
      } catch {
        terminal.write(Diagnostic(error, path: path))
        failed = true
      }
    }
    if failed { throw ExitCode.failure }
  }

  /// Returns whether to go on with other notebooks.
  private func accept(_ record: TestRecord, of note: Note) throws -> Bool {
    if interactive { return try InteractiveAcceptance(note, record).run() }
    guard let new = record.recording else {
      throw AcceptanceError(
        .cellFailed, path: note.path, line: record.problem?.line,
        message: "the last test could not run the notebook, so nothing is accepted; fix it, then "
          + "run the test again")
    }
    try note.accept(new, cell: cell)
    print("accepted \(cell.map { "\($0) of " } ?? "")\(note.path)")
    return true
  }
}
