import ArgumentParser
import Foundation

/// Deletes caches, never outputs.
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Delete the caches of the projects that notebooks belong to.",
    discussion: "Outputs stay. The next run compiles and runs every cell again.")

  @Argument(help: "Notebooks, or folders of notebooks; the current folder if none is given.")
  var notebooks: [String] = ["."]

  func run() throws {
    for notebook in notebooks {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: notebook, isDirectory: &isFolder)
      let path = isFolder.boolValue ? notebook + "/notebook.md" : notebook
      let folder = Project(notebook: path).cacheFolder
      if FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.removeItem(atPath: folder)
        print("deleted \(folder)")
      }
    }
  }
}
