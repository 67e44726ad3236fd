import Foundation
import Testing

@Suite struct BuildTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL.path

  @Test("the optimised modules are those that cells link, the parser and the engine's timing table")
  func optimizedModules() throws {
    let script = try String(contentsOfFile: Self.root + "/packaging/compiler", encoding: .utf8)
    let list = try #require(script.firstMatch(of: /(?m)^optimized='([^']*)'$/)).output.1
    let optimized = list.split(separator: " ").map(String.init)
    let linked = try swiftModules(under: "RunbookRuntime")
    #expect(optimized.sorted() == (linked + ["RunbookDocument", "engine_bench"]).sorted())
  }

  /// The Swift targets of this package that `target` is linked with, itself among them.
  private func swiftModules(under target: String) throws -> [String] {
    let manifest = try Manifest(of: Self.root)
    var open = [target]
    var found = Set(open)
    while let next = open.popLast() {
      let dependencies = try #require(manifest.dependencies[next], "no target \(next)")
      open += dependencies.filter { manifest.dependencies[$0] != nil && found.insert($0).inserted }
    }
    return try found.filter { name in
      try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/Sources/\(name)")
        .contains { $0.hasSuffix(".swift") }
    }
  }
}

/// The targets of a package and the names that each depends on.
private struct Manifest {
  var dependencies: [String: [String]]

  init(of folder: String) throws {
    struct Package: Decodable {
      struct Target: Decodable {
        struct Dependency: Decodable {
          /// The name, then what narrows it.
          var byName: [String?]?
        }
        var name: String
        var dependencies: [Dependency]
      }
      var targets: [Target]
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift", "package", "dump-package"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let package = try JSONDecoder().decode(Package.self, from: text)
    dependencies = Dictionary(
      uniqueKeysWithValues: package.targets.map { target in
        (target.name, target.dependencies.compactMap { $0.byName?.first ?? nil })
      })
  }
}
