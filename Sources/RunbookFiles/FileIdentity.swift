internal import Glibc

/// Tells one state of a file from another without reading it.
package struct FileIdentity: Hashable, Sendable, CustomStringConvertible {
  /// In bytes.
  package var size: Int
  /// When the file was last changed or touched, in seconds since 1970.
  package var seconds: Int
  package var nanoseconds: Int

  /// The identity of the file at `path`, or `nil` if there is none.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  package var description: String { "\(size)-\(seconds).\(nanoseconds)" }
}
