internal import Foundation
package import RunbookDocument
package import RunbookExecution
package import RunbookFiles

/// The place of a notebook: where its outputs and caches go.
///
/// The project's folder is the nearest one above the notebook that holds `_runbook.yml`; without such a
/// file it is the folder around `notebooks`, if the notebook lies in one, else the notebook's own folder.
package struct Project: Hashable, Sendable {
  /// Absolute.
  package let root: String
  /// The notebook's path without its extension, relative to the project's notebooks: `cnn`, `ko/cnn`.
  /// It names the folder of its outputs.
  package let name: String
  /// The notebook's own folder, absolute: cells run in it.
  package let notebookFolder: String

  /// Finds the project of a notebook, which need not exist yet.
  package init(notebook path: String) {
    let parts = FilePath.absolute(path).split(separator: "/").map(String.init)
    let folders = Array(parts.dropLast())
    notebookFolder = "/" + folders.joined(separator: "/")
    let stem = Self.stem(of: parts.last ?? "notebook", in: notebookFolder)

    let marked = folders.indices.reversed().first { index in
      let folder = "/" + folders[...index].joined(separator: "/")
      return FileAccess.exists(folder + "/" + ProjectConfiguration.fileName)
    }
    let notebooks = folders.lastIndex(of: "notebooks")
    let rootCount = marked.map { $0 + 1 } ?? notebooks ?? folders.count
    root = "/" + folders[..<rootCount].joined(separator: "/")
    var below = Array(folders[rootCount...])
    if below.first == "notebooks" { below.removeFirst() }
    name = (below + [stem]).joined(separator: "/").precomposedStringWithCanonicalMapping
  }

  /// Finds the project that a notebook or a folder belongs to.
  package init(containing path: String) {
    // A folder that holds `notebooks` is a project's own.
    let notebooks = path + "/notebooks"
    let candidate = FileAccess.isFolder(notebooks) ? notebooks : path
    self.init(notebook: FileAccess.isFolder(candidate) ? candidate + "/notebook.md" : path)
  }

  /// The file of the project's settings, which may not exist.
  package var settingsFile: String { root + "/" + ProjectConfiguration.fileName }

  /// Reads the project's settings, if there are any.
  package func readConfiguration() -> (
    configuration: ProjectConfiguration?, diagnostics: [Diagnostic]
  ) {
    guard let bytes = try? FileAccess.read(settingsFile) else { return (nil, []) }
    let parsed = ProjectConfiguration.parse(bytes, path: settingsFile)
    return (parsed.configuration, parsed.diagnostics)
  }

  /// Finds the files that the notebook names.
  package var fileSearch: NoteFileSearch { NoteFileSearch(folder: notebookFolder, root: root) }

  package var cacheFolder: String { root + "/.runbook" }

  /// The project's compiled cells and results.
  package var store: CellStore { CellStore(folder: cacheFolder) }

  /// Where the results of the last tests are kept.
  var testFolder: String { cacheFolder + "/tests" }

  /// The folder of the notebook's outputs.
  ///
  /// - Parameter base: a folder for outputs instead of the project's own.
  package func outputFolder(in base: String? = nil) -> String {
    let folder = outputsFolder(in: base) + "/" + name
    return ExistingPath.find(folder) ?? folder
  }

  /// The folder of all notebooks' outputs.
  package func outputsFolder(in base: String? = nil) -> String { base ?? root + "/outputs" }

  /// The name of a note that is read from standard input.
  package static let standardInputName = "<stdin>"

  /// The file's name without its extension; with it where another notebook beside it, whose extension
  /// goes first, has the same stem: `a.md` and `a.qmd` do not share their outputs.
  private static func stem(of file: String, in folder: String) -> String {
    if file == standardInputName { return "stdin" }
    guard let stem = NotebookList.stem(of: file) else { return file }
    let own = String(file.dropFirst(stem.count))
    let others = NotebookList.extensions.flatMap { name in
      [name, name.uppercased(), ".\(name.dropFirst().prefix(1).uppercased())\(name.dropFirst(2))"]
    }
    let isTaken = others.prefix { $0 != own }.contains {
      FileAccess.exists("\(folder)/\(stem)\($0)")
    }
    return isTaken ? file : stem
  }
}
