/// Notices that one of a set of files has changed, by comparing file stamps.
///
/// Editors write in many ways: in place, or under another name that then takes the place of the first.
/// Both change the time, the size or the number of the file. A file that appears or goes is a change too.
package struct FileWatch {
  private let paths: [String]
  private var stamps: [FileStamp?]

  /// Begins to watch; changes from now on count.
  package init(_ paths: some Sequence<String>) {
    self.paths = Set(paths).sorted()
    stamps = self.paths.map { FileStamp($0) }
  }

  /// Whether something has changed since this was last asked.
  package mutating func hasChanged() -> Bool {
    let now = paths.map { FileStamp($0) }
    defer { stamps = now }
    return now != stamps
  }
}
