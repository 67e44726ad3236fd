internal import Foundation
internal import RunbookFiles

/// A temporary folder in which cells run as they would in the notebook's own: every file is there, as a
/// link, under the same relative name, and files that a cell writes stay here.
///
/// So a test leaves the checkout as it was, and two notebooks of a folder that write a file of the same
/// name at once do not meet. The folders above are there as well, since a cell may read `../data.csv`.
final class MirrorFolder {
  /// Where cells run.
  let path: String
  private let top: String

  /// The most files of the notebook's folder that are linked one by one; folders beyond are links.
  private static let fileLimit = 5000
  /// The most names of a folder above; of a larger one only the next folder on the path is linked.
  private static let nameLimit = 5000

  /// - Parameters:
  ///   - folder: the notebook's folder, absolute.
  ///   - scratch: where to make the temporary one.
  /// - Throws: the refusal of the system; nothing is left then.
  init(of folder: String, in scratch: String) throws(SystemError) {
    top = "\(scratch)/\(UUID().uuidString)"
    path = top + folder
    do throws(SystemError) {
      try FileAccess.makeFolder(path)
      var above = ""
      for part in folder.split(separator: "/") {
        let names = FileAccess.names(in: above.isEmpty ? "/" : above)
        for name in names where name != part && names.count <= Self.nameLimit {
          try Self.link("\(above)/\(name)", as: "\(top)\(above)/\(name)")
        }
        above += "/\(part)"
      }
      var count = 0
      try Self.mirror(folder, as: path, &count)
    } catch {
      try? FileAccess.removeTree(top)
      throw error
    }
  }

  deinit {
    // Links are removed, never their targets.
    try? FileAccess.removeTree(top)
  }

  private static func mirror(
    _ folder: String, as copy: String, _ count: inout Int
  ) throws(SystemError) {
    for name in FileAccess.names(in: folder) {
      let (original, place) = ("\(folder)/\(name)", "\(copy)/\(name)")
      count += 1
      guard count <= fileLimit, !name.hasPrefix("."), isRealFolder(original) else {
        try link(original, as: place)
        continue
      }
      try FileAccess.makeFolder(place)
      try mirror(original, as: place, &count)
    }
  }

  private static func isRealFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func link(_ original: String, as place: String) throws(SystemError) {
    guard symlink(original, place) == 0 else {
      throw SystemError(place, "cannot be made", code: errno)
    }
  }
}
