import Foundation
import Testing

@Suite struct InstallationTests {
  @Test("an installation that was moved or copied still compiles cells")
  func moved() throws {
    let folder = try Folder()
    let first = folder.path + "/first"
    try install(to: first)
    try folder.write("```swift\nimport Foundation\nprint(sqrt(4.0))\n```\n", to: "note.md")
    try runNote(first, folder)
    let second = folder.path + "/두 번째"
    try FileManager.default.moveItem(atPath: first, toPath: second)
    try runNote(second, folder)
    // A copy, of which the first note's cells in the cache know nothing.
    let third = folder.path + "/third"
    try FileManager.default.copyItem(atPath: second, toPath: third)
    try folder.write(
      "```swift\nprint(2 + 0)\n```\n\n```swift\nimport Foundation\n```\n", to: "note.md")
    try runNote(third, folder)
    try runNote(second, folder)
  }

  /// Copies what `make install` installs, with the compiler's cache that the build left.
  private func install(to folder: String) throws {
    let files = FileManager.default
    let library = folder + "/lib/runbook"
    try files.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
    try files.createDirectory(atPath: library + "/modules", withIntermediateDirectories: true)
    let products = Command.products
    try files.copyItem(atPath: products + "/runbook", toPath: folder + "/bin/runbook")
    for name in ["runbook-kernel", "libRunbookRuntime.so"] {
      try files.copyItem(atPath: "\(products)/\(name)", toPath: "\(library)/\(name)")
    }
    for name in ["CoreEngine", "RunbookDrawing", "RunbookOutput", "RunbookRuntime"] {
      try files.copyItem(
        atPath: "\(products)/Modules/\(name).swiftmodule",
        toPath: "\(library)/modules/\(name).swiftmodule")
    }
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources").standardizedFileURL.path
    for name in ["CDeflate", "CEngine", "CKernel", "CPNG"] {
      let module = "\(library)/modules/\(name)"
      try files.copyItem(atPath: "\(sources)/\(name)/include", toPath: module)
      try "module \(name) { umbrella header \"\(name).h\" export * }\n".write(
        toFile: module + "/module.modulemap", atomically: true, encoding: .utf8)
    }
  }

  private func runNote(_ installation: String, _ folder: Folder) throws {
    let run = try Command(
      ["note.md", "-q", "--no-cache"], in: folder, program: installation + "/bin/runbook")
    #expect(run.status == 0, "\(installation): \(run.errors)")
    #expect(folder.read("outputs/note/report.html")?.contains("2") == true)
  }
}
