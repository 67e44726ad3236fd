import NoteSupport
import RunbookDocument
import Testing

/// Spellings of one construct that different programs write.
@Suite struct DialectVariantTests {
  private func parse(_ text: String) -> (tree: String, diagnostics: [String]) {
    let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
    let tree = parsed.notebook.map {
      NotebookDescription(notebook: $0, hasPlaces: false).description
    }
    return (tree ?? "", parsed.diagnostics.map(\.description))
  }

  @Test(
    "dollars of prices, variables and names begin no formula",
    arguments: [
      "It is $ 5 or $ 6, A$3 to US$ 4.", "From $1M/$2M to 50$ and 60$.", "Set $PATH:$HOME now.",
      "Use $(cmd) and $(x), then $a and $b.", "A$AP and Ke$ha sing.", "$5k-$6k, 7$ and 8$",
    ])
  func money(text: String) {
    #expect(!parse(text).tree.contains("formula"))
    #expect(!parse(text).tree.contains("math"))
  }

  @Test(
    "a command between dollars is a formula before a digit too, as are numbers and letters",
    arguments: [
      "1$\\times$1 합성곱", "the $n$th", "$5x$ of it", "$2k, 2k+1$", "$10 km$",
      "3$\\times$3$\\times$3", "$\\text{a}$1",
    ])
  func formulas(text: String) {
    let tree = parse(text).tree
    #expect(tree.contains("formula") || tree.contains("math"))
    #expect(!tree.contains("$"))
  }

  @Test(
    "the size of a picture may stand in its brackets",
    arguments: [
      ("![A](a.png =300x200)", "width 300px height 200px"), ("![A](a.png =50%x)", "width 50%"),
      ("![A](a.png  =x20)", "height 20px"), ("![A|120](a.png)", "width 120px"),
      ("![A|100x50](a.png)", "width 100px height 50px"),
      ("- ![A](a.png =300x)", "width 300px"), ("> ![A](a.png \"T\" =300x)", "width 300px"),
    ])
  func pictureSizes(text: String, layout: String) {
    let (tree, diagnostics) = parse(text)
    #expect(tree.contains("'a.png' alternative 'A'"))
    #expect(tree.contains(layout))
    #expect(diagnostics == [])
  }

  @Test(
    "what only looks like a size is a part of the words",
    arguments: ["![P(a|b)](a.png)", "![a | b](a.png)", "![2|3x](a.png)"])
  func noSize(text: String) {
    #expect(!parse(text).tree.contains("width"))
    #expect(parse(text).tree.contains("alternative '\(text.dropFirst(2).prefix { $0 != "]" })'"))
  }

  @Test("a link without words shows the name of what it leads to")
  func emptyLinks() {
    let (tree, diagnostics) = parse(
      "[](#sec-a) and [](#part-two) and [](gone/b.md)\n\n## A {#sec-a}\n\n## Part two\n")
    let text = tree.split(separator: "## ").first ?? ""
    #expect(text.contains("reference") && text.contains("Part two") && text.contains("'b'"))
    #expect(diagnostics == [])
  }

  @Test(
    "commands of LaTeX for words are reported where they are",
    arguments: [
      ("As \\cite{kim} says", "a.md:1:4: warning: '\\cite{…}' is shown as text; write '[@key]'"),
      (
        "- 글 \\textbf{b}",
        "a.md:1:5: warning: '\\textbf{…}' is shown as text; LaTeX is read in formulas only, so write Markdown"
      ),
    ])
  func commands(text: String, diagnostic: String) {
    #expect(parse(text).diagnostics == [diagnostic])
    #expect(parse("`\\cite{a}` and $\\textbf{b}$ and C:\\cites{x}").diagnostics == [])
  }

  @Test("a line of kramdown attributes between items does not end the list")
  func attributesBetweenItems() {
    let tree = parse("- one\n{: .a}\n- two\n  {: .b}\n- three\n").tree
    #expect(tree.split(separator: "\n").count { $0.contains("list") } == 1)
    #expect(!tree.contains("{"))
  }

  @Test("extensions of kramdown are not shown, and what a comment holds is left out")
  func kramdownExtensions() {
    let text = """
      {::comment}
      gone
      {:/comment}

      {::nomarkdown}
      kept
      {:/}

      {:mid: style="text-align: center"}

      Words
      {: mid}

      ![A](a.png){: width="30%"}{: .left}

      `{::comment}` is code.
      """
    let (tree, diagnostics) = parse(text)
    #expect(!tree.contains("gone") && tree.contains("kept") && !tree.contains("{:mid"))
    #expect(tree.contains("text-align: center") && tree.contains("width 30%"))
    #expect(!tree.contains("{: .left}") && tree.contains("{::comment}"))
    #expect(diagnostics == [])
  }

  @Test(
    "an element on one line that asks for it is read as Markdown",
    arguments: [
      "<div markdown=\"1\">one **b**</div>", "- <p align=\"center\" markdown=\"span\">**b**</p>",
      "> <div markdown=\"block\" style=\"color: red\">**b**</div>",
    ])
  func oneLine(text: String) {
    #expect(parse(text).tree.contains("strong"))
    #expect(parse(text).diagnostics == [])
  }

  @Test("the body of a macro is no list of attributes", arguments: ["[1]{#1}", "[2][d]{#1 + #2}"])
  func macroBodies(body: String) {
    #expect(parse("\\newcommand{\\f}\(body)\n").tree.contains("{\\f}\(body)"))
  }

  @Test("spans may follow each other directly")
  func adjacentSpans() {
    let text =
      "[a]{.content-visible when-format=\"html\"}[b]{.content-visible when-format=\"pdf\"} [c]{.x}[d]{.mark}"
    let tree = parse(text).tree
    #expect(tree.contains("a") && !tree.contains("'b") && tree.contains("mark"))
    #expect(!tree.contains("{") && !tree.contains("["))
  }

  @Test("options of a figure are its layout")
  func directiveLayout() {
    let text = "```{figure} a.png\n:width: 50%\n:align: center\n:alt: A\n\nCaption.\n```\n"
    #expect(parse(text).tree.contains("width 50%"))
    #expect(parse("```{image} a.png\n:alt: A\n:width: 80px\n```\n").tree.contains("width 80px"))
  }

  @Test("`authors` are the authors, and `math` may define macros")
  func keys() {
    let text =
      "---\ntitle: T\nauthors:\n  - name: Kim\nmath:\n  '\\R': '\\mathbb{R}'\n---\n\n$\\R$\n"
    #expect(parse(text).diagnostics == [])
    #expect(parse(text).tree.contains("Kim"))
    #expect(parse("---\ntitle: T\nmath: true\n---\n").diagnostics == [])
  }
}
