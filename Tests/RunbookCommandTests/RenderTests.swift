import Foundation
import Testing

@Suite struct RenderTests {
  private let note = """
    ---
    title: A note
    ---

    The sum is

    ```swift
    let sum = (1...4).reduce(0, +)
    print("sum", sum)
    claim("the sum of 1 to 4 is 10", sum, equals: 10)
    sum * 2
    ```

    """

  @Test("writes a report and prints its path")
  func report() throws {
    let folder = try Folder()
    try folder.write(note, to: "notebooks/note.md")
    let run = try Command(["notebooks/note.md"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "outputs/note/report.html\n")
    let html = try #require(folder.read("outputs/note/report.html"))
    #expect(html.contains("sum 10") && html.contains("20"))
    #expect(
      !html.contains("<script src") && !html.contains("http://") && !html.contains("src=\"//"))
    #expect(folder.read("outputs/note/results.json") != nil)
    #expect(folder.read("outputs/.gitignore") == "run.json\n")
  }

  @Test("works from any folder, on paths with spaces and Hangul")
  func anywhere() throws {
    let folder = try Folder("내 노트 모음")
    try folder.write(note, to: "공부 1/notebooks/합성곱 신경망.md")
    let elsewhere = try Folder()
    let path = folder.path + "/공부 1/notebooks/합성곱 신경망.md"
    let run = try Command([path], in: elsewhere)
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.read("공부 1/outputs/합성곱 신경망/report.html") != nil)
    #expect(elsewhere.files.isEmpty)
  }

  @Test(
    "gives the same bytes in other folders, locales, time zones and with another number of threads")
  func reproducible() throws {
    var results: [[String: String]] = []
    for (index, environment) in [
      ["LC_ALL": "C", "TZ": "UTC", "RUNBOOK_THREADS": "1"],
      ["LC_ALL": "ko_KR.UTF-8", "TZ": "Asia/Seoul", "RUNBOOK_THREADS": "2"],
    ].enumerated() {
      let folder = try Folder("p\(index)")
      try folder.write(note, to: "notebooks/note.md")
      let run = try Command(["notebooks/note.md"], in: folder, environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let names = folder.files.filter { $0.hasPrefix("outputs/") && !$0.hasSuffix("run.json") }
      results.append(Dictionary(uniqueKeysWithValues: names.map { ($0, folder.read($0)!) }))
    }
    #expect(results[0] == results[1])
  }

  @Test("a failing cell is reported at its line; the report is written; the exit code is 1")
  func failing() throws {
    let folder = try Folder()
    try folder.write(
      "# Note\n\n```swift\nlet xs = [1]\nprint(xs[xs.count + 2])\n```\n\n```swift\nprint(1)\n```\n",
      to: "note.md")
    let run = try Command(["note.md"], in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("note.md:5:9: error: Index out of range"))
    let html = try #require(folder.read("outputs/note/report.html"))
    #expect(html.contains("Index out of range") && html.contains("not run"))
  }

  @Test("a claim that does not hold fails the run")
  func claim() throws {
    let folder = try Folder()
    try folder.write("```swift\nclaim(\"one is two\", 1, equals: 2)\n```\n", to: "note.md")
    let run = try Command(["note.md"], in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("note.md:2:1: error: the claim 'one is two' does not hold: 1 ≠ 2"))
    #expect(run.errors.contains("0 of 1 claims hold"))
  }

  @Test("nothing runs when nothing changed, and the report is the same")
  func cached() throws {
    let folder = try Folder()
    try folder.write(note, to: "note.md")
    _ = try Command(["note.md"], in: folder)
    let first = folder.read("outputs/note/report.html")
    let again = try Command(["note.md"], in: folder)
    #expect(again.errors.contains("nothing changed"))
    #expect(folder.read("outputs/note/report.html") == first)
    try folder.write(note + "\nMore prose.\n", to: "note.md")
    #expect(try Command(["note.md"], in: folder).errors.contains("nothing changed"))
  }

  @Test("a parameter can be given on the command line")
  func parameter() throws {
    let folder = try Folder()
    try folder.write(
      "---\nparams: {epochs: 3}\n---\n\n```swift\nprint(\"epochs\", params.epochs)\n```\n",
      to: "note.md")
    #expect(try Command(["note.md", "-P", "epochs:7"], in: folder).status == 0)
    #expect(try #require(folder.read("outputs/note/report.html")).contains("epochs 7"))
    let wrong = try Command(["note.md", "-P", "epochs:many"], in: folder)
    #expect(wrong.status != 0)
    #expect(wrong.errors.contains("epochs"))
  }
}
