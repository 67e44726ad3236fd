import RunbookDocument
import RunbookFiles
import Testing

@Suite struct MarkdownTextTests {
  private let notebook = NotebookParser(path: "a.md").parse(
    Array("```swift\n//| label: fig-a\n//| fig-cap: A.\n1\n```\n".utf8)
  ).notebook!

  @Test("a caption is written without paragraphs, its formulas and references typed")
  func caption() {
    let fragments = MarkdownText.fragments(
      of: "See **@fig-a**에서 $x$ <b>.", isInline: true, in: notebook)
    #expect(
      fragments == [
        .html("See <strong>"),
        .reference(CrossReference(label: "fig-a", location: SourceLocation(line: 1, column: 7))),
        .html("</strong>에서 "),
        .math(Math(source: "x", isDisplay: false, location: SourceLocation(line: 1, column: 19))),
        .html(" &lt;b&gt;."),
      ])
  }

  @Test("a value that is Markdown keeps its paragraphs")
  func value() {
    #expect(
      MarkdownText.fragments(of: "one\n\ntwo", isInline: false, in: notebook) == [
        .html("<p>one</p>\n<p>two</p>\n")
      ])
  }
}
