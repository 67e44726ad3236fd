import Foundation

/// The built program, run as a user runs it.
struct Command {
  var status: Int32
  var output: String
  var errors: String

  /// The folder that the test program and the program under test were built to.
  static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path

  /// Runs `runbook` with `arguments` in `folder`.
  ///
  /// - Parameters:
  ///   - input: what is typed.
  ///   - program: another copy of the program than the one that was built.
  init(
    _ arguments: [String], in folder: Folder, environment: [String: String] = [:],
    input: String? = nil, program: String = products + "/runbook"
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let errors = folder.path + "/.stderr-\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: errors)
    if let input {
      try folder.write(input, to: ".stdin")
      process.standardInput = FileHandle(forReadingAtPath: folder.path + "/.stdin")
    }
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    status = process.terminationStatus
    self.output = String(decoding: data, as: UTF8.self)
    self.errors = String(decoding: FileManager.default.contents(atPath: errors)!, as: UTF8.self)
    try FileManager.default.removeItem(atPath: errors)
  }
}

/// A folder of the test's own, deleted with the value that holds it.
final class Folder {
  let path: String

  init(_ name: String = "project") throws {
    path = NSTemporaryDirectory() + "runbook-command-\(UUID().uuidString)/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Writes a file, making folders on the way.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
    return name
  }

  func read(_ name: String) -> String? {
    FileManager.default.contents(atPath: path + "/" + name).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The names of all files below, relative, in order.
  var files: [String] {
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return found.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }
}
