import NoteSupport
import RunbookFiles
import Testing

@testable import RunbookDocument

@Suite("Dialects of builders of books and sites") struct BookDialectTests {
  private func parse(_ text: String) -> ParsedNotebook {
    NotebookParser(path: "a.md").parse(Array(text.utf8))
  }

  private func description(_ text: String) -> String {
    guard let notebook = parse(text).notebook else { return "" }
    return NotebookDescription(notebook: notebook, hasPlaces: false).description
  }

  /// Titles and words of the tabs of the first division with tabs.
  private func tabs(_ text: String) -> [String] {
    for block in parse(text).notebook?.blocks ?? [] {
      if case .division(let division) = block.content, case .tabs(let tabs) = division.kind {
        return tabs.map { tab in
          "\(tab.title.map(\.words).joined()): \(tab.content.map(\.words).joined(separator: " "))"
        }
      }
    }
    return []
  }

  @Test(
    "tabs of every dialect join, and text behind them belongs to none",
    arguments: [
      ":begin_tab:`mxnet`\nA\n:end_tab:\n\n:begin_tab:`own`\nB\n:end_tab:\n\nafter\n",
      "=== \"MXNet\"\n\n    A\n\n=== \"own\"\n\n    B\n\nafter\n",
      "=== \"MXNet\"\n    A\n=== \"own\"\n    B\n\nafter\n",
      "<Tabs>\n<TabItem label=\"MXNet\">\n\nA\n\n</TabItem>\n  <TabItem value='own'>\n\nB\n\n</TabItem>\n</Tabs>\n\nafter\n",
    ])
  func tabSets(_ text: String) {
    #expect(tabs(text) == ["MXNet: A", "own: B"])
    #expect(tabs(text.replacing("\n", with: "\r\n")) == ["MXNet: A", "own: B"])
    #expect(parse(text).diagnostics.isEmpty, "\(parse(text).diagnostics)")
    #expect(parse(text).notebook?.blocks.last?.words == "after")
    let code = "````\n\(text)````\n"
    #expect(tabs(code).isEmpty)
  }

  @Test("sections below a heading with the class tabset are tabs, and a tab may have its own")
  func tabsetHeadings() {
    let text =
      "## R {.tabset}\n\nwords\n\n### A\n\na [^1]\n\n### B {.tabset}\n\n#### C\n\nc\n\n## End\n\n[^1]: F\n"
    #expect(tabs(text).count == 2)
    #expect(parse(text).diagnostics.isEmpty)
    let words = parse(text).notebook?.blocks.map(\.words) ?? []
    #expect(words.contains("words") && description(text).contains("End"))
    #expect(tabs("## R\n\n### A\n\na\n").isEmpty)
  }

  @Test(
    "MkDocs' indented boxes are callouts with all of their content",
    arguments: [
      ("!!! note \"T\"\n\n    a $x^2$\n\n    - b\n", "note", "T"),
      ("!!! warning\n    a\n", "warning", ""),
      ("??? tip \"T\"\n    a\n", "tip", "T"),
      ("- item\n\n    !!! danger inline \"T\"\n        a\n", "caution", "T"),
    ])
  func admonitions(_ text: String, _ kind: String, _ title: String) {
    let tree = description(text)
    #expect(tree.contains("callout") && tree.contains(kind), "\(tree)")
    #expect(title.isEmpty || tree.contains(title))
    #expect(!tree.contains("!!!") && !tree.contains("???"), "\(tree)")
    #expect(!tree.contains("listing"), "\(tree)")
  }

  @Test("exclamation marks, equal signs and plus signs of sentences stay")
  func sentences() {
    for text in [
      "Stop!!! now", "a === \"b\"", "!!! \"no kind\"", "C++ and D++", "i++ + ++j", "a+++b",
    ] {
      #expect(parse(text + "\n").notebook?.blocks.first?.words == text)
    }
    #expect(description("++ctrl+c++\n").contains("kbd"))
  }

  @Test("scripts need a letter before and no blanks inside; ranges of numbers are none")
  func scripts() {
    #expect(description("H~2~O\n").contains("sub"))
    #expect(description("x^2^\n").contains("sup"))
    for text in ["1~2~3", "10~20, 30~40", "a ^b^", "a^b", "월~금~토", "x^a b^"] {
      #expect(parse(text + "\n").notebook?.blocks.first?.words == text, "\(text)")
    }
    #expect(!description("`H~2~O` $a~b~c$ a\\~b~\n").contains("sub"))
  }

