import Foundation
import Testing

@Suite struct StoredResultsTests {
  private let note = """
    ---
    title: Stored
    seed: 3
    params: {n: 3}
    ---

    The value is `{swift} params.n`.

    ```swift
    print("first", params.n)
    claim("three is three", 3, equals: 3)
    ```

    ```swift
    //| deps: data.csv
    print("second")
    ```

    ```swift
    print("third")
    ```

    """

  /// A project with the note rendered once.
  private func rendered() throws -> Folder {
    let folder = try Folder()
    try folder.write(note, to: "notebooks/note.md")
    try folder.write("1\n", to: "notebooks/data.csv")
    let run = try Command(["notebooks/note.md", "-q"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    // What follows must not come from here.
    #expect(try Command(["cache", "clean"], in: folder).status == 0)
    return folder
  }

  private func draw(_ folder: Folder, _ arguments: [String] = []) throws -> Command {
    try Command(["notebooks/note.md", "--no-execute", "-q"] + arguments, in: folder)
  }

  @Test("--no-execute draws the page that a run writes, with the current text")
  func text() throws {
    let folder = try rendered()
    let report = try #require(folder.read("outputs/note/report.html"))
    let results = folder.read("outputs/note/results.json")
    let same = try draw(folder)
    #expect(same.status == 0 && same.errors.isEmpty, "\(same.errors)")
    #expect(folder.read("outputs/note/report.html") == report)

    try folder.write(
      note.replacingOccurrences(of: "The value", with: "Above all,\n\nthe value"),
      to: "notebooks/note.md")
    let run = try draw(folder)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let drawn = try #require(folder.read("outputs/note/report.html"))
    #expect(drawn.contains("Above all") && drawn.contains("first 3"))
    #expect(folder.read("outputs/note/results.json") == results)
    // A run gives the same page, to the byte.
    #expect(try Command(["notebooks/note.md", "-q"], in: folder).status == 0)
    #expect(folder.read("outputs/note/report.html") == drawn)
  }

  @Test("--no-execute lists stale cells, and shows no result that may be wrong")
  func stale() throws {
    let folder = try rendered()
    try folder.write(
      note.replacingOccurrences(of: "\"second\"", with: "\"changed\""), to: "notebooks/note.md")
    let code = try draw(folder)
    #expect(code.status == 0)
    #expect(
      code.errors == "notebooks/note.md:14:1: warning: cell 2 is stale, and so is the cell below: "
        + "its code changed after the results were made; run the notebook without --no-execute\n")
    let page = try #require(folder.read("outputs/note/report.html"))
    #expect(page.contains("first 3"))
    #expect(!page.contains("<samp>third") && !page.contains("third\n</pre>"))
    #expect(page.contains("not run: its code changed after the results were made"))
    #expect(page.contains("not run: cell 2 above, line 14, is stale"))
    #expect(try draw(folder, ["--strict"]).status == 1)

    try folder.write(note, to: "notebooks/note.md")
    try folder.write("2\n", to: "notebooks/data.csv")
    #expect(
      try draw(folder).errors.contains(
        "cell 2 is stale, and so is the cell below: the file data.csv changed"))
    try folder.write("1\n", to: "notebooks/data.csv")
    #expect(
      try draw(folder, ["-P", "n:4"]).errors.contains(
        "cell 1 is stale, and so are 2 cells below: parameter n changed (3 → 4)"))
    try folder.write(
      note.replacingOccurrences(of: "seed: 3", with: "seed: 4"), to: "notebooks/note.md")
    #expect(try draw(folder).errors.contains("the seed changed (3 → 4)"))
  }

  @Test("--no-execute without results says what to do")
  func absent() throws {
    let folder = try Folder()
    try folder.write(note, to: "notebooks/note.md")
    try folder.write("1\n", to: "notebooks/data.csv")
    let run = try draw(folder)
    #expect(run.status == 1)
    #expect(
      run.errors == "outputs/note/results.json: error: there are no results; "
        + "run 'runbook notebooks/note.md'\n")
    #expect(!folder.files.contains { $0.hasPrefix("outputs/") })
  }
}
