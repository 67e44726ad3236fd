import NoteSupport
import RunbookDocument
import Testing

@Suite struct AttributeTests {
  private func parse(_ text: String, path: String = "a.md") -> (tree: String, diagnostics: [String]) {
    let parsed = NotebookParser(path: path).parse(Array(text.utf8))
    let tree = parsed.notebook.map { NotebookDescription(notebook: $0, hasPlaces: false).description }
    return (tree ?? "", parsed.diagnostics.map(\.description))
  }

  @Test(
    "attributes of a picture are its label, its size and its place",
    arguments: [
      ("{#fig-x width=50%}", " fig-x", " width 50%"), ("{width=50%}", "", " width 50%"),
      ("{: width=\"50%\"}", "", " width 50%"), ("{:.x width='300' }", "", " width 300px"),
      (" {width=20em}", "", " width 20em"), ("{height=3cm .wide}", "", " height 3cm"),
      ("{fig-align=\"center\"}", "", " alignment center"), ("{: .align-right}", "", " alignment right"),
      ("{style=\"width:40%\"}", "", " width 40%"), ("{#me}", "", " id me"),
      ("{: .w-75 .shadow}", "", " width 75%"), ("{.lightbox group=\"a\"}", "", ""),
      ("\n{: width=\"50%\"}", "", " width 50%"),
    ])
  func pictures(attributes: String, label: String, layout: String) {
    let (tree, diagnostics) = parse("![A](a.png)\(attributes)")
    #expect(tree.split(separator: "\n").first == "figure\(label) 'a.png' alternative 'A'\(layout)")
    #expect(diagnostics == [])
  }

  @Test("the words of a labelled picture are its caption; its alternative text is plain")
  func caption() {
    let text = "![The *line* by $x$[^a]](a.png){#fig-x fig-alt=\"A **line**, see `x`\"}\n\n[^a]: Note."
    #expect(
      parse(text).tree == """
        figure fig-x 'a.png' alternative 'A **line**, see `x`'
          caption fig-x number 1
            'The '
            emphasis
              'line'
            ' by '
            formula x
            footnote reference 1 a use 1
        footnotes
          footnote 1 a uses 1
            paragraph
              'Note.'
        fig-x: figure 1

        """)
    #expect(parse("![A](a.png \"T\"){#fig-x}").tree.contains("'T'"))
    #expect(!parse("![A](a.png)").tree.contains("caption"))
    #expect(parse("![A](a.png)", path: "a.qmd").tree.contains("caption"))
    #expect(parse("![](a.png){fig-cap=\"A *b*\" fig-alt=c}").tree.contains("emphasis"))
  }

  @Test("a footnote in the words of a picture stays a footnote", arguments: [
    "![A[^a]](a.png)", "![A[^a]](a.png \"T\")", "See ![A[^a]](a.png) here.", "[![A[^a]](a.png)](b.md)",
    "- ![A[^a]](a.png){width=3em}",
  ])
  func footnotes(text: String) {
    let tree = parse(text + "\n\n[^a]: Note.").tree
    #expect(tree.contains("footnote reference 1 a use 1"), "\(tree)")
    #expect(tree.contains("alternative 'A'"))
  }

  @Test(
    "attributes of a heading are not shown",
    arguments: [
      ("## 머리말 {-}", "heading 2 #머리말 '머리말' unnumbered"),
      ("## A {.wide #move .blue}", "heading 2 #move 'A' label move"),
      ("## A {#sec-a .unlisted}", "heading 2 #sec-a 'A' label sec-a unlisted"),
      ("## A {.unnumbered #마지막}", "heading 2 #마지막 'A' label 마지막 unnumbered"),
      ("## A {#b key=\"c } d\"}", "heading 2 #b 'A' label b"),
      ("## A (b) {#sec-c}", "heading 2 #sec-c 'A (b)' label sec-c"),
      ("## A {: .no_toc}", "heading 2 #a 'A' unlisted"),
      ("## A\n{: .no_toc #b}", "heading 2 #b 'A' label b unlisted"),
      ("{: #b}\n## A", "heading 2 #b 'A' label b"),
      ("## A {b}", "heading 2 #a-b 'A {b}'"), ("## A {x=1}", "heading 2 #a-x1 'A {x=1}'"),
      ("A {#b}\n===", "heading 1 #b 'A' label b"),
    ])
  func headings(text: String, node: String) {
    let (tree, diagnostics) = parse(text)
    #expect(tree.split(separator: "\n").first.map(String.init) == node)
    #expect(diagnostics == [])
  }

  @Test(
    "attributes of words, links and blocks are not shown",
    arguments: [
      ("[words]{.mark}", "<mark>"), ("[words]{#here}", "<span id='here'>"),
      ("[**words** `]`]{style=\"color: red\"}", "<span style='color: red'>"),
      ("[words](a.md){: .btn target=\"_blank\"}", "link a.md"), ("`x`{.swift} words", "code x"),
      ("**words**{: .red}", "strong"), ("words\n{: .x key=\"v\"}", "paragraph"),
      ("words\n{: #here}", "<div id='here'>"), ("- words\n\n{: .x}\n\nb", "list tight"),
      ("> words\n{: .x}", "quotation"), ("| words |\n|---|\n{: .x}", "table -"),
      ("{: .center}\nwords", "<div style='text-align: center'>"),
    ])
  func others(text: String, node: String) {
    let (tree, diagnostics) = parse(text)
    #expect(tree.contains(node), "\(tree)")
    #expect(tree.contains("words") && !tree.contains("{"), "\(tree)")
    #expect(diagnostics == [])
  }

  @Test(
    "other braces are text",
    arguments: [
      "f(x){a}", "(see x){a=1}", "`a`{b}", "x_{i=1}", "[a]{b}", "\\[a\\]{.b}", "[a]\\{.b}",
      "![a](b.png) {c}", "{{ a }}", "`[a]{.b}`", "{: }", "a {.b} c", "{a: 1}",
    ])
  func text(text: String) {
    let tree = parse(text).tree
    #expect(tree.contains("{"), "\(tree)")
    #expect(!tree.contains("<"), "\(tree)")
  }

  @Test("a label of another kind is an error at its place")
  func kinds() {
    let diagnostics = parse("![A](a.png){#tbl-x}").diagnostics
    #expect(diagnostics.first?.hasPrefix("a.md:1:12: error: 'tbl-x'") == true, "\(diagnostics)")
  }
}
