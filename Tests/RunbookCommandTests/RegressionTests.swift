import Foundation
import Testing

@Suite struct RegressionTests {
  private func note(_ number: String) -> String {
    "```swift\nprint(\"score \(number)\")\n```\n\n```swift\nimages(Tensor([0, 0.5, 0.75, 1], shape: [2, 2]))\n```\n"
  }

  @Test("a note is compared with its accepted outputs, and a changed number is reported")
  func cycle() throws {
    let folder = try Folder()
    try folder.write(note("0.9732"), to: "notebooks/note.md")
    let first = try Command(["test", "notebooks"], in: folder)
    #expect(first.status == 1)
    #expect(first.output.contains("nothing is accepted yet"))
    #expect(!folder.files.contains { $0.hasPrefix("outputs/") })

    #expect(try Command(["accept", "notebooks"], in: folder).status == 0)
    #expect(folder.read(".runbook/.gitignore") == "*\n")
    let second = try Command(["test", "notebooks"], in: folder)
    #expect(second.status == 0, "\(second.output)")
    #expect(second.output.hasSuffix("2 passed, 0 failed\n"))

    try folder.write(note("0.9611"), to: "notebooks/note.md")
    let third = try Command(["test", "notebooks", "--junit", "junit.xml"], in: folder)
    #expect(third.status == 1)
    #expect(third.output.contains("notebooks/note.md:1: text: 0.9732 → 0.9611"), "\(third.output)")
    #expect(third.output.hasSuffix("1 passed, 1 failed\n"))
    #expect(try #require(folder.read("junit.xml")).contains("<failure"))

    let diff = try Command(["diff", "notebooks", "--html", "diff.html"], in: folder)
    #expect(diff.status == 1)
    #expect(diff.output.contains("0.9611"))
    #expect(try #require(folder.read("diff.html")).contains("0.9611"))
  }

  @Test("a note in which a cell failed is not accepted")
  func failed() throws {
    let folder = try Folder()
    try folder.write("```swift\nfatalError(\"no\")\n```\n", to: "notebooks/note.md")
    _ = try Command(["test", "notebooks"], in: folder)
    let accept = try Command(["accept", "notebooks"], in: folder)
    #expect(accept.status == 1)
    #expect(!folder.files.contains { $0.hasPrefix("outputs/") })
  }

