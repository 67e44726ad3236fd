internal import RunbookFiles

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
    if FileAccess.exists(place) { return place }
    return FileAccess.exists(aside) ? aside : nil
  }

  /// Replaces the folder by one that holds `files`.
  ///
  /// - Throws: the refusal of the system; the folder is as it was then.
  func replace(by files: [OutputFile]) throws(SystemError) {
    try FileAccess.makeFolder(parent)
    try FileAccess.withLock(on: parent) { () throws(SystemError) in
      try recover()
      do throws(SystemError) {
        try write(files)
        try exchange()
      } catch {
        // The old folder is in place; what is left of the new one must not stay.
        try? FileAccess.removeTree(incoming)
        throw error
      }
      // From here on the new folder is the valid one, so nothing may be reported as a failure.
      try? FileAccess.synchronize(folder: parent)
      try? FileAccess.removeTree(incoming)
      try? FileAccess.removeTree(aside)
    }
  }

  /// Clears what a replacement left that was ended before its time.
  private func recover() throws(SystemError) {
    if !FileAccess.exists(place), FileAccess.exists(aside) {
      try FileAccess.move(aside, to: place)
    }
    try FileAccess.removeTree(incoming)
    try FileAccess.removeTree(aside)
  }

  private func write(_ files: [OutputFile]) throws(SystemError) {
    try FileAccess.makeFolder(incoming)
    var folders: Set<String> = [incoming]
    for file in files {
      var folder = incoming
      for part in file.name.split(separator: "/").dropLast() {
        folder += "/\(part)"
        if folders.insert(folder).inserted { try FileAccess.makeFolder(folder) }
      }
      try FileAccess.write(file.bytes, to: "\(incoming)/\(file.name)")
    }
    for folder in folders.sorted() { try FileAccess.synchronize(folder: folder) }
  }

  private func exchange() throws(SystemError) {
    guard FileAccess.exists(place) else {
      return try FileAccess.move(incoming, to: place)
    }
    if try FileAccess.exchange(incoming, place) { return }
    try FileAccess.move(place, to: aside)
    do {
      try FileAccess.move(incoming, to: place)
    } catch {
      try FileAccess.move(aside, to: place)
      throw error
    }
  }
}
