import Foundation
import RunbookFiles
import RunbookWorkspace
import Testing

/// Where links of a note lead on its page, and which of them lead nowhere.
@Suite struct LinkTests {
  private let project: TemporaryProject

  init() throws {
    project = try TemporaryProject()
    try write(
      "# Second\n\n## Part {#sec-part}\n\n## 둘째 마당\n\n## The end\n", to: "notebooks/other.md")
    try write("# 셋째\n", to: "notebooks/ko/셋째 글.md")
    try write("1,2\n", to: "자료/표 1.csv")
    try write("42\n", to: "notebooks/parts/수.txt")
    try write("Of [the part](수.txt) and [its place](#here).\n", to: "notebooks/parts/_part.md")
  }

  private func write(_ text: String, to name: String) throws {
    let path = "\(project.root)/\(name)"
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func note(_ text: String, path: String = "notebooks/note.md") throws -> Note {
    try write(text, to: path)
    return Note.open("\(project.root)/\(path)")
  }

  /// The addresses on the page of a note, in order.
  private func addresses(_ note: Note) throws -> [String] {
    let page = try note.render(try note.run()).html
    let main = try #require(page.firstRange(of: "<main"))
    return page[main.upperBound...].matches(of: /<a href="([^"]*)"/).map { String($0.1) }
  }

  @Test(
    "a link leads from the report to the report of another note and to its heading",
    arguments: [
      ("[a](other.md)", "../other/report.html"),
      ("[a](other.md#sec-part)", "../other/report.html#sec-part"),
      ("[a](other.md#the-end)", "../other/report.html#the-end"),
      ("[a](./other.md#The%20End)", "../other/report.html#the-end"),
      ("[a](other.md#둘째-마당)", "../other/report.html#%EB%91%98%EC%A7%B8-%EB%A7%88%EB%8B%B9"),
      ("[a](<ko/셋째 글.md>)", "../ko/%EC%85%8B%EC%A7%B8%20%EA%B8%80/report.html"),
      ("[a](ko/%EC%85%8B%EC%A7%B8%20글.md)", "../ko/%EC%85%8B%EC%A7%B8%20%EA%B8%80/report.html"),
      ("[a](other.html)", "../other/report.html"), ("[a](other)", "../other/report.html"),
      ("[a][r]\n\n[r]: other.md", "../other/report.html"), ("[a](note.md#x)\n\n## X", "#x"),
      ("[a](#X)\n\n## X", "#x"), ("[a](#)", "#"), ("[a](#top)", "#top"),
      ("[a](https://example.org/x.md)", "https://example.org/x.md"),
      ("[a](mailto:a@example.org)", "mailto:a@example.org"),
    ])
  func notes(_ text: String, expected: String) throws {
    let note = try note("# First\n\n\(text)\n")
    #expect(try addresses(note).first == expected)
    #expect(try note.check().isEmpty)
  }

  @Test("a link to a file leads to the file itself, from an included file of another folder too")
  func files() throws {
    let note = try note(
      """
      # First

      [a](<../자료/표 1.csv>), [b](../자료/표%201.csv#row), [c](parts/) and [d](/notebooks/parts/수.txt).

      {{< include parts/_part.md >}}

      ## Here

      """)
    #expect(try note.check().isEmpty)
    let data = "../../%EC%9E%90%EB%A3%8C/%ED%91%9C%201.csv"
    let number = "../../notebooks/parts/%EC%88%98.txt"
    #expect(
      try addresses(note) == [
        data, data + "#row", "../../notebooks/parts", number, number, "#here",
      ])
  }

  @Test("a name in the other Unicode form is the same file")
  func forms() throws {
    try write("x\n", to: "notebooks/\("파도".decomposedStringWithCanonicalMapping).txt")
    let note = try note("# First\n\n[a](파도.txt)\n")
    #expect(try note.check().isEmpty)
  }

  @Test(
    "a link that leads nowhere is a warning at its place with the nearest name",
    arguments: [
      ("Gone [a](othr.md).", 6, "other.md"), ("[a](other.md#prt)", 1, "part"),
      ("## Nowhere\n\n[a](#nowher)", 1, "nowhere"), ("- x\n- y [a](../자료/표%202.csv)", 5, "표 1.csv"),
      ("| a |\n|---|\n| [b](gone.csv) |", 3, "check the path"),
      ("[a][r]\n\n[r]: gone.md", 1, "check the path"),
    ])
  func broken(_ text: String, column: Int, word: String) throws {
    let found = try note("# First\n\n\(text)\n").check()
    #expect(found.count == 1)
    #expect(found.first?.severity == .warning && found.first?.location?.column == column)
    #expect(found.first?.message.contains(word) == true)
  }

  @Test("addresses from the root of a site are reported once")
  func site() throws {
    let found = try note("# First\n\n[a](/posts/x) [b](/posts/y) [c](/자료/표%201.csv)\n").check()
    #expect(found.count == 1 && found.first?.message.contains("/posts/x") == true)
  }

  @Test("a page in another folder for outputs leads from there")
  func otherOutputs() throws {
    let note = try note("# First\n\n[a](other.md) [b](parts/수.txt)\n")
    let base = project.root + "/elsewhere/out"
    let html = try note.render(try note.run(), in: base).html
    #expect(html.contains("href=\"../other/report.html\""))
    #expect(html.contains("href=\"../../../notebooks/parts/%EC%88%98.txt\""))
  }

  @Test("a thousand notes that link to each other are each read once")
  func many() throws {
    for index in 0..<1000 {
      try write(
        "# Note \(index)\n\n## Part\n\n[next](n\((index + 1) % 1000).md#part) [a](n0.md#part)\n",
        to: "notebooks/n\(index).md")
    }
    let start = ContinuousClock.now
    for index in 0..<1000 {
      #expect(try Note.open(project.path("n\(index).md")).check().isEmpty)
    }
    #expect(ContinuousClock.now - start < .seconds(60))
  }
}
