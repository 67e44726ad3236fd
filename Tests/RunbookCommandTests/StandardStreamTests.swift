import Foundation
import Testing

/// Streams that cannot be written to, and text that must not reach a terminal as it is.
@Suite struct StandardStreamTests {
  /// Runs `runbook` with arguments and redirections as a shell understands them.
  private func shell(_ command: String, in folder: Folder) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "exec \(Command.products)/runbook \(command)"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(
    "a run is done and its report whole where streams are full, closed or have no reader",
    arguments: [
      "2>/dev/full", ">/dev/full", ">&- 2>&- <&-", "2>&-", ">/dev/full 2>/dev/full",
      "2> >(true) > >(true)",
    ])
  func failingStreams(_ redirection: String) throws {
    let folder = try Folder()
    try folder.write(
      "---\ntitle: T\nx-unknown: 1\n---\n\n```swift\nprint(\"value\", 6 * 7)\n```\n", to: "n.md")
    #expect(try shell("n.md \(redirection)", in: folder).status == 0)
    let report = try #require(folder.read("outputs/n/report.html"))
    #expect(report.contains("value 42") && report.hasSuffix("</html>\n"))
    #expect(!report.contains("cell 1/1"))
    #expect(try shell("check n.md \(redirection)", in: folder).status == 0)
    #expect(try shell("test n.md \(redirection)", in: folder).status == 1)
  }

  @Test("no control character of a note, its cells or its name reaches the terminal")
  func controlCharacters() throws {
    let folder = try Folder()
    let escape = "\u{1B}[31m"
    try folder.write("---\nti\(escape)tle: x\n---\n\n# A \(escape) title\n", to: "key.md")
    try folder.write("---\ntitle: \"\\e[31mred\"\n---\n\ntext\n", to: "title.md")
    try folder.write(
      "```swift\nclaim(\"\\u{1b}[31mred \\u{9b}2J\", 3, atMost: 2)\n```\n", to: "claim.md")
    try folder.write(
      "```swift\nfatalError(\"\\u{1b}[31mred\\u{202e}\")\n```\n", to: "trap.md")
    try folder.write("```swift\nlet x: Int = nonsense\n```\n", to: "name\(escape).md")
    try folder.write("words\n", to: "missing \(escape).txt")
    for arguments in [
      ["check", "."], ["render", "."], ["test", "."], ["list", "."], ["diff", "."],
      ["list", "--json", "."], ["check", "--json", "."], ["test", "--json", "claim.md"],
      ["cache", "list"], ["render", "absent\(escape).md"], ["render", "--\(escape)"],
      ["preview", "absent\(escape).md"], ["new", "missing \(escape).txt"],
    ] {
      let command = try Command(arguments, in: folder, environment: ["NO_COLOR": "1"])
      for text in [command.output, command.errors] {
        let control = text.unicodeScalars.first {
          $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
            || $0 == "\u{202E}"
        }
        #expect(control == nil, "\(arguments): \(text.debugDescription)")
      }
    }
  }
}
