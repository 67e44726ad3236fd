import Foundation

/// What a program that a test ran has left.
struct Subprocess {
  let status: Int32
  let output, errors: String

  /// Runs a program to its end.
  /// - Parameters:
  ///   - command: the program, looked up in PATH, and its arguments.
  ///   - environment: variables besides those of this process.
  init(_ command: [String], environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Into files: a pipe that nobody empties would stop the program.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "engine-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["output", "errors"].map { folder.appendingPathComponent($0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOf: files[0], encoding: .utf8)
    errors = try String(contentsOf: files[1], encoding: .utf8)
  }
}

/// Places of this checkout.
enum Checkout {
  /// The root, from this file's place.
  static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }
  /// Where the build put its products: beside the tests themselves.
  static let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
}
