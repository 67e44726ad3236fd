import Foundation
import Testing

/// Compares the table of modules in `docs/architecture.md` with the package manager's.
@Suite struct ModuleTableTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private struct Description: Decodable {
    struct Target: Decodable {
      var name: String
      var path: String
      var dependencies: [String]?
      var products: [String]?

      enum CodingKeys: String, CodingKey {
        case name, path
        case dependencies = "target_dependencies"
        case products = "product_dependencies"
      }
    }

    var targets: [Target]
  }

  /// The targets that are built for users, with all that they import.
  private func described() throws -> [String: Set<String>] {
    let scratch = NSTemporaryDirectory() + "runbook-describe-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // The build folder itself is locked while tests run.
    process.arguments = [
      "swift", "package", "--package-path", Self.root, "--scratch-path", scratch, "describe",
      "--type", "json",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let targets = try JSONDecoder().decode(Description.self, from: data).targets
    return targets.filter { !$0.path.hasPrefix("Tests/") }
      .reduce(into: [:]) { result, target in
        result[target.name] = Set((target.dependencies ?? []) + (target.products ?? []))
      }
  }

  /// The rows of the table, from top to bottom: the target and the names in its last column.
  private func documented() throws -> [(name: String, imports: Set<String>)] {
    let text = try String(contentsOfFile: Self.root + "/docs/architecture.md", encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = try #require(lines.firstIndex { $0.hasPrefix("| target |") })
    return try lines[(head + 2)...].prefix { $0.hasPrefix("|") }.map { line in
      let columns = line.split(separator: "|").map(String.init)
      let name = try #require(columns[0].firstMatch(of: /`([^`]+)`/)).1
      return (String(name), Set(columns[2].matches(of: /`([^`]+)`/).map { String($0.1) }))
    }
  }

  @Test("each target has a row with exactly the modules that it imports")
  func equal() throws {
    let described = try described()
    let documented = try documented()
    #expect(Set(described.keys) == Set(documented.map(\.name)))
    for row in documented {
      let imports = described[row.name] ?? []
      #expect(row.imports == imports, "\(row.name)")
    }
  }

  @Test("imports go down the table only")
  func direction() throws {
    var seen: Set<String> = []
    for row in try documented() {
      #expect(row.imports.isDisjoint(with: seen), "\(row.name)")
      seen.insert(row.name)
    }
  }

  @Test("the optimised modules are those that cells link, the parser and the engine's timing table")
  func optimizedModules() throws {
    let script = try String(contentsOfFile: Self.root + "/packaging/compiler", encoding: .utf8)
    let list = try #require(script.firstMatch(of: /(?m)^optimized='([^']*)'$/)).output.1
    var linked: Set = ["RunbookRuntime"]
    let described = try described()
    var open = Array(linked)
    while let target = open.popLast() {
      open += described[target, default: []].filter { linked.insert($0).inserted }
    }
    let modules = try linked.filter { name in
      try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/Sources/\(name)")
        .contains { $0.hasSuffix(".swift") }
    }
    let optimized = Set(list.split(separator: " ").map(String.init))
    #expect(optimized == modules.union(["RunbookDocument", "engine_bench"]))
  }
}
