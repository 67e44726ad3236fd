internal import Glibc

/// Notices that one of a set of files has changed, by looking at what the system says of them.
///
/// Editors write in many ways: in place, or under another name that then takes the place of the first.
/// Both change the time, the size or the number of the file. A file that appears or goes is a change too.
package struct FileWatch {
  private struct Look: Hashable {
    var seconds: Int
    var nanoseconds: Int
    var size: Int
    var number: UInt
  }

  private let paths: [String]
  private var looks: [Look?]

  /// Begins to watch; changes from now on count.
  package init(_ paths: some Sequence<String>) {
    self.paths = Set(paths).sorted()
    looks = self.paths.map(Self.look)
  }

  /// Whether something has changed since this was last asked.
  package mutating func hasChanged() -> Bool {
    let now = paths.map(Self.look)
    defer { looks = now }
    return now != looks
  }

  private static func look(_ path: String) -> Look? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    return Look(
      seconds: facts.st_mtim.tv_sec, nanoseconds: facts.st_mtim.tv_nsec, size: Int(facts.st_size),
      number: UInt(facts.st_ino))
  }
}
