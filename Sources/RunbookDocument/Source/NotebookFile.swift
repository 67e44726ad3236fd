internal import Glibc
package import RunbookFiles

/// A file on disk that contains a notebook, an include or the project's settings.
package enum NotebookFile {
  /// The size of the largest file that is read, in bytes: far larger than any note, far smaller
  /// than the memory of a machine.
  package static let sizeLimit = 256 << 20

  /// The bytes of a file.
  ///
  /// - Throws: a diagnostic when the file does not exist, is a folder or is not readable.
  package static func read(path: String) throws(Diagnostic) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw failure(path, "this is a folder; name a notebook in it")
    default: throw failure(path, "this is not a regular file; name a notebook")
    }
    guard status.st_size <= sizeLimit else {
      throw failure(path, "the file is larger than \(sizeLimit >> 20) MB; split it")
    }
    return try bytes(of: descriptor, expected: Int(status.st_size), path: path)
  }

  /// The bytes of standard input.
  ///
  /// - Parameter path: its name in messages.
  /// - Throws: a diagnostic when it is not readable or larger than any note.
  package static func readStandardInput(as path: String) throws(Diagnostic) -> [UInt8] {
    try bytes(of: 0, expected: 0, path: path)
  }

  /// `path` as seen from the folder of the file `origin`.
  package static func resolve(_ path: String, relativeTo origin: String) -> String {
    guard !path.hasPrefix("/"), let slash = origin.lastIndex(of: "/") else { return path }
    var folder = origin[...slash]
    var rest = Substring(path)
    while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
    if folder == "./" { folder = "" }
    return String(folder) + rest
  }

  /// `path`, as named in the file `origin`, relative to the folder of the notebook.
  ///
  /// Both files are given by the paths at which they are opened.
  static func path(_ path: String, named origin: String, seenFrom notebook: String) -> String {
    relative(resolve(path, relativeTo: origin), to: notebook)
  }

  /// A file relative to the folder of the notebook, both given by the paths at which they are
  /// opened.
  static func relative(_ file: String, to notebook: String) -> String {
    guard let slash = notebook.lastIndex(of: "/"), file.hasPrefix(notebook[...slash]) else {
      return file
    }
    return String(file.dropFirst(notebook[...slash].count))
  }

  private static func bytes(
    of descriptor: Int32, expected: Int, path: String
  ) throws(Diagnostic) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(expected)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, code: errno) }
      guard count > 0 else { return content }
      content.append(contentsOf: buffer[..<count])
      guard content.count <= sizeLimit else {
        throw failure(path, "the file is larger than \(sizeLimit >> 20) MB; split it")
      }
    }
  }

  private static func failure(_ path: String, code: Int32) -> Diagnostic {
    switch code {
    case ENOENT: failure(path, "there is no such file; check the name")
    case EACCES, EPERM: failure(path, "the file is not readable; change its permissions")
    case ENOTDIR: failure(path, "a part of this path is not a folder; check the name")
    case ENXIO: failure(path, "this is not a regular file; name a notebook")
    case ELOOP: failure(path, "the symbolic link leads back to itself; correct it")
    case ENAMETOOLONG: failure(path, "the name is too long; check it")
    default:
      failure(path, "the file cannot be read (\(String(cString: strerror(code)))); try again")
    }
  }

  private static func failure(_ path: String, _ message: String) -> Diagnostic {
    Diagnostic(path: path, location: SourceLocation(line: 1), message: message)
  }
}
