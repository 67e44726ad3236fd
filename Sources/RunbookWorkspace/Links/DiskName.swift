internal import RunbookFiles

/// Finds files whose names on disk have composed or decomposed letters, whichever a text has.
enum DiskName {
  /// The path as it is on disk; `nil` if nothing is there.
  ///
  /// - Parameter path: absolute, without `.` and `..`.
  static func find(_ path: String) -> String? {
    if FileAccess.exists(path) { return path }
    guard path.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    var found = ""
    for part in path.split(separator: "/") {
      let next = "\(found)/\(part)"
      if FileAccess.exists(next) {
        found = next
        continue
      }
      // Equality of texts does not depend on the composition of their letters.
      let names = FileAccess.names(in: found.isEmpty ? "/" : found)
      guard let name = names.first(where: { $0 == part }) else { return nil }
      found += "/\(name)"
    }
    return found
  }
}
