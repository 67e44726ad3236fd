import Glibc

/// Tells one build of a large file from another without reading it.
struct FileIdentity: Hashable, CustomStringConvertible {
  var size: Int
  var seconds: Int
  var nanoseconds: Int

  /// The identity of the file at `path`, or `nil` if there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  var description: String { "\(size)-\(seconds).\(nanoseconds)" }
}
