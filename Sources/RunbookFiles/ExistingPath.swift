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
  /// - Complexity: one look-up for a path that exists or is plain ASCII; otherwise each folder with a
  ///   name that does not exist as written is listed once.
  package static func find(_ path: String) -> String? {
    if FileAccess.exists(path) { return path }
    guard !path.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var found = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      let next = found + component
      if FileAccess.exists(next) {
        found = next + "/"
        continue
      }
      guard !component.utf8.allSatisfy({ $0 < 0x80 }),
        let name = FileAccess.names(in: found.isEmpty ? "." : found)
          .first(where: { $0 == component })
      else { return nil }
      found += name + "/"
    }
    return String(found.dropLast())
  }
}
