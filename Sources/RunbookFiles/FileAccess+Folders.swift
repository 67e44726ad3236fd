internal import CFiles
internal import Glibc

extension FileAccess {
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the folder `path` and those above it.
  package static func makeFolder(_ path: String) throws(SystemError) {
    if path.isEmpty || mkdir(path, 0o755) == 0 { return }
    let code = errno
    if code == EEXIST {
      guard isFolder(path) else { throw SystemError(path, "is not a folder", code: ENOTDIR) }
      return
    }
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw SystemError(path, "cannot be made", code: code)
    }
    try makeFolder(String(path[..<slash]))
    if mkdir(path, 0o755) != 0, errno != EEXIST {
      throw SystemError(path, "cannot be made")
    }
  }

  /// The names in a folder, sorted; none if it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names = [String]()
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file, or a folder with all in it; it need not be there.
  package static func removeTree(_ path: String) throws(SystemError) {
    if unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
    guard errno == EISDIR || errno == EPERM else { throw SystemError(path, "cannot be removed") }
    for name in names(in: path) { try removeTree("\(path)/\(name)") }
    guard rmdir(path) == 0 || errno == ENOENT else { throw SystemError(path, "cannot be removed") }
  }

  /// Waits until the names in a folder are on the disk.
  package static func synchronize(folder path: String) throws(SystemError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw SystemError(path, "cannot be opened") }
    defer { close(folder) }
    guard fsync(folder) == 0 || errno == EINVAL else {
      throw SystemError(path, "cannot be written")
    }
  }

  /// Lets two files or folders exchange their names in one step.
  ///
  /// - Returns: `false` where the file system has no such step, and nothing was done.
  package static func exchange(_ first: String, _ second: String) throws(SystemError) -> Bool {
    switch cfiles_exchange(first, second) {
    case 0: return true
    case EINVAL, ENOSYS, EOPNOTSUPP: return false
    case let code: throw SystemError(second, "cannot be replaced", code: code)
    }
  }

  /// Runs `body` while no other process holds the lock on the folder at `path`.
  package static func withLock<Value>(
    on path: String, _ body: () throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw SystemError(path, "cannot be opened") }
    // Closing gives the lock back, and so does the end of the process, whatever ended it.
    defer { close(folder) }
    while flock(folder, LOCK_EX) != 0 {
      guard errno == EINTR else { throw SystemError(path, "cannot be locked") }
    }
    return try body()
  }
}
