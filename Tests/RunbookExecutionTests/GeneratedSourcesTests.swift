import RunbookDocument
import RunbookExecution
import RunbookFiles
import Testing

private typealias Place = RunbookFiles.SourceLocation

@Suite struct GeneratedSourcesTests {
  /// Makes random notes of cells that are edited in every way: declarations that become public, trailing
  /// expressions that are displayed, `await` at top level; in Latin and Hangul, in lists and quotations.
  private struct Generator {
    var random: SplitMix

    private static let statements = [
      "let NAME = 1", "var NAME = \"한글 텍스트\"", "struct NAME { var a = 1; func f() -> Int { a } }",
      "class NAME { var a = 0; static func g() {} }", "func NAME(_ x: Int) -> Int { x + 1 }",
      "print(\"값\", NAME0)", "let NAME = try await later(NAME0)", "enum NAME { case one, two }",
      "extension Int { var NAME: Int { self } }", "  let NAME = 2; let NAMEb = 3", "",
      "for i in 0..<3 { print(i) }", "let (NAME, NAMEb) = (1, 2)", "NAME0 + 1", "await later(3)",
      "/* 주석 */ let NAME = \"é🙂\" // 끝",
    ]

    mutating func note() -> String {
      var text = random.isTrue ? "---\nparams: {size: 3}\n---\n\n" : ""
      for cell in 0..<Int.random(in: 1...5, using: &random) {
        text += "문장 `{swift} 값\(cell)` 과 `{swift} 1 + \(cell)` 이다.\n\n"
        let prefix = ["", "", "> "].randomElement(using: &random)!
        text += prefix + "```swift\n"
        for line in 0..<Int.random(in: 1...6, using: &random) {
          let statement = Self.statements.randomElement(using: &random)!
            .replacing("NAME0", with: "x").replacing("NAME", with: "이름\(cell)_\(line)")
          text += prefix + statement + "\n"
        }
        text += prefix + "```\n\n"
      }
      return text
    }
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    var isTrue: Bool { mutating get { next() % 2 == 0 } }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Every place of the author's in cells and expressions, with the character that stands there; the end
  /// of a line has none.
  private func places(of notebook: Notebook) -> [(Place, Character?)] {
    let texts =
      notebook.cells.map { ($0.source, $0.location) }
      + notebook.inlineExpressions.map { ($0.source, $0.location) }
    return texts.flatMap { source, start in
      var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      if lines.count > 1 { lines.removeLast() }
      return lines.enumerated().flatMap { line, text in
        (Array(text).map(Optional.some) + [nil]).enumerated().map { column, character in
          (
            Place(
              line: start.line + line, column: start.column + column, file: start.file), character
          )
        }
      }
    }
  }

  /// The character that begins at a place of a file, or `nil` at the end of a line.
  private func character(
    at position: GeneratedSources.FilePosition, in sources: GeneratedSources
  ) throws -> Character? {
    let text = try #require(sources.text(ofCell: position.cell))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let bytes = Array(lines[position.line - 1].utf8).dropFirst(position.column - 1)
    return String(decoding: bytes, as: UTF8.self).first
  }

  @Test(
    "every place goes to the same character of the generated source and back", arguments: 0..<20)
  func roundTrip(seed: UInt64) throws {
    var generator = Generator(random: SplitMix(state: seed))
    for _ in 0..<6 {
      let text = generator.note()
      let parsed = NotebookParser(path: "note.md").parse(Array(text.utf8))
      let notebook = try #require(parsed.notebook)
      let sources = GeneratedSources(notebook)
      for (place, expected) in places(of: notebook) {
        let position = try #require(sources.filePosition(of: place), "\(place) in\n\(text)")
        #expect(sources.authorPlace(of: position) == place, "\(text)")
        if let expected {
          #expect(try character(at: position, in: sources) == expected, "\(place) in\n\(text)")
        }
        let cursor = try #require(sources.filePosition(of: place, isCursor: true))
        #expect(sources.authorPlace(of: cursor) == place, "\(text)")
        #expect(cursor.line == position.line && cursor.column <= position.column)
      }
    }
  }

  @Test("a cursor stays with the character on its left, a character with itself")
  func affinity() throws {
    let note = "```swift\nlet a = [1]\na.count\n```\n"
    let notebook = try #require(NotebookParser(path: "n.md").parse(Array(note.utf8)).notebook)
    let sources = GeneratedSources(notebook)
    let lines = try #require(sources.text(ofCell: 1)).split(separator: "\n")
    let line = try #require(lines.lastIndex { $0.contains("a.count") })
    #expect(lines[line] == "RunbookRuntime.display(a.count)")
    // Behind `count`: in front of the bracket that was inserted there, or behind it.
    let end = Place(line: 3, column: 8)
    let length = "RunbookRuntime.display(a.count".utf8.count
    #expect(sources.filePosition(of: end, isCursor: true)?.column == length + 1)
    #expect(sources.filePosition(of: end)?.column == length + 2)
  }

  @Test("positions outside cells have no counterpart")
  func outside() throws {
    let note = "# Title\n\n> ```swift\n> let a = 1\n> ```\n"
    let notebook = try #require(NotebookParser(path: "n.md").parse(Array(note.utf8)).notebook)
    let sources = GeneratedSources(notebook)
    #expect(sources.filePosition(of: Place(line: 1, column: 3)) == nil)
    #expect(sources.filePosition(of: Place(line: 4, column: 1)) == nil)
    #expect(sources.filePosition(of: Place(line: 4, column: 3)) != nil)
    #expect(sources.filePosition(of: Place(line: 4, column: 3, file: "_other.md")) == nil)
    #expect(sources.authorPlace(of: .init(cell: 1, line: 1, column: 1)) == nil)
    #expect(sources.text(ofCell: 2) == nil)
  }
}
