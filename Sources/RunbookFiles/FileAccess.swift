internal import Glibc

/// Whole files, read and written without Foundation, whose loading costs more than a report.
package enum FileAccess {
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Returns all bytes of the file at `path`, or the first `limit` of them.
  package static func read(
    _ path: String, upTo limit: Int = .max
  ) throws(SystemError) -> [UInt8] {
    // Opening a pipe would wait for its other end.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw SystemError(path, "cannot be opened") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw SystemError(path, "cannot be read") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemError(path, "is not a file", code: EINVAL)
    }
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), limit))
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress! + done, $0.count - done, off_t(done))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError(path, "cannot be read") }
      if count == 0 { break }
      done += count
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// Returns all bytes of the file at `path`, or `nil` if there is none.
  package static func readIfPresent(_ path: String) throws(SystemError) -> [UInt8]? {
    do { return try read(path) } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return nil }
      throw error
    }
  }

  /// Writes `bytes` to a new file at `path`. On an error nothing is left there.
  ///
  /// - Parameter isDurable: whether to wait until they are on the disk.
  package static func write(
    _ bytes: some Collection<UInt8>, to path: String, isDurable: Bool = true
  ) throws(SystemError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw SystemError(path, "cannot be created") }
    var failure: SystemError?
    let bytes = ContiguousArray(bytes)
    var done = 0
    while done < bytes.count, failure == nil {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0, errno != EINTR { failure = SystemError(path, "cannot be written") }
      done += max(count, 0)
    }
    // Some file systems report a full disk only here.
    if failure == nil, isDurable, fsync(file) != 0, errno != EINVAL, errno != EROFS {
      failure = SystemError(path, "cannot be written")
    }
    if close(file) != 0, failure == nil { failure = SystemError(path, "cannot be written") }
    if let failure {
      unlink(path)
      throw failure
    }
  }

  /// Writes `bytes` beside `path` and then puts them in its place in one step.
  package static func replace(
    _ path: String, with bytes: some Collection<UInt8>, isDurable: Bool = true
  ) throws(SystemError) {
    let temporary = temporaryName(for: path)
    // Another process may have had our number and been killed.
    remove(temporary)
    do {
      try write(bytes, to: temporary, isDurable: isDurable)
      try move(temporary, to: path)
    } catch {
      remove(temporary)
      // The user knows the file itself only.
      throw error.path == temporary
        ? SystemError(path, error.attempt, code: error.code) : error
    }
  }

  /// Gives the file or folder at `old` the name `new`, in the place of a file that has it.
  package static func move(_ old: String, to new: String) throws(SystemError) {
    guard rename(old, new) == 0 else { throw SystemError(new, "cannot be replaced") }
  }

  /// Removes a file that may not be there.
  package static func remove(_ path: String) {
    unlink(path)
  }

  /// Notes that a file was used now.
  package static func touch(_ path: String) {
    utimensat(AT_FDCWD, path, nil, 0)
  }

  // MARK: Names of files that are not complete yet

  private static let temporarySuffix = ".runbook-part"

  /// A hidden name beside `path` that tells which process writes it.
  package static func temporaryName(for path: String) -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return path[..<slash] + ".\(path[slash...]).\(getpid())\(temporarySuffix)"
  }

  /// Whether `name` is an incomplete file of a process that is no more.
  package static func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(temporarySuffix) else { return false }
    let process = name.dropLast(temporarySuffix.count).split(separator: ".").last
    guard let process, let id = pid_t(process), id > 0 else { return false }
    return id != getpid() && kill(id, 0) != 0 && errno == ESRCH
  }
}
