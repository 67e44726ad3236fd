import ArgumentParser
import RunbookRegression

/// Takes what the last test put out as right.
struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Accept what the last test of notebooks put out.",
    discussion: """
      Replaces outputs/NAME/accepted in one step. A notebook in which a cell failed is refused, and what \
      was accepted before stays.
      """,
    aliases: ["promote"])

  @Argument(help: "Notebooks, or folders of notebooks.")
  var notebooks: [String]

  @Option(help: "Accept only the cell with this label or number.")
  var cell: String?

  func run() throws {
    var failed = false
    for path in NotebookList.expand(notebooks) {
      let project = Project(notebook: path)
      guard let new = LastTest(folder: project.testFolder).read(project.name) else {
        Terminal().write("\(path): error: not tested yet; run 'runbook test \(path)' first\n")
        failed = true
        continue
      }
      let outputs = AcceptedOutputs(notebook: path, folder: project.outputFolder(in: nil))
      do throws(AcceptanceError) {
        if let cell { try outputs.accept(cell: cell, of: new) } else { try outputs.accept(new) }
        print("accepted \(path)")
      } catch {
        Terminal().write("\(error)\n")
        failed = true
      }
    }
    if failed { throw ExitCode.failure }
  }
}
