import ArgumentParser
import RunbookFiles
import RunbookWorkspace

/// Deletes caches, never outputs.
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Delete the caches of the projects that notebooks belong to.",
    discussion: """
      runbook clean              the cache of the project in this folder
      runbook clean ../notes     that of another one

      Deletes the folder .runbook: compiled cells, results, drawings, and the outputs of the last tests. \
      Outputs and what was accepted stay. The next run compiles and runs every cell again.
      """)

  @Argument(help: "Notebooks, or folders of projects; the current folder if none is given.")
  var paths: [String] = ["."]

  func run() throws {
    var failed = false
    for path in paths {
      let project = Project(containing: path)
      let folder = FilePath.shown(project.cacheFolder)
      do throws(Diagnostic) {
        switch try project.removeCacheFolder() {
        case .nothingCached: print("\(folder): nothing is cached")
        case .removed: print("deleted \(folder)")
        }
      } catch {
        Terminal().write(error)
        failed = true
      }
    }
    if failed { throw ExitCode.failure }
  }
}
