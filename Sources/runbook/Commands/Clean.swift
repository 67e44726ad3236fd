import ArgumentParser
import Foundation
import RunbookExecution
import RunbookFiles

/// Deletes caches, never outputs.
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Delete the caches of the projects that notebooks belong to.",
    discussion: """
      runbook clean              the cache of the project in this folder
      runbook clean ../notes     that of another one

      Deletes the folder .runbook: compiled cells, results, drawings, and what the last tests put out. \
      Outputs and what was accepted stay. The next run compiles and runs every cell again.
      """)

  @Argument(help: "Notebooks, or folders of projects; the current folder if none is given.")
  var paths: [String] = ["."]

  func run() throws {
    var failed = false
    for path in paths {
      let folder = Project(containing: path).cacheFolder
      guard FileAccess.exists(folder) else {
        print("\(relativePath(folder)): nothing is cached")
        continue
      }
      guard let lock = CacheLock(folder: folder), lock.becomeExclusive() else {
        Terminal().write(
          "\(relativePath(folder)): error: a run is using the cache; try again when it is done\n")
        failed = true
        continue
      }
      do throws(SystemError) {
        try FileAccess.removeTree(folder)
        print("deleted \(relativePath(folder))")
      } catch {
        Terminal().write("\(error.diagnostic)\n")
        failed = true
      }
      withExtendedLifetime(lock) {}
    }
    if failed { throw ExitCode.failure }
  }
}
