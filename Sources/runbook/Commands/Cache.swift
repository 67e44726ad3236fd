import ArgumentParser
import Foundation
import RunbookExecution

/// Shows and empties the cache of compiled cells and results.
struct Cache: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what is cached, empty the cache, or say why cells would run.",
    discussion: """
      runbook cache explain notebooks/cnn.md  why each cell would run
      runbook cache list                      what the cache holds
      runbook cache clean notebooks/cnn.md    forget the results of a note
      """,
    subcommands: [List.self, Clean.self, Explain.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what the cache holds and how large it is.",
      discussion: """
        The cache of a project is its folder .runbook. After a run, what was used longest ago is deleted \
        until compiled cells and results take at most 1 GiB.
        """)

    @Argument(help: "A notebook or a folder of the project.")
    var path = "."

    func run() throws {
      let project = Project(containing: path)
      let store = CellStore(folder: project.cacheFolder)
      let parts = store.parts
      print(relativePath(project.cacheFolder))
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
        let folder = project.cacheFolder
        guard FileManager.default.fileExists(atPath: folder) else {
          print("\(relativePath(folder)): nothing is cached")
          continue
        }
        let store = CellStore(folder: folder)
        guard let lock = CacheLock(folder: folder), lock.becomeExclusive() else {
          Terminal().write(
            "\(relativePath(folder)): error: a run is using the cache; try again when it is done\n")
          failed = true
          continue
        }
        let isNotebook = path != project.root && !isFolder(path)
        let count =
          try isNotebook ? store.removeResults(of: absolutePath(path)) : store.removeAll()
        let subject = isNotebook ? path : relativePath(folder)
        print("\(subject): \(count) \(count == 1 ? "entry" : "entries") deleted")
        withExtendedLifetime(lock) {}
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
      let source = NotebookSource(path: notebook, parameters: parameters)
      for diagnostic in source.diagnostics { Terminal().write("\(diagnostic)\n") }
      guard let parsed = source.notebook else { throw ExitCode.failure }
      let explanation = CacheExplanation(try source.executor(for: parsed))
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

private func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}

private func absolutePath(_ path: String) -> String {
  URL(fileURLWithPath: path).standardizedFileURL.path
}

extension Project {
  /// The project that a notebook or a folder belongs to.
  init(containing path: String) {
    // A folder that holds `notebooks` is a project's own.
    let candidate = isFolder(path + "/notebooks") ? path + "/notebooks" : path
    self.init(notebook: isFolder(candidate) ? candidate + "/notebook.md" : path)
  }
}