  @Test("a width below a picture is its width, and the label below it names the figure")
  func widths() throws {
    let text = "![Words.](p.svg)\n:width:`400px`\n:label:`fig_p`\n\nSee :numref:`fig_p`.\n"
    let parsed = parse(text)
    #expect(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
    guard case .figure(let image)? = parsed.notebook?.blocks.first?.content else {
      return #expect(Bool(false), "\(description(text))")
    }
    #expect(image.caption?.label == "fig_p" || image.label == "fig_p")
    #expect(!description(text).contains(":width:"))
  }

  @Test("entries of an index, raw LaTeX and commands for pages print nothing")
  func printedBooks() {
    let text =
      "a\\index{b!{c}} d\n\n\\newpage\n\n```{=latex}\n\\vspace{1cm}\n```\n\n`\\x`{=latex} e\n"
    let words = parse(text).notebook?.blocks.map(\.words).joined(separator: "|") ?? ""
    #expect(!words.contains("\\") && words.contains("a d"), "\(words)")
    #expect(parse(text).diagnostics.isEmpty)
    #expect(description("`\\index{a}`\n").contains("\\index{a}"))
    let html = description("```{=html}\n<kbd>x</kbd>\n```\n")
    #expect(html.contains("kbd") && !html.contains("listing"), "\(html)")
  }

  @Test("examples are counted through the note, and their names are their numbers")
  func examples() {
    let text = "(@) one\n(@good) two\n\nAs (@good) and (@none) show.\n"
    let words = parse(text).notebook?.blocks.last?.words ?? ""
    #expect(words.hasPrefix("As (2) and"), "\(words)")
    let reference = "(ref:cap) A *text*.\n\n| a |\n|---|\n| (ref:cap) |\n"
    #expect(description(reference).contains("text"))
    #expect(!description(reference).contains("ref:cap"))
  }

  @Test("lines of a line block stay lines, and a table stays a table")
  func lineBlocks() {
    #expect(
      description("| a\n|   b\n| c\n").contains("lineBreak")
        || parse("| a\n| b\n").notebook?.blocks.count == 1)
    #expect(!description("| a\n| b\n").contains("|"))
    #expect(description("| a | b |\n|---|---|\n| c | d |\n").contains("table"))
  }

  @Test("Swift that a blog shows does not run, and Swift in a fence does")
  func blogs() throws {
    let shown = try #require(
      parse("{% highlight swift %}\nlet a = b\n{% endhighlight %}\n").notebook)
    #expect(shown.cells.isEmpty)
    guard case .listing(let listing)? = shown.blocks.first?.content else {
      return #expect(Bool(false))
    }
    #expect(listing.language == "swift" && listing.info == "swift")
    #expect(parse("```swift\nlet a = 1\n```\n").notebook?.cells.count == 1)
  }

  @Test("code of a site's page is left out with one warning, and prose that begins alike stays")
  func statements() {
    let text = "import A from 'a';\nimport B from \"b\"\n\nimport matters from here\n"
    let parsed = parse(text)
    #expect(parsed.diagnostics.map(\.severity) == [.warning])
    #expect(parsed.diagnostics.first?.location?.line == 1)
    #expect(parsed.notebook?.blocks.map(\.words) == ["import matters from here"])
  }

  @Test("a video and a part of a note in a picture's place are links, with a warning")
  func videos() {
    for address in ["v.mp4", "#part"] {
      let parsed = parse("# A\n\n## Part\n\n![words](\(address))\n")
      #expect(parsed.diagnostics.map(\.severity) == [.warning], "\(parsed.diagnostics)")
      #expect(parsed.notebook?.blocks.last?.words == "words")
    }
    let figure = "````{figure}\n:label: fig:x\n```{mermaid}\na\n```\n\nWords.\n````\n"
    #expect(!parse(figure).diagnostics.contains { $0.severity == .error })
    #expect(parse("```{figure}\n```\n").diagnostics.map(\.severity) == [.error])
  }
}

extension Inline {
  fileprivate var words: String {
    if case .text(let text) = content { return text }
    return (nested ?? []).map(\.words).joined()
  }
}

extension Block {
  fileprivate var words: String {
    if case .paragraph(let inlines) = content { return inlines.map(\.words).joined() }
    return ""
  }
}
