import Foundation

/// The notebooks that arguments name: files as they are, folders with all notebooks below them.
enum NotebookList {
  /// Returns paths in order; files whose name begins with `_` are includes and are left out of folders.
  static func expand(_ arguments: [String]) -> [String] {
    arguments.flatMap { argument -> [String] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder),
        isFolder.boolValue
      else { return [argument] }
      let names = FileManager.default.enumerator(atPath: argument)?.compactMap { $0 as? String }
      let folder = argument.hasSuffix("/") ? String(argument.dropLast()) : argument
      return (names ?? []).filter { name in
        let parts = name.split(separator: "/")
        return name.hasSuffix(".md") && !parts.contains { $0.hasPrefix("_") || $0.hasPrefix(".") }
      }.sorted().map { "\(folder)/\($0)" }
    }
  }
}
