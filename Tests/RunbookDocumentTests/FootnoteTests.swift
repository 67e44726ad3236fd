import Foundation
import RunbookFiles
import Testing

@testable import RunbookDocument

@Suite("Footnotes") struct FootnoteTests {
  private func parse(_ text: String) -> ParsedNotebook {
    NotebookParser(path: "a.md").parse(Array(text.utf8))
  }

  private func footnotes(_ notebook: Notebook?) -> [Footnote] {
    guard case .footnotes(let footnotes)? = notebook?.blocks.last?.content else { return [] }
    return footnotes
  }

  private func words(_ footnote: Footnote) -> String {
    var words = ""
    footnote.content.visit(inline: { inline in
      if case .text(let text) = inline.content { words += text }
    })
    return words
  }

  @Test("a name that is defined twice is an error at the second, and both texts are kept")
  func twice() {
    let parsed = parse("a[^x]\n\n[^x]: one\n\n[^X]: two\n")
    #expect(parsed.diagnostics.map(\.severity) == [.error])
    #expect(parsed.diagnostics.first?.location?.line == 5)
    #expect(parsed.diagnostics.first?.message.contains("line 3") == true)
    #expect(footnotes(parsed.notebook).map(words) == ["one", "two"])
  }

  @Test("a footnote without a mark is a warning and comes last")
  func unused() {
    let parsed = parse("[^u]: never\n\na[^x]\n\n[^x]: one[^y]\n[^y]: nested\n")
    #expect(parsed.diagnostics.map(\.severity) == [.warning])
    #expect(parsed.diagnostics.first?.location?.line == 1)
    #expect(footnotes(parsed.notebook).map(words) == ["one", "nested", "never"])
    #expect(footnotes(parsed.notebook).map(\.uses) == [1, 1, 0])
    #expect(parse("a\n\n[^u]: x\n\n```\nnever closed").diagnostics.count == 1)
  }

  @Test("footnotes in words are at their marks, numbered with the others")
  func inline() {
    let parsed = parse("a^[one *two*] b[^x] c.^[세 번째]\n\n[^x]: named\n")
    #expect(parsed.diagnostics.isEmpty)
    #expect(footnotes(parsed.notebook).map(words) == ["one two", "named", "세 번째"])
    #expect(footnotes(parsed.notebook).map(\.number) == [1, 2, 3])
    #expect(footnotes(parsed.notebook)[2].content[0].range.start.column == 24)
    for text in [
      "`a^[b c]`\n", "^[a-z]+\n", "a\\^[b c]\n", "x^[1](u)\n", "$x^[a b]$\n", "a^[b c\n",
    ] {
      #expect(footnotes(parse(text).notebook).isEmpty, "\(text)")
    }
  }

  @Test("captions may refer to footnotes")
  func captions() {
    let parsed = parse(
      "```swift\n//| fig-cap: \"A[^x] b\"\n1\n```\n\ntext[^x]\n\n[^x]: one\n")
    #expect(parsed.diagnostics.isEmpty)
    #expect(footnotes(parsed.notebook).map(\.uses) == [2])
  }

  @Test("each file has names of its own, and sees those of the others")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("footnotes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "part[^1] [^2] [^3]\n\n[^1]: of the part\n\n[^2]: two\n".write(
      to: folder.appendingPathComponent("_part.md"), atomically: true, encoding: .utf8)
    let text =
      "whole[^1] [^2]\n\n{{< include _part.md >}}\n\n[^1]: of the whole\n\n[^3]: three\n"
    let parsed = NotebookParser(path: folder.path + "/a.md").parse(Array(text.utf8))
    #expect(parsed.diagnostics.isEmpty)
    let notes = footnotes(parsed.notebook)
    // The marks of the whole are read first: its own 1 and the part's 2.
    #expect(notes.map(words) == ["of the whole", "two", "of the part", "three"])
    #expect(notes.map(\.uses) == [1, 2, 1, 1])
    let again = NotebookParser(path: folder.path + "/b.md").parse(
      Array("{{< include _part.md >}}\n\n{{< include _part.md >}}\n\n[^3]: three\n".utf8))
    #expect(again.diagnostics.isEmpty)
    #expect(footnotes(again.notebook).count == 5)
  }
}
