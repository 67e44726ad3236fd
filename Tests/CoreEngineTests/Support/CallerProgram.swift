import Foundation
import Testing

/// A program that uses the engine as it was built for these tests.
enum CallerProgram {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// The C modules under the engine, whose module maps its importers need.
  static let cModules = ["CData", "CEngine", "CPNG", "CThreadLocal"]

  /// Compiles a program.
  /// - Parameters:
  ///   - source: the file.
  ///   - program: where the program is put.
  ///   - mode: `-O` or `-Onone`.
  static func compile(_ source: String, to program: String, mode: String = "-O") throws {
    let products = Checkout.products.path
    let maps = cModules.flatMap {
      ["-Xcc", "-fmodule-map-file=\(products)/\($0).build/module.modulemap"]
    }
    let result = try Subprocess(
      ["swiftc", mode, source, "-o", program, "-swift-version", "6"] + maps + [
        "-I", "\(products)/Modules", "-L", products, "-lRunbookRuntime", "-Xlinker", "-rpath",
        "-Xlinker", products,
      ])
    guard result.status == 0 else { throw Failure(description: result.errors) }
  }

  /// Compiles a text, runs it and gives what it prints.
  static func run(_ text: String, name: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "engine-caller-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("\(name).swift")
    try Data(text.utf8).write(to: source)
    let program = folder.appendingPathComponent(name).path
    try compile(source.path, to: program, mode: "-Onone")
    let result = try Subprocess([program])
    guard result.status == 0 else { throw Failure(description: result.errors) }
    return result.output
  }
}
