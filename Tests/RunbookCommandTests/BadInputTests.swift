import Foundation
import Testing

/// A file that cannot be rendered, and what must be said about it.
struct BadInput: CustomTestStringConvertible, Sendable {
  var name: String
  var bytes: Data
  /// Beginnings of lines, each of which some line of standard error must have.
  var says: [String]

  init(_ name: String, _ text: String, says: [String]) {
    self.init(name, Data(text.utf8), says: says)
  }

  init(_ name: String, _ bytes: Data, says: [String]) {
    self.name = name
    self.bytes = bytes
    self.says = says
  }

  var testDescription: String { name }
}

@Suite struct BadInputTests {
  static let inputs: [BadInput] = [
    BadInput(
      "an unclosed fence", "# A\n\n```swift\nprint(1)\n", says: ["note.md:3:1: error: "]),
    BadInput("broken YAML", "---\ntitle: [a\n---\n\ntext\n", says: ["note.md:2:"]),
    BadInput(
      "an unknown option", "```swift\n//| ehco: false\nprint(1)\n```\n",
      says: ["note.md:2:5: error: "]),
    BadInput(
      "a label twice",
      "```swift\n//| label: fig-a\nprint(1)\n```\n\n```swift\n//| label: fig-a\nprint(2)\n```\n",
      says: ["note.md:7:"]),
    BadInput("an empty file", "", says: ["note.md"]),
    BadInput(
      "bytes that are not UTF-8", Data("ab\ncd ".utf8) + Data([0xFF, 0xFE, 0x0A]),
      says: ["note.md:2:4: error: "]),
    BadInput(
      "all mistakes at once",
      "---\ntitel: x\n---\n\n```swift\n//| ehco: 1\n```\n\nSee @fig-none.\n",
      says: ["note.md:2:1: error: ", "note.md:6:5: error: ", "note.md:9:5: error: "]),
  ]

  @Test("is rejected at its location, and nothing is written", arguments: inputs)
  func refused(_ input: BadInput) throws {
    let folder = try Folder()
    try folder.write(input.bytes, to: "note.md")
    let run = try Command(["note.md"], in: folder)
    #expect(run.status == 1)
    for beginning in input.says {
      #expect(
        run.errors.split(separator: "\n").contains { $0.hasPrefix(beginning) },
        "no line begins with \(beginning) in:\n\(run.errors)")
    }
    #expect(folder.files == ["note.md"])
  }

  @Test("a missing file, a folder and an unknown flag are rejected")
  func wrongPaths() throws {
    let folder = try Folder()
    let missing = try Command(["nowhere.md"], in: folder)
    #expect(missing.status == 1)
    #expect(missing.errors.hasPrefix("nowhere.md"))
    let directory = try Command(["."], in: folder)
    #expect(directory.status == 1)
    #expect(directory.errors.contains("folder") || directory.errors.contains("directory"))
    #expect(try Command(["--nonsense", "x.md"], in: folder).status == 64)
  }

  @Test("CRLF is read as a line end")
  func carriageReturns() throws {
    let folder = try Folder()
    try folder.write("# A\r\n\r\n```swift\r\nprint(6 * 7)\r\nnowhere\r\n```\r\n", to: "note.md")
    let run = try Command(["note.md"], in: folder)
    #expect(run.errors.contains("note.md:5:1: error: cannot find 'nowhere' in scope"))
  }

  @Test("10 MB of prose without a cell make a report")
  func longProse() throws {
    let folder = try Folder()
    let line = "Convolution is a weighted average, 합성곱은 가중 평균이다.\n\n"
    try folder.write(
      String(repeating: line, count: 10_000_000 / line.utf8.count), to: "note.md")
    let run = try Command(["note.md"], in: folder)
    #expect(run.status == 0, "\(run.errors.prefix(500))")
  }

  @Test("an unwritable output folder is an error that leaves everything unchanged")
  func unwritable() throws {
    let folder = try Folder()
    try folder.write("text\n", to: "note.md")
    try folder.write("a file where the folder should be", to: "outputs")
    let run = try Command(["note.md"], in: folder)
    #expect(run.status != 0)
    #expect(run.errors.contains("outputs"))
    #expect(folder.read("outputs") == "a file where the folder should be")
  }
}
