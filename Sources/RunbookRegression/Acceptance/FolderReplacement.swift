internal import CExchange
internal import Glibc

/// Puts a whole folder in the place of another, so that whoever looks sees all of one or the other.
///
/// The files are written to a hidden folder beside it and brought to the disk; then the two folders
/// exchange their names in one step of the file system. Where that step does not exist, the old
/// folder is put aside under a second hidden name first; if the process ends right there, `current`
/// still finds it, and the next replacement puts it back.
struct FolderReplacement {
  /// The folder that holds the one that is replaced.
  let parent: String
  /// The folder's own name.
  let name: String

  private var place: String { "\(parent)/\(name)" }
  private var incoming: String { "\(parent)/.\(name).new" }
  private var aside: String { "\(parent)/.\(name).old" }

  /// The folder that holds what is valid now, or `nil` if there never was one.
  var current: String? {
    if FolderAccess.exists(place) { return place }
    return FolderAccess.exists(aside) ? aside : nil
  }

  /// Replaces the folder by one that holds `files`.
  ///
  /// - Throws: the refusal of the system; the folder is as it was then.
  func replace(by files: [OutputFile]) throws(FolderAccess.Refusal) {
    try FolderAccess.makeFolder(parent)
    try FolderAccess.withLock(on: parent) { () throws(FolderAccess.Refusal) in
      try recover()
      do throws(FolderAccess.Refusal) {
        try write(files)
        try exchange()
      } catch {
        // The old folder is in place; what is left of the new one must not stay.
        try? FolderAccess.removeTree(incoming)
        throw error
      }
      // From here on the new folder is the valid one, so nothing may be reported as a failure.
      try? FolderAccess.synchronize(folder: parent)
      try? FolderAccess.removeTree(incoming)
      try? FolderAccess.removeTree(aside)
    }
  }

  /// Clears what a replacement left that was ended before its time.
  private func recover() throws(FolderAccess.Refusal) {
    if !FolderAccess.exists(place), FolderAccess.exists(aside) {
      try FolderAccess.move(aside, to: place)
    }
    try FolderAccess.removeTree(incoming)
    try FolderAccess.removeTree(aside)
  }

  private func write(_ files: [OutputFile]) throws(FolderAccess.Refusal) {
    try FolderAccess.makeFolder(incoming)
    var folders: Set<String> = [incoming]
    for file in files {
      var folder = incoming
      for part in file.name.split(separator: "/").dropLast() {
        folder += "/\(part)"
        if folders.insert(folder).inserted { try FolderAccess.makeFolder(folder) }
      }
      try FolderAccess.write(file.bytes, to: "\(incoming)/\(file.name)")
    }
    for folder in folders.sorted() { try FolderAccess.synchronize(folder: folder) }
  }

  private func exchange() throws(FolderAccess.Refusal) {
    guard FolderAccess.exists(place) else {
      return try FolderAccess.move(incoming, to: place)
    }
    switch cexchange(incoming, place) {
    case 0:
      return
    case EINVAL, ENOSYS, EOPNOTSUPP:
      try FolderAccess.move(place, to: aside)
      do {
        try FolderAccess.move(incoming, to: place)
      } catch {
        try FolderAccess.move(aside, to: place)
        throw error
      }
    case let code:
      throw FolderAccess.Refusal("cannot be replaced", place, code: code)
    }
  }
}
