import Foundation
import RunbookFiles
import Testing

@testable import RunbookDocument

@Suite("Preparation of a text for the parser") struct PreparationTests {
  private func prepared(
    _ text: String, _ edit: (SourceText, inout TextEdits) -> Void
  ) -> (source: SourceText, text: PreparedText) {
    let source = SourceText(Array(text.utf8))
    var edits = TextEdits(source)
    edit(source, &edits)
    return (source, PreparedText(source, edits: edits))
  }

  private func offset(of word: String, in source: SourceText) -> Range<Int> {
    let text = String(decoding: source.bytes, as: UTF8.self)
    guard let range = text.firstRange(of: word) else { return 0..<0 }
    let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    return start..<(start + word.utf8.count)
  }

  @Test("every place in a line with edits and marks leads back to its column")
  func columns() {
    let (source, text) = prepared("첫 줄\n가 {{a}} 나 [[b]] **마크(M)**을 끝\n셋\n") { source, edits in
      edits.replace(offset(of: "[[b]]", in: source), with: "[b](b.md)")
      edits.replace(offset(of: "{{a}}", in: source), with: "")
    }
    #expect(text.string(text.line(2)) == "가  나 [b](b.md) **마크(M)**을 끝")
    #expect(text.mark != nil)
    var cursor = LineCursor(source: source, text: text)
    func column(_ word: String) -> Int? {
      let line = text.line(2)
      let wanted = Array(word.utf8)
      guard let start = line.indices.first(where: { line[$0...].starts(with: wanted) }) else {
        return nil
      }
      return cursor.location(line: 2, offset: start - line.startIndex).column
    }
    let written = "가 {{a}} 나 [[b]] **마크(M)**을 끝"
    for word in ["가", "나", "[", "끝", "을", "마크", "나"] {
      let expected = written.firstRange(of: word == "[" ? "[[" : word).map {
        written.distance(from: written.startIndex, to: $0.lowerBound) + 1
      }
      #expect(column(word) == expected, "\(word)")
    }
  }

  @Test("an edit of several lines keeps their number, and of overlapping edits the first applies")
  func lines() {
    let (_, text) = prepared("a %%b\nc%% d\ne\n") { source, edits in
      edits.replace(2..<9, with: "x\ny")
      edits.replace(0..<3, with: "never")
    }
    #expect(text.string(text.bytes) == "a x y\n d\ne\n")
    #expect(text.edits(ofLine: 1).count == 1 && text.edits(ofLine: 2).count == 1)
    #expect(text.edits(ofLine: 3).isEmpty)
  }

  @Test("code, formulas and comments are not prose")
  func prose() {
    let note = """
      one `two` $three$ four `` ` `` \\`five

      ```
      code
      ```
      - item

          paragraph of the item
      - ~~~
        code
        ~~~

      text

          code

      > ```
      > code
      behind the quotation
      <!-- comment
      comment --> 
      $5 and $6, $$x
      y$$ end ` open

      <script>
      code
      </script>
      last
      """
    let text = ProseText(SourceText(Array(note.utf8)))
    let prose = text.segments.map { text.string($0) }.joined(separator: "|")
    for word in [
      "one", "four", "five", "item", "paragraph", "text", "behind", "$5 and $6", "end ` open",
      "last",
    ] {
      #expect(prose.contains(word), "\(word)")
    }
    for word in ["two", "three", "code", "comment", "x|", "|y"] {
      #expect(!prose.contains(word), "\(word)")
    }
  }

  @Test("a range that is taken out of the prose is code for what follows")
  func exclusion() {
    var text = ProseText(SourceText(Array("a b c\nd e\nf\n".utf8)))
    text.exclude(2..<9)
    #expect(text.segments.map { text.string($0) } == ["a ", "f"])
    #expect(text.lines.map(\.isCode) == [false, true, false, false])
    #expect(text.location(of: 8) == SourceLocation(line: 2, column: 3))
  }

  @Test("divisions contain their blocks; those without an end or a beginning are reported")
  func divisions() throws {
    func parse(_ text: String) -> ParsedNotebook {
      NotebookParser(path: "a.md").parse(Array(text.utf8))
    }
    let good = parse("::: {.a}\ntext\n\n::: b\n- x\n:::\n:::\nend\n")
    #expect(good.diagnostics.isEmpty)
    let blocks = try #require(good.notebook?.blocks)
    guard case .division(let outer) = blocks.first?.content, blocks.count == 2,
      case .division(let inner) = outer.content.last?.content
    else { return #expect(Bool(false), "\(blocks)") }
    #expect(outer.attributes == ".a" && inner.attributes == ".b")
    let bad = parse("- ::: a\n  text\n\nmore\n\n:::\n")
    #expect(bad.diagnostics.compactMap { $0.location?.line } == [1, 6])
    #expect(bad.diagnostics.allSatisfy { $0.severity == .warning })
    #expect(parse("```\n::: a\n```\n").diagnostics.isEmpty)
  }

  @Test("ten thousand edits in one line are linear")
  func manyEdits() {
    let (source, text) = prepared(String(repeating: "a{{b}} ", count: 10_000)) { source, edits in
      for index in 0..<10_000 { edits.replace((7 * index + 1)..<(7 * index + 6), with: "") }
    }
    var cursor = LineCursor(source: source, text: text)
    #expect(cursor.location(line: 1, offset: 19_998).column == 69_994)
  }
}
