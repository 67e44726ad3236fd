import Foundation
import Testing

@Suite struct ProvenanceTests {
  private func git(_ arguments: String..., in folder: Folder) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["git", "-C", folder.path, "-c", "user.name=n", "-c", "user.email=e"] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func run(_ arguments: [String] = [], in folder: Folder) throws -> Command {
    let command = try Command(["notebooks/note.md", "-q"] + arguments, in: folder)
    #expect(command.status == 0, "\(command.errors)")
    return command
  }

  /// A checkout of a note and a file that it reads, with one commit.
  private func checkout(_ head: String = "") throws -> (Folder, commit: String) {
    let folder = try Folder()
    try folder.write(
      head + "```swift\n//| deps: data.csv\nprint(1)\n```\n", to: "notebooks/note.md")
    try folder.write("1\n", to: "notebooks/data.csv")
    _ = try git("init", "-q", in: folder)
    _ = try git("add", ".", in: folder)
    _ = try git("commit", "-q", "-m", "c", in: folder)
    return (folder, try git("rev-parse", "HEAD", in: folder))
  }

  @Test("the same report in every commit and without one; run.json knows the commit")
  func standard() throws {
    let (folder, commit) = try checkout()
    _ = try run(in: folder)
    let report = folder.read("outputs/note/report.html")
    let results = try #require(folder.read("outputs/note/results.json"))
    let facts = try #require(folder.read("outputs/note/run.json"))
    #expect(!results.contains(commit.prefix(12)))
    #expect(facts.contains("\"commit\": \"\(commit)\"") && facts.contains("\"modified\": false"))

    _ = try git("commit", "-q", "--allow-empty", "-m", "d", in: folder)
    _ = try run(in: folder)
    #expect(folder.read("outputs/note/report.html") == report)
    try FileManager.default.removeItem(atPath: folder.path + "/.git")
    _ = try run(["--no-cache"], in: folder)
    #expect(folder.read("outputs/note/report.html") == report)
    #expect(folder.read("outputs/note/results.json") == results)
    #expect(!(try #require(folder.read("outputs/note/run.json"))).contains("commit"))
  }

  @Test(
    "--commit and 'provenance: commit' name the commit, with a mark if an input is not as in it",
    arguments: [["--commit"], []])
  func named(_ flag: [String]) throws {
    let (folder, commit) = try checkout(flag.isEmpty ? "---\nprovenance: commit\n---\n\n" : "")
    // Outputs and other files do not count.
    try folder.write("x", to: "notebooks/other.txt")
    _ = try run(flag, in: folder)
    let name = commit.prefix(12)
    #expect(try #require(folder.read("outputs/note/report.html")).contains(">git \(name)<"))
    #expect(
      try #require(folder.read("outputs/note/results.json")).contains("\"commit\": \"\(name)\""))
    #expect(try Command(["render", "--verify", "notebooks/note.md"], in: folder).status == 0)

    try folder.write("2\n", to: "notebooks/data.csv")
    _ = try run(flag, in: folder)
    #expect(
      try #require(folder.read("outputs/note/report.html")).contains(">git \(name) modified<"))
  }

  @Test("--commit outside a checkout is a warning")
  func none() throws {
    let folder = try Folder()
    try folder.write("```swift\nprint(1)\n```\n", to: "notebooks/note.md")
    #expect(try run(["--commit"], in: folder).errors.contains("warning: no commit can be named"))
  }

  @Test("SOURCE_DATE_EPOCH fixes the date in run.json, the only date that is written")
  func date() throws {
    let folder = try Folder()
    try folder.write("```swift\nprint(1)\n```\n", to: "notebooks/note.md")
    let run = try Command(
      ["notebooks/note.md", "-q"], in: folder, environment: ["SOURCE_DATE_EPOCH": "86400"])
    #expect(run.status == 0)
    #expect(
      try #require(folder.read("outputs/note/run.json")).contains("\"1970-01-02T00:00:00Z\""))
  }
}
