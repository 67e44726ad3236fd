import Foundation

/// The notebooks that arguments name: files as they are, folders with all notebooks below them.
enum NotebookList {
  /// Returns paths in order, each once; files whose name begins with `_` are includes and are left
  /// out of folders.
  static func expand(_ arguments: [String]) -> [String] {
    var seen: Set<String> = []
    return arguments.flatMap { argument -> [String] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder),
        isFolder.boolValue
      else { return [argument] }
      let names = FileManager.default.enumerator(atPath: argument)?.compactMap { $0 as? String }
      var folder = argument
      while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
      return (names ?? []).filter { name in
        let parts = name.split(separator: "/")
        return name.hasSuffix(".md") && !parts.contains { $0.hasPrefix("_") || $0.hasPrefix(".") }
      }.sorted().map { folder == "/" ? "/\($0)" : "\(folder)/\($0)" }
    }.filter { seen.insert(URL(fileURLWithPath: $0).standardizedFileURL.path).inserted }
  }

  /// Returns the paths that contain `pattern`, in which `*` and `?` stand for any characters.
  static func matching(_ pattern: String, in paths: [String]) -> [String] {
    paths.filter { fnmatch("*\(pattern)*", $0, 0) == 0 }
  }
}
