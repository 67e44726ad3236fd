/// Finds files whose names are written in another Unicode normal form than on the disk.
///
/// Some file systems keep `파도` as syllables, others as the jamo that they consist of. Both look the
/// same, and Swift compares them as equal, but the system does not.
package enum ExistingPath {
  /// The path under which a file or folder exists.
  ///
  /// - Parameter path: absolute or relative, in any normal form.
  /// - Returns: `path` itself where it exists; otherwise the path whose folders and file have names
  ///   that are canonically equivalent; `nil` if there is none.
  /// - Complexity: one look-up for a path that exists or is plain ASCII; otherwise each folder in which
  ///   a name is looked for is listed once.
  package static func find(_ path: String) -> String? {
    if FileAccess.exists(path) { return path }
    guard !path.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return find(path.split(separator: "/")[...], in: path.hasPrefix("/") ? "/" : "")
  }

  /// - Parameter folder: the folders so far, which end with `/`; empty for the current one.
  private static func find(_ components: ArraySlice<Substring>, in folder: String) -> String? {
    guard let component = components.first else { return String(folder.dropLast()) }
    let rest = components.dropFirst()
    // Both forms of one name may exist side by side.
    if FileAccess.exists(folder + component), let found = find(rest, in: folder + component + "/") {
      return found
    }
    guard !component.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    for name in FileAccess.names(in: folder.isEmpty ? "." : folder)
    where name == component && !name.utf8.elementsEqual(component.utf8) {
      if let found = find(rest, in: folder + name + "/") { return found }
    }
    return nil
  }
}
