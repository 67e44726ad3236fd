internal import Glibc

/// The few operations on files that acceptance is made of.
enum FolderAccess {
  /// What the system refused.
  struct Refusal: Error {
    /// What was tried, for example `cannot be written`.
    var attempt: String
    var path: String
    var code: Int32

    init(_ attempt: String, _ path: String, code: Int32 = errno) {
      self.attempt = attempt
      self.path = path
      self.code = code
    }
  }

  static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// Returns the bytes of a file, or `nil` if there is none.
  static func read(_ path: String) throws(Refusal) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw Refusal("cannot be opened", path)
    }
    defer { close(file) }
    var bytes = [UInt8]()
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &part, part.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Refusal("cannot be read", path) }
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
  }

  /// Writes a new file and waits until it is on the disk.
  static func write(_ bytes: [UInt8], to path: String) throws(Refusal) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Refusal("cannot be created", path) }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Refusal("cannot be written", path) }
      done += count
    }
    // A full disk may show only here.
    guard fsync(file) == 0 || errno == EINVAL else { throw Refusal("cannot be written", path) }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(Refusal) {
    if path.isEmpty || mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let code = errno
    guard code == ENOENT, let slash = path.lastIndex(of: "/") else {
      throw Refusal("cannot be made", path, code: code)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw Refusal("cannot be made", path) }
  }

  /// Waits until the names in a folder are on the disk.
  static func synchronize(folder path: String) throws(Refusal) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Refusal("cannot be opened", path) }
    defer { close(folder) }
    guard fsync(folder) == 0 || errno == EINVAL else { throw Refusal("cannot be written", path) }
  }

  static func move(_ old: String, to new: String) throws(Refusal) {
    guard rename(old, new) == 0 else { throw Refusal("cannot be replaced", new) }
  }

  /// Removes a file, or a folder with all in it; it need not be there.
  static func removeTree(_ path: String) throws(Refusal) {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard errno == EISDIR || errno == EPERM else { throw Refusal("cannot be removed", path) }
    for name in try names(in: path) { try removeTree("\(path)/\(name)") }
    guard rmdir(path) == 0 || errno == ENOENT else { throw Refusal("cannot be removed", path) }
  }

  private static func names(in path: String) throws(Refusal) -> [String] {
    guard let stream = opendir(path) else { throw Refusal("cannot be opened", path) }
    defer { closedir(stream) }
    var names = [String]()
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Runs `body` while no other process holds the lock on the folder at `path`.
  static func withLock<Value>(
    on path: String, _ body: () throws(Refusal) -> Value
  ) throws(Refusal) -> Value {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Refusal("cannot be opened", path) }
    // Closing gives the lock back, and so does the end of the process, whatever ended it.
    defer { close(folder) }
    while flock(folder, LOCK_EX) != 0 {
      guard errno == EINTR else { throw Refusal("cannot be locked", path) }
    }
    return try body()
  }
}
