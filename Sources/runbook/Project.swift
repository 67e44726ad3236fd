import Foundation
import RunbookDocument
import RunbookFiles

/// Where a notebook's outputs and caches go.
///
/// The project's folder is the nearest one above the notebook that holds `_runbook.yml`; without such a
/// file it is the folder around `notebooks`, if the notebook lies in one, else the notebook's own folder.
struct Project {
  /// Absolute.
  let root: String
  /// The notebook's path without its extension, relative to the project's notebooks: `cnn`, `ko/cnn`.
  /// It names the folder of its outputs.
  let name: String
  /// The notebook's own folder, absolute: cells run in it.
  let notebookFolder: String

  init(notebook path: String) {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    let parts = absolute.split(separator: "/").map(String.init)
    let folders = Array(parts.dropLast())
    notebookFolder = "/" + folders.joined(separator: "/")
    let stem = Self.stem(of: parts.last ?? "notebook", in: notebookFolder)

    let marked = folders.indices.reversed().first { index in
      let folder = "/" + folders[...index].joined(separator: "/")
      return FileManager.default.fileExists(atPath: folder + "/" + ProjectConfiguration.fileName)
    }
    let notebooks = folders.lastIndex(of: "notebooks")
    let rootCount = marked.map { $0 + 1 } ?? notebooks ?? folders.count
    root = "/" + folders[..<rootCount].joined(separator: "/")
    var below = Array(folders[rootCount...])
    if below.first == "notebooks" { below.removeFirst() }
    name = (below + [stem]).joined(separator: "/")
  }

  /// The project's settings, if there are any; what is wrong with them is added to `diagnostics`.
  func readConfiguration(_ diagnostics: inout [Diagnostic]) -> ProjectConfiguration? {
    let path = root + "/" + ProjectConfiguration.fileName
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    let parsed = ProjectConfiguration.parse([UInt8](bytes), path: path)
    diagnostics += parsed.diagnostics
    return parsed.configuration
  }

  var cacheFolder: String { root + "/.runbook" }

  /// Where the results of the last tests are kept.
  var testFolder: String { cacheFolder + "/tests" }

  /// - Parameter base: the folder of `--output-dir`, if it was given.
  func outputFolder(in base: String?) -> String { outputsFolder(in: base) + "/" + name }

  /// The folder of all notebooks' outputs.
  func outputsFolder(in base: String?) -> String { base ?? root + "/outputs" }

  /// The file's name without its extension; with it where another notebook beside it, whose extension
  /// goes first, has the same stem: `a.md` and `a.qmd` do not share their outputs.
  private static func stem(of file: String, in folder: String) -> String {
    guard let index = NotebookList.extensions.firstIndex(where: file.hasSuffix) else { return file }
    let stem = String(file.dropLast(NotebookList.extensions[index].count))
    let isTaken = NotebookList.extensions[..<index].contains {
      FileManager.default.fileExists(atPath: "\(folder)/\(stem)\($0)")
    }
    return isTaken ? file : stem
  }
}
