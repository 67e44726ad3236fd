import Foundation
import Testing

@Suite struct CacheCommandTests {
  private let note = """
    ---
    params: {n: 3}
    ---

    ```swift
    //| deps: data.csv
    let a = params.n
    print(a)
    ```

    ```swift
    print(a * 2)
    ```

    """

  private func explain(_ folder: Folder, _ arguments: [String] = []) throws -> [Substring] {
    let run = try Command(["cache", "explain", "note.md"] + arguments, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    return run.output.split(separator: "\n")
  }

  @Test("the reason why each cell would run is printed")
  func explained() throws {
    let folder = try Folder()
    try folder.write(note, to: "note.md")
    try folder.write("1\n", to: "data.csv")
    #expect(try explain(folder)[0] == "note.md:5: cell 1: runs: the notebook has not run yet")
    #expect(try Command(["note.md", "-q"], in: folder).status == 0)
    #expect(try explain(folder).last == "nothing would run")
    #expect(
      try explain(folder, ["-P", "n:4"])[0] == "note.md:5: cell 1: runs: parameter n: 3 → 4")
    try folder.write("2\n", to: "data.csv")
    #expect(
      try explain(folder)[0...1] == [
        "note.md:5: cell 1: runs: the file data.csv changed",
        "note.md:11: cell 2: runs: cell 1 above, line 5, changed",
      ])
    try folder.write("1\n", to: "data.csv")
    try folder.write(note.replacingOccurrences(of: "a * 2", with: "a * 3"), to: "note.md")
    #expect(
      try explain(folder)[0...1] == [
        "note.md:5: cell 1: kept", "note.md:11: cell 2: runs: its source changed",
      ])
    try folder.write(
      note.replacingOccurrences(of: "print(a * 2)", with: "claim(\"x\", 1, equals: 2)"),
      to: "note.md")
    #expect(try Command(["note.md", "-q"], in: folder).status == 1)
    #expect(
      try explain(folder)[1]
        == "note.md:11: cell 2: runs: a claim of it did not hold the last time")
  }

  @Test("a cell of an included file is reported with that file")
  func included() throws {
    let folder = try Folder()
    try folder.write("{{< include _part.md >}}\n\n```swift\nprint(2)\n```\n", to: "note.md")
    try folder.write("```swift\nprint(1)\n```\n", to: "_part.md")
    #expect(try Command(["note.md", "-q"], in: folder).status == 0)
    try folder.write("Text.\n\n```swift\nprint(3)\n```\n", to: "_part.md")
    #expect(
      try explain(folder) == [
        "_part.md:3: cell 1: runs: its source changed",
        "note.md:3: cell 2: runs: cell 1 above, _part.md line 3, changed",
        "all 2 cells would run",
      ])
  }

  @Test("a damaged entry is a miss with a note; a damaged compiled cell is compiled again")
  func damaged() throws {
    let folder = try Folder()
    try folder.write("```swift\nprint(41 + 1)\n```\n", to: "note.md")
    _ = try Command(["note.md", "-q"], in: folder)
    for name in folder.files where name.hasSuffix(".json") && name.contains("/results/") {
      try folder.write("{", to: name)
    }
    for name in folder.files where name.hasSuffix("cell.so") { try folder.write("x", to: name) }
    let run = try Command(["note.md", "-q"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("note: the results of cell 1 in the cache are damaged"))
    #expect(run.errors.contains("note: the compiled cell 1 in the cache is damaged"))
    #expect(try #require(folder.read("outputs/note/report.html")).contains("42"))
  }

  @Test("list prints the entries and clean prints what it deletes; outputs stay")
  func clean() throws {
    let folder = try Folder()
    try folder.write("```swift\nprint(1)\n```\n", to: "note.md")
    _ = try Command(["note.md", "-q"], in: folder)
    #expect(
      try Command(["cache", "list"], in: folder).output.contains("note.md: 1 of 1 cells kept"))
    #expect(
      try Command(["cache", "clean", "note.md"], in: folder).output == "note.md: 1 entry deleted\n")
    #expect(try Command(["cache", "clean"], in: folder).status == 0)
    #expect(!folder.files.contains { $0.contains("/cells/") || $0.contains("/results/") })
    #expect(try Command(["clean"], in: folder).output == "deleted .runbook\n")
    #expect(try Command(["clean"], in: folder).output == ".runbook: nothing is cached\n")
    #expect(folder.files.contains("outputs/note/report.html"))
  }

  @Test("a report is drawn again from its results alone, and a changed file is found")
  func verify() throws {
    let folder = try Folder()
    try folder.write(note, to: "note.md")
    try folder.write("1\n", to: "data.csv")
    _ = try Command(["note.md", "-q", "-P", "n:5"], in: folder)
    let report = try #require(folder.read("outputs/note/report.html"))
    #expect(report.contains("note.md <code>") && report.contains("data.csv <code>"))
    #expect(try Command(["render", "--verify", "note.md"], in: folder).status == 0)
    try folder.write(report + " ", to: "outputs/note/report.html")
    let changed = try Command(["render", "--verify", "note.md"], in: folder)
    #expect(changed.status == 1)
    #expect(changed.errors.hasPrefix("outputs/note/report.html: error: it is not what"))
    #expect(folder.read("outputs/note/report.html") == report + " ")
  }
}
