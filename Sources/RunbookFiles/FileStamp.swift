internal import Glibc

/// Tells one state of a file from another without reading it.
package struct FileStamp: Hashable, Sendable, CustomStringConvertible {
  /// In bytes.
  package var size: Int
  /// When the file was last changed or touched, in seconds since 1970.
  package var seconds: Int
  package var nanoseconds: Int
  /// The file's inode: another one once an editor has put a new file in the place of the old one.
  package var number: UInt

  /// The stamp of the file at `path`, or `nil` if there is none.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    number = UInt(status.st_ino)
  }

  /// Size and time only: a copy with the same times is the same file to a cache.
  package var description: String { "\(size)-\(seconds).\(nanoseconds)" }
}
