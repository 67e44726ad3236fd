import ArgumentParser
import Foundation

/// The notebooks that arguments name: files as they are, folders with all notebooks below them.
enum NotebookList {
  /// How the names of notebooks end.
  static let extensions = [".md", ".qmd", ".markdown"]

  /// Returns paths in order, each once; files whose name begins with `_` are includes and are left out of
  /// folders.
  static func expand(_ arguments: [String]) -> [String] {
    var seen: Set<String> = []
    return arguments.flatMap { argument -> [String] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder),
        isFolder.boolValue
      else { return [argument] }
      return notebooks(in: argument)
    }.filter { seen.insert(URL(fileURLWithPath: $0).standardizedFileURL.path).inserted }
  }

  /// Returns the paths that contain `pattern`, in which `*` and `?` stand for any characters.
  static func matching(_ pattern: String, in paths: [String]) -> [String] {
    paths.filter { fnmatch("*\(pattern)*", $0, 0) == 0 }
  }

  /// The same, for commands that have nothing to do without a notebook.
  ///
  /// - Throws: an exit code, after an error on standard error for each folder without notebooks.
  static func expandOrFail(_ arguments: [String]) throws -> [String] {
    var isEmpty = false
    let paths = arguments.flatMap { argument -> [String] in
      let found = expand([argument])
      if found.isEmpty {
        Terminal().write(
          "\(argument): error: there is no notebook in this folder; "
            + "write one with 'runbook new NAME'\n")
        isEmpty = true
      }
      return found
    }
    if isEmpty { throw ExitCode.failure }
    return paths
  }

  /// The notebooks below a folder; what lies in hidden folders, in `_…` and in `outputs` is none.
  private static func notebooks(in folder: String) -> [String] {
    let prefix = folder == "." ? "" : String(folder.reversed().drop { $0 == "/" }.reversed()) + "/"
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
    return (names ?? []).filter { name in
      let parts = name.split(separator: "/")
      return extensions.contains(where: name.hasSuffix)
        && !parts.contains { $0.hasPrefix("_") || $0.hasPrefix(".") }
        && !parts.dropLast().contains("outputs")
    }.sorted().map { prefix + $0 }
  }
}
