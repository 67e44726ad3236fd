internal import RunbookFiles

/// Replaces a folder by another one, so that readers see either all of the old or all of the new
/// files.
///
/// The files are written to a hidden folder beside it and flushed to the disk; then the two folders
/// exchange their names atomically. If the file system does not support this, the old folder is
/// first moved to a second hidden name; if the process ends right there, `current` still finds it,
/// and the next replacement moves it back.
struct FolderReplacement {
  /// The folder that contains the replaced one.
  let parent: String
  /// The name of the folder.
  let name: String

  private var place: String { "\(parent)/\(name)" }
  private var incoming: String { "\(parent)/.\(name).new" }
  private var aside: String { "\(parent)/.\(name).old" }

  /// The folder with the currently valid files, or `nil` if there never was one.
  var current: String? {
    if FileAccess.exists(place) { return place }
    return FileAccess.exists(aside) ? aside : nil
  }

  /// Replaces the folder by one that contains `files`.
  ///
  /// - Throws: the system's error; the folder is then unchanged.
  func replace(by files: [OutputFile]) throws(SystemError) {
    try FileAccess.makeFolder(parent)
    try FileAccess.withLock(on: parent) { () throws(SystemError) in
      try recover()
      do throws(SystemError) {
        try write(files)
        try exchange()
      } catch {
        // The old folder is in place; the incomplete new one must be removed.
        try? FileAccess.removeTree(incoming)
        throw error
      }
      // From here on the new folder is the valid one, so nothing may be reported as a failure.
      try? FileAccess.synchronize(folder: parent)
      try? FileAccess.removeTree(incoming)
      try? FileAccess.removeTree(aside)
    }
  }

  /// Cleans up after a replacement that did not finish.
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
