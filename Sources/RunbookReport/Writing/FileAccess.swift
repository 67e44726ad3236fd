internal import Glibc

/// Whole files, read and written without Foundation, whose loading costs more than a report.
enum FileAccess {
  /// Returns all bytes of the file at `path`.
  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw SystemError("\(path) cannot be opened") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw SystemError("\(path) cannot be read") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemError("\(path) is not a file", code: EINVAL)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress! + done, $0.count - done, off_t(done))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError("\(path) cannot be read") }
      if count == 0 { break }
      done += count
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// Writes `bytes` to a new file at `path` and makes sure that they are on the disk.
  ///
  /// On an error nothing is left at `path`.
  static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw SystemError("\(path) cannot be created") }
    var failure: SystemError?
    var done = 0
    while done < bytes.count, failure == nil {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0, errno != EINTR { failure = SystemError("\(path) cannot be written") }
      done += max(count, 0)
    }
    // Some file systems report a full disk only here.
    if failure == nil, fsync(file) != 0, errno != EINVAL, errno != EROFS {
      failure = SystemError("\(path) cannot be written")
    }
    if close(file) != 0, failure == nil { failure = SystemError("\(path) cannot be written") }
    if let failure {
      unlink(path)
      throw failure
    }
  }

  /// Writes `bytes` beside `path` and then puts them in its place in one step.
  static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let temporary = temporaryName(for: path)
    try write(bytes, to: temporary)
    guard rename(temporary, path) == 0 else {
      let error = SystemError("\(path) cannot be replaced")
      unlink(temporary)
      throw error
    }
  }

  /// Makes the folder `path` and those above it.
  static func makeFolder(_ path: String) throws(SystemError) {
    if mkdir(path, 0o755) == 0 { return }
    let code = errno
    if code == EEXIST {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw SystemError("\(path) is not a folder", code: ENOTDIR)
      }
      return
    }
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw SystemError("the folder \(path) cannot be made", code: code)
    }
    try makeFolder(String(path[..<slash]))
    if mkdir(path, 0o755) != 0, errno != EEXIST {
      throw SystemError("the folder \(path) cannot be made")
    }
  }

  /// The names in a folder, sorted; none if it cannot be read.
  static func names(in folder: String) -> [String] {
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

  /// Removes a file that may not be there.
  static func remove(_ path: String) {
    unlink(path)
  }

  /// The end of the names of files that are not complete yet.
  private static let temporarySuffix = ".runbook-part"

  /// A hidden name beside `path` that tells which process writes it.
  static func temporaryName(for path: String) -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return path[..<slash] + ".\(path[slash...]).\(getpid())\(temporarySuffix)"
  }

  /// Whether `name` is an incomplete file of a process that is no more.
  static func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(temporarySuffix) else { return false }
    let process = name.dropLast(temporarySuffix.count).split(separator: ".").last
    guard let process, let id = pid_t(process), id > 0 else { return false }
    return id != getpid() && kill(id, 0) != 0 && errno == ESRCH
  }
}
