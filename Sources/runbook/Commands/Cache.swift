import ArgumentParser
import Foundation
import RunbookExecution
import RunbookFiles
import RunbookWorkspace

/// Shows and empties the cache of compiled cells and results.
struct Cache: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show or empty the cache, or explain why cells would run.",
    discussion: """
      runbook cache explain notebooks/cnn.md  why each cell would run
      runbook cache list                      the contents of the cache
      runbook cache clean notebooks/cnn.md    forget the results of a note
      """,
    subcommands: [List.self, Clean.self, Explain.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the contents of the cache and their size.",
      discussion: """
        The cache of a project is its folder .runbook. After a run, the compiled cells and results that \
        were used longest ago are evicted until at most 1 GiB remains.
        """)

    @Argument(help: "A notebook or a folder of the project.")
    var path = "."

    func run() throws {
      let project = Project(containing: path)
      let store = project.store
      let parts = store.parts
      print(FilePath.shown(project.cacheFolder))
      for part in parts { print(row(part.name, String(part.count), part.size)) }
      print(row("total", "", parts.reduce(0) { $0 + $1.size }))
      for notebook in store.notebooks {
        print("\(notebook.path): \(notebook.kept) of \(notebook.cells) cells kept")
      }
    }

    private func row(_ name: String, _ count: String, _ size: Int) -> String {
      let name = name.padding(toLength: 16, withPad: " ", startingAt: 0)
      let room = String(repeating: " ", count: max(0, 7 - count.count))
      return "  \(name)\(room)\(count)  \(String(format: "%8.1f MB", Double(size) / 1e6))"
    }
  }

  struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete compiled cells, results and drawings; for a notebook, its results only.",
      discussion: "Outputs and the last tests stay. The next run compiles and runs cells again.")

    @Argument(help: "Notebooks, or folders of projects; the current folder if none is given.")
    var paths: [String] = ["."]

    func run() throws {
      var failed = false
      for path in paths {
        let project = Project(containing: path)
        let isNotebook = path != project.root && !FileAccess.isFolder(path)
        let folder = FilePath.shown(project.cacheFolder)
        do throws(Diagnostic) {
          switch isNotebook ? try project.clearCache(of: path) : try project.clearCache() {
          case .nothingCached: print("\(folder): nothing is cached")
          case .removed(let count):
            let subject = isNotebook ? path : folder
            print("\(subject): \(count) \(count == 1 ? "entry" : "entries") deleted")
          }
        } catch {
          Terminal().write(error)
          failed = true
        }
      }
      if failed { throw ExitCode.failure }
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say of each cell why it would run, or that its result is kept.",
      discussion: """
        Runs nothing. A cell needs the state that the cells above it leave, and no state is kept from one \
        run to the next; so a notebook comes from the cache as a whole or runs as a whole.
        """)

    @Argument(help: "The notebook.")
    var notebook: String

    @Option(
      name: [.customShort("P"), .customLong("parameter")],
      help: ArgumentHelp("Give a parameter another value.", valueName: "name:value"))
    var parameters: [String] = []

    func run() throws {
      let terminal = Terminal()
      let note = Note.open(notebook, parameters: ParameterChoices(arguments: parameters))
      for diagnostic in note.diagnostics { terminal.write(diagnostic) }
      guard note.notebook != nil else { throw ExitCode.failure }
      let explanation: CacheExplanation
      do { explanation = try note.cacheExplanation() } catch {
        terminal.write(Diagnostic(error, path: notebook))
        throw ExitCode.failure
      }
      for cell in explanation.cells {
        let name = cell.label.map { "cell \(cell.cell) (\($0))" } ?? "cell \(cell.cell)"
        let verdict =
          cell.reasons.isEmpty ? "kept" : "runs: \(cell.reasons.joined(separator: "; "))"
        print("\(cell.file ?? notebook):\(cell.line): \(name): \(verdict)")
      }
      let missing = explanation.cells.count { !$0.reasons.isEmpty }
      let count = explanation.cells.count
      if explanation.isComplete {
        print("nothing would run")
      } else if missing == count {
        print(count == 1 ? "the cell would run" : "all \(count) cells would run")
      } else {
        print(
          "all \(count) cells would run, since \(missing) of them must and the "
            + "others make the state for them")
      }
    }
  }
}