  @Test("a cell of an included file is reported with that file, in lines, JUnit and JSON")
  func included() throws {
    let folder = try Folder()
    let part =
      "Included.\n\n```swift\nprint(\"part 0.5\")\nclaim(\"c\", 1, equals: 1)\n```\n\n`{swift} 3`\n"
    try folder.write("{{< include parts/_part.md >}}\n", to: "notebooks/note.md")
    try folder.write(part, to: "notebooks/parts/_part.md")
    _ = try Command(["test", "notebooks", "-q"], in: folder)
    _ = try Command(["accept", "notebooks"], in: folder)
    try folder.write(
      part.replacingOccurrences(of: "0.5", with: "0.6").replacingOccurrences(
        of: "equals: 1", with: "equals: 2"
      ).replacingOccurrences(of: "} 3", with: "} 4"), to: "notebooks/parts/_part.md")
    let run = try Command(["test", "notebooks", "-q", "--junit", "j.xml"], in: folder)
    let file = "notebooks/parts/_part.md"
    #expect(
      run.output.split(separator: "\n").map { $0.prefix(file.count + 2) }.dropLast() == [
        "\(file):3", "\(file):5", "\(file):8",
      ], "\(run.output)")
    let junit = try #require(folder.read("j.xml"))
    #expect(junit.contains("file=\"\(file)\" line=\"3\""))
    let json = try Command(["test", "notebooks", "-q", "--json"], in: folder)
    #expect(json.output.components(separatedBy: "\"file\": \"\(file)\"").count == 4)
    let accept = try Command(["accept", "notebooks"], in: folder)
    #expect(accept.status == 0, "\(accept.errors)")
  }

  @Test("a run reports in one line that its results are not the accepted ones")
  func rendered() throws {
    let folder = try Folder()
    try folder.write(note("0.5"), to: "notebooks/note.md")
    #expect(!(try Command(["notebooks/note.md", "-q"], in: folder)).errors.contains("accepted"))
    _ = try Command(["test", "notebooks", "-q"], in: folder)
    _ = try Command(["accept", "notebooks"], in: folder)
    #expect(try Command(["notebooks/note.md", "-q"], in: folder).errors.isEmpty)
    try folder.write(note("0.6"), to: "notebooks/note.md")
    let run = try Command(["notebooks/note.md", "-q"], in: folder)
    #expect(run.status == 0)
    #expect(
      run.errors == "notebooks/note.md: note: 1 output differs from the accepted ones; "
        + "'runbook test notebooks/note.md' shows them\n")
  }

  @Test("several notebooks at once are reported in their order, each once")
  func several() throws {
    let folder = try Folder()
    for name in ["a", "b", "c", "d"] {
      try folder.write(note("0.\(name.utf8.first!)"), to: "notebooks/\(name).md")
    }
    _ = try Command(["test", "notebooks", "-q", "-j", "3"], in: folder)
    #expect(try Command(["accept", "notebooks"], in: folder).status == 0)
    for name in ["b", "d"] { try folder.write(note("0.5"), to: "notebooks/\(name).md") }
    let run = try Command(["test", "notebooks", "-j", "3", "--junit", "j.xml"], in: folder)
    #expect(run.status == 1)
    #expect(
      run.output == "notebooks/b.md:1: text: 0.98 → 0.5 (rtol 0.0001)\n"
        + "notebooks/d.md:1: text: 0.100 → 0.5 (rtol 0.0001)\n6 passed, 2 failed\n")
    #expect(
      run.errors.split(separator: "\n").map { $0.prefix(while: { $0 != " " }) } == [
        "notebooks/a.md:", "notebooks/b.md:", "notebooks/c.md:", "notebooks/d.md:",
      ])
    let some = try Command(["test", "notebooks", "-j", "2", "-k", "[bc].md", "-q"], in: folder)
    #expect(some.output.hasSuffix("3 passed, 1 failed\n"), "\(some.output)")
    let first = try Command(["test", "notebooks", "-j", "1", "--fail-fast", "-q"], in: folder)
    #expect(first.output.hasSuffix("3 passed, 1 failed\n"), "\(first.output)")
    let none = try Command(["test", "notebooks", "-k", "z", "-q"], in: folder)
    #expect(none.status == 1 && none.errors.contains("no path contains 'z'"))
    let cached = try Command(["test", "notebooks", "-j", "2", "--cache", "-q"], in: folder)
    #expect(cached.output == run.output)
  }

  @Test("cells of a test run in a temporary folder that mirrors the notebook's folder")
  func temporaryFolder() throws {
    let folder = try Folder()
    try folder.write("near", to: "notebooks/data/near.txt")
    try folder.write("far", to: "shared/far.txt")
    let code = """
      import Foundation
      print(try! String(contentsOfFile: "data/near.txt", encoding: .utf8))
      print(try! String(contentsOfFile: "../shared/far.txt", encoding: .utf8))
      print(try! FileManager.default.contentsOfDirectory(atPath: "data").sorted())
      try! "x".write(toFile: "made.txt", atomically: true, encoding: .utf8)
      try! "x".write(toFile: "data/made.txt", atomically: true, encoding: .utf8)
      try! "changed".write(toFile: "data/near.txt", atomically: true, encoding: .utf8)
      """
    try folder.write("```swift\n\(code)\n```\n", to: "notebooks/note.md")
    let before = folder.files
    let run = try Command(["test", "notebooks", "-q"], in: folder)
    #expect(run.output.contains("nothing is accepted yet"), "\(run.output)\(run.errors)")
    #expect(run.output.hasSuffix("0 passed, 1 failed\n"), "\(run.output)\(run.errors)")
    #expect(folder.files.filter { !$0.hasPrefix(".runbook/") } == before)
    #expect(folder.read("notebooks/data/near.txt") == "near")
    #expect(!folder.files.contains { $0.hasPrefix(".runbook/scratch/") })
    // A report is made in the notebook's folder, as its author would run the code there.
    #expect(try Command(["notebooks", "-q", "--no-cache"], in: folder).status == 0)
    #expect(folder.read("notebooks/made.txt") == "x")
  }

  @Test(
    "--interactive asks about each cell, takes what was said, and leaves out a cell that failed")
  func interactive() throws {
    let folder = try Folder()
    let code = { (a: Int, b: Int, c: String) in
      "```swift\nprint(\"a \(a)\")\n```\n\n```swift\nprint(\"b \(b)\")\n```\n\n"
        + "```swift\nprint(\"c\")\n\(c)\n```\n"
    }
    try folder.write(code(1, 1, ""), to: "notebooks/note.md")
    _ = try Command(["test", "notebooks", "-q"], in: folder)
    _ = try Command(["accept", "notebooks"], in: folder)
    let path = "outputs/note/accepted/results.json"
    let first = try #require(folder.read(path))

    try folder.write(code(2, 2, "fatalError(\"no\")"), to: "notebooks/note.md")
    _ = try Command(["test", "notebooks", "-q"], in: folder)
    let quit = try Command(["accept", "-i", "notebooks"], in: folder, input: "maybe\nq\n")
    #expect(quit.status == 0 && quit.output.contains("accepted 0 of 3"), "\(quit.output)")
    #expect(folder.read(path) == first)
    let ended = try Command(["accept", "-i", "notebooks"], in: folder, input: "")
    #expect(ended.status == 0)
    #expect(folder.read(path) == first)

    let one = try Command(["accept", "-i", "notebooks"], in: folder, input: "n\na\n")
    #expect(one.status == 0, "\(one.errors)")
    #expect(one.output.contains("accept cell 1?") && one.output.contains("accept cell 2?"))
    #expect(one.output.contains("cell 3 failed, so it stays as it was accepted"))
    #expect(one.output.hasSuffix("accepted 1 of 3 in notebooks/note.md\n"), "\(one.output)")
    let second = try #require(folder.read(path))
    #expect(second.contains("a 1") && second.contains("b 2") && !second.contains("trap"))
  }
}
