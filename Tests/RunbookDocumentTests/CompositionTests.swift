import Foundation
import RunbookDocument
import Testing

@Suite struct CompositionTests {
  private func decomposed(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }

  private func parse(_ text: String) -> ParsedNotebook {
    NotebookParser(path: "a.md").parse(Array(text.utf8))
  }

  private func cell(_ code: String) throws -> [UInt8] {
    let notebook = try #require(parse("```swift\n\(code)\n```\n").notebook)
    return Array(try #require(notebook.cells.first).source.utf8)
  }

  @Test(
    "texts and comments of a cell keep their bytes, names are composed",
    arguments: [
      ("let 변수 = \"", "파일", "\""), ("let 변수 = \"\\(변수) ", "가", "\" + \"\""),
      ("let 변수 = \"\"\"\n", "가\n나", "\n\"\"\""), ("let 변수 = #\"\\(x) ", "가\" 나", "\"#"),
      ("let 변수 = 1 // ", "설명", ""), ("/* /* */ ", "설명", " */ let 변수 = 1"),
      ("f(\"\\(g(\"", "안", "\"))\") + 변수"), ("let a = \"\\\"", "가", "\"; let 변수 = 1"),
    ])
  func cells(before: String, kept: String, after: String) throws {
    let code = decomposed(before) + decomposed(kept) + decomposed(after)
    let expected = before + decomposed(kept) + after
    #expect(try cell(code) == Array((expected + "\n").utf8))
  }

  @Test("prose, options and headings are composed; a listing of another language is not")
  func others() throws {
    let text =
      "# 제목\n\n글 `코드`.\n\n```python\n#| label: lst-가\n#| lst-cap: 설명\nx = \"값\"\n```\n\n@lst-가\n"
    let notebook = try #require(parse(decomposed(text)).notebook)
    #expect(parse(decomposed(text)).diagnostics.isEmpty)
    #expect(Array(try #require(notebook.title).utf8) == Array("제목".utf8))
    var found: Listing?
    notebook.blocks.visit { block in
      if case .listing(let listing) = block.content { found = listing }
    } inline: { _ in
    }
    let listing = try #require(found)
    #expect(Array(listing.source.utf8) == Array((decomposed("x = \"값\"") + "\n").utf8))
    #expect(Array(try #require(listing.caption?.source).utf8) == Array("설명".utf8))
  }

  @Test("places count letters, composed or not")
  func places() {
    let text = "값 @fig-x\n\n```swift\nlet 이름 = \"값\"\n```\n\n> ```swift\n> //| labl: 가\n> ```\n"
    #expect(
      parse(decomposed(text)).diagnostics.map { $0.location }
        == parse(text).diagnostics.map { $0.location })
  }

  @Test("any bytes around quotation marks are composed without loss of letters")
  func noise() {
    let pieces = ["\"", "\"\"\"", "#", "\\(", ")", "(", "\\", "//", "/*", "*/", "\n", "가", "`"]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let code = (0..<20).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let text = "````swift\n\(code)\n````\n"
      let cell = parse(decomposed(text)).notebook?.cells.first?.source
      #expect(cell == parse(text).notebook?.cells.first?.source)
    }
  }
}
