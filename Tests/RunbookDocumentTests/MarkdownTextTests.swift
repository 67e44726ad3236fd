import NoteSupport
import RunbookDocument
import RunbookFiles
import Testing

@Suite struct MarkdownTextTests {
  private let notebook = NotebookParser(path: "a.md").parse(
    Array("```swift\n//| label: fig-a\n//| fig-cap: A.\n1\n```\n".utf8)
  ).notebook!

  @Test(
    "a value that is Markdown keeps its blocks, its references resolved to the notebook's labels")
  func value() {
    let blocks = MarkdownText.blocks(of: "one **@fig-a**에서\n\n`{swift} x`", in: notebook)
    let description = NotebookDescription(
      notebook: Notebook(path: "a.md", frontMatter: FrontMatter(), blocks: blocks), hasPlaces: false
    )
    #expect(
      description.description == """
        paragraph
          'one '
          strong
            reference fig-a to figure 1
          '에서'
        paragraph
          code x

        """)
  }

  @Test(
    "block markers in a caption are plain text",
    arguments: [
      "1. First", "# of $x$", "> `a`", "- *a*", "$$x$$", "<div> *a*", "---\n*a*", "*a*\n\n*b*",
    ])
  func caption(words: String) throws {
    let option = words.split(separator: "\n", omittingEmptySubsequences: false).map {
      "//|   \($0)\n"
    }
    let text = "```swift\n//| fig-cap: |-\n\(option.joined())1\n```\n"
    let cell = try #require(
      NotebookParser(path: "a.md").parse(Array(text.utf8)).notebook?.cells.first)
    #expect(cell.captions.figure?.content.isEmpty == false)
    #expect(cell.captions.figure?.number == "1")
  }
}
