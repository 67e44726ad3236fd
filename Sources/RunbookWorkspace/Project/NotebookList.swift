internal import Foundation
package import RunbookFiles

/// The notebooks that arguments name: files as they are, folders with all notebooks below them.
package enum NotebookList {
  /// The extensions of notebooks, in lower case.
  package static let extensions = [".md", ".qmd", ".markdown", ".rmd", ".livemd"]
  /// The argument that stands for standard input.
  package static let standardInput = "-"

  /// The name of a file without the extension of a notebook; `nil` for other files.
  package static func stem(of name: String) -> String? {
    let lower = name.lowercased()
    return extensions.first(where: lower.hasSuffix).map { String(name.dropLast($0.count)) }
  }

  /// Returns paths in order, each once; files whose name begins with `_` are includes and are left out of
  /// folders.
  package static func expand(_ arguments: [String]) -> [String] {
    var seen: Set<String> = []
    return arguments.map { ExistingPath.find($0) ?? $0 }
      .flatMap { FileAccess.isFolder($0) ? notebooks(in: $0) : [$0] }
      .filter { seen.insert(FilePath.absolute($0)).inserted }
  }

  /// Returns the paths that contain `pattern`, in which `*` and `?` stand for any characters.
  package static func matching(_ pattern: String, in paths: [String]) -> [String] {
    paths.filter { fnmatch("*\(pattern)*", $0, 0) == 0 }
  }

  /// The error for a folder without notebooks.
  package static func emptyFolder(_ folder: String) -> Diagnostic {
    Diagnostic(
      path: folder,
      message: "there is no notebook in this folder; write one with 'runbook new NAME'")
  }

  /// The error for arguments that name no notebook at all.
  package static func nothingFound(_ arguments: [String]) -> Diagnostic {
    Diagnostic(
      path: arguments.joined(separator: " "),
      message: "no notebook (.md) is here; name a notebook or a folder of notebooks")
  }

  /// The notebooks below a folder, without those in hidden folders, in `_…` and in `outputs`.
  private static func notebooks(in folder: String) -> [String] {
    let prefix = folder == "." ? "" : String(folder.reversed().drop { $0 == "/" }.reversed()) + "/"
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
    return (names ?? []).filter { name in
      let parts = name.split(separator: "/")
      return stem(of: name) != nil && !parts.contains { $0.hasPrefix("_") || $0.hasPrefix(".") }
        && !parts.dropLast().contains("outputs") && mayBeFile("\(folder)/\(name)")
    }.sorted().map { prefix + $0 }
  }

  /// Whether a name in a folder is no folder, pipe or socket; a broken link is reported when it is read.
  private static func mayBeFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }
}
