internal import Foundation

/// Paths as users name them and as they are shown to users.
package enum FilePath {
  /// The absolute path, without `.` and `..`.
  package static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// The path from the current folder where it is below it; otherwise the absolute one.
  package static func shown(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    let standard = absolute(path)
    return standard.hasPrefix(here) ? String(standard.dropFirst(here.count)) : standard
  }

  /// The folder of a file; empty for a name alone.
  package static func folder(of path: String) -> String {
    (path as NSString).deletingLastPathComponent
  }
}
