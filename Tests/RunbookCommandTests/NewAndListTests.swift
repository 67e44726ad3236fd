import Foundation
import Testing

@Suite struct NewAndListTests {
  @Test("a new note is written, checked and run; its claim holds", arguments: ["en", "ko"])
  func new(language: String) throws {
    let folder = try Folder()
    try folder.write("", to: "notebooks/.keep")
    let new = try Command(["new", "max-pooling", "--lang", language], in: folder)
    #expect(new.status == 0)
    #expect(new.output == "notebooks/max-pooling.md\n")
    #expect(new.errors == "run it with: runbook notebooks/max-pooling.md\n")
    let check = try Command(["check", "notebooks", "--strict"], in: folder)
    #expect(check.status == 0 && check.output.isEmpty, "\(check.output)")
    let run = try Command(["notebooks/max-pooling.md", "-q"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let html = try #require(folder.read("outputs/max-pooling/report.html"))
    #expect(html.contains("<html lang=\"\(language)\""))
    #expect(html.contains("<title>Max pooling"))
  }

  @Test("a title may contain any character, and a path may be in Hangul")
  func titles() throws {
    let folder = try Folder()
    let title = "A \"title\": with #signs \\ & 'quotes'"
    let new = try Command(["new", "노트/합성곱 신경망.md", "--title", title], in: folder)
    #expect(new.output == "노트/합성곱 신경망.md\n")
    #expect(new.errors == "run it with: runbook '노트/합성곱 신경망.md'\n")
    let list = try Command(["list", "노트", "--json"], in: folder)
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
    #expect(entries.first?["title"] as? String == title)
    #expect(entries.first?["errors"] as? Int == 0)
  }

  @Test("nothing is overwritten, and names of includes and invalid names are rejected")
  func refused() throws {
    let folder = try Folder()
    try folder.write("mine", to: "note.md")
    let again = try Command(["new", "note"], in: folder)
    #expect(again.status == 1)
    #expect(again.errors == "note.md: error: there is a file already; choose another name\n")
    #expect(folder.read("note.md") == "mine")
    #expect(try Command(["new", "_part"], in: folder).status == 64)
    #expect(try Command(["new", "folder/"], in: folder).status == 64)
    #expect(try Command(["new", "a", "--lang", "fr"], in: folder).status == 64)
    #expect(folder.files == ["note.md"])
  }

  /// A project of four notes: one that holds, one that fails, one with an error, one that never ran.
  private func project() throws -> Folder {
    let folder = try Folder()
    try folder.write(
      """
      ---
      title: 합성곱 & <pooling>
      date: 2026-11-25
      tags: [cnn, 풀링]
      ---

      ```swift
      claim("a", 1, equals: 1)
      claim("b", 2, atLeast: 1)
      ```

      """, to: "notebooks/good.md")
    try folder.write(
      "# Bad\n\n```swift\nclaim(\"a\", 1, equals: 2)\nfatalError(\"no\")\n```\n",
      to: "notebooks/sub/bad.md")
    try folder.write("---\ntitel: x\n---\n", to: "notebooks/wrong.md")
    try folder.write("# Not yet\n\nText.\n", to: "notebooks/unread.md")
    try folder.write("# An include\n", to: "notebooks/_part.md")
    _ = try Command(["notebooks/good.md", "notebooks/sub/bad.md", "-q"], in: folder)
    return folder
  }

  @Test("list shows title, cells and latest results of each note")
  func list() throws {
    let folder = try project()
    let list = try Command(["list"], in: folder)
    #expect(list.status == 0)
    let lines = list.output.split(separator: "\n").map {
      $0.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    #expect(
      lines == [
        ["notebooks/good.md", "합성곱 & <pooling>", "1 cell", "2 of 2 claims hold"],
        ["notebooks/sub/bad.md", "Bad", "1 cell", "0 of 1 claims hold, 1 cell failed"],
        ["notebooks/unread.md", "Not yet", "0 cells", "no report"],
        ["notebooks/wrong.md", "0 cells", "1 error"],
      ])
    let json = try Command(["list", "--json", "notebooks/sub"], in: folder)
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(entries.count == 1)
    #expect(entries[0]["report"] as? String == "outputs/sub/bad/report.html")
    #expect(entries[0]["claims"] as? Int == 1)
    #expect(entries[0]["claimsHeld"] as? Int == 0)
    #expect(entries[0]["failures"] as? Int == 1)
  }

  @Test("the index page links all reports with title, date, tags and claims held")
  func index() throws {
    let folder = try project()
    let html = try #require(folder.read("outputs/index.html"))
    #expect(html.contains("href=\"good/report.html\""))
    #expect(html.contains("href=\"sub/bad/report.html\""))
    #expect(html.contains("합성곱 &amp; &lt;pooling&gt;"))
    #expect(html.contains("2026-11-25") && html.contains("cnn") && html.contains("풀링"))
    #expect(html.contains("All 2 claims hold") && html.contains("verdict bad"))
    #expect(!html.contains("unread"))
    // The same bytes when nothing changed.
    _ = try Command(["notebooks/good.md", "-q"], in: folder)
    #expect(folder.read("outputs/index.html") == html)
  }
}
