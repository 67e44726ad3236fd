import NoteSupport
import RunbookDocument
import RunbookFiles
import Testing

@Suite struct HTMLTests {
  private func parse(_ text: String) -> (tree: String, diagnostics: [String]) {
    let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
    let tree = parsed.notebook.map { NotebookDescription(notebook: $0, hasPlaces: false).description }
    return (tree ?? "", parsed.diagnostics.map(\.description))
  }

  @Test("an element encloses the Markdown between its tags, and the rest follows it")
  func details() {
    let text = """
      <details>
      <summary>Answer to $x$</summary>

      Because **pairs** cancel.

      </details>

      After.
      """
    #expect(
      parse(text).tree == """
        <details>
          <summary>
            plain
              'Answer to '
              formula x
          paragraph
            'Because '
            strong
              'pairs'
            ' cancel.'
        paragraph
          'After.'

        """)
    #expect(parse(text).diagnostics == [])
  }

  @Test(
    "tags end where HTML lets them end",
    arguments: [
      ("<ul><li>a<li>b</ul>", ["<ul>", "<li>", "a", "<li>", "b"]),
      ("<p>one<p>two", ["<p>", "one", "<p>", "two"]),
      ("<dl><dt>a<dd>b<dt>c</dl>", ["<dl>", "<dt>", "a", "<dd>", "b", "<dt>", "c"]),
      (
        "<table><tr><td>a<td>b<tr><th>c</table>",
        ["<table>", "<tr>", "<td>", "a", "<td>", "b", "<tr>", "<th>", "c"]
      ),
      ("<div><b>a <i>b</b> c</i></div> d", ["<div>", "<b>", "a ", "<i>", "b", " c", "d"]),
      ("<div>a</span></div>", ["<div>", "a"]),
      ("<td>a</td>", ["a"]),
      ("<DIV CLASS=x>a</Div>", ["<div class='x'>", "a"]),
    ])
  func ends(text: String, nodes: [String]) {
    let lines = parse(text).tree.split(separator: "\n").map { $0.drop { $0 == " " } }
    let found = lines.filter { $0 != "plain" && $0 != "paragraph" }.map {
      $0.hasPrefix("'") ? String($0.dropFirst().dropLast()) : String($0)
    }
    #expect(found == nodes)
  }

  @Test(
    "what is harmless is kept, in one form",
    arguments: [
      ("H<SUB>2</SUB>O", "<sub>"), ("a<br>b", "<br>"), ("<kbd>x</kbd>", "<kbd>"),
      ("<font color=\"red\">x</font>", "<span style='color: red'>"),
      ("<center>x</center>", "<div style='text-align: center'>"),
      ("<div align='right'>x</div>", "<div style='text-align: right'>"),
      ("<span style='color:#F00;position:fixed'>x</span>", "<span style='color: #F00'>"),
      (
        "<span style='background: yellow'>x</span>",
        "<span style='background-color: yellow'>"
      ),
      ("<a name=\"here\"></a>", "<span id='here'>"),
      ("<abbr title=\"a &lt; b\">x</abbr>", "<abbr title='a < b'>"),
      ("<tt>x</tt>", "<code>"), ("<header>x</header>", "<div>"),
      ("<ol start=3><li>x</ol>", "<ol start='3'>"),
    ])
  func kept(text: String, node: String) {
    let (tree, diagnostics) = parse(text)
    #expect(tree.contains(node), "\(tree)")
    #expect(diagnostics == [])
  }

  @Test(
    "what runs or loads is left out with a warning at its place, and the words stay",
    arguments: [
      ("a <b onclick=\"f()\">words</b>", "a.md:1:3: warning: 'onclick'"),
      ("a <a href=\"javascript:f()\">words</a>", "a.md:1:3: warning: a link to 'javascript:'"),
      ("a <a href=\"java\tscript:f()\">words</a>", "a.md:1:3: warning: a link to 'javascript:'"),
      ("a <a href=\" &#106;avascript:f()\">words</a>", "a.md:1:3: warning: a link to 'javascript:'"),
      ("a <a href='data:text/html,x'>words</a>", "a.md:1:3: warning: a link to 'data:'"),
      ("a <i style='background:url(x)'>words</i>", "a.md:1:3: warning: a style"),
      ("a <i style='width: expression(f())'>words</i>", "a.md:1:3: warning: a style"),
      ("<script>f()</script>\n\nwords", "a.md:1:1: warning: <script>"),
      ("words <script>f()</script>", "a.md:1:7: warning: <script>"),
      ("<style>a { color: red }</style>\n\nwords", "a.md:1:1: warning: <style>"),
      ("<form action=x>words</form>", "a.md:1:1: warning: <form>"),
      ("<meta http-equiv=\"refresh\" content=\"0\">\n\nwords", "a.md:1:1: warning: <meta>"),
      ("<svg onload=f()><script>f()</script></svg>\n\nwords", "a.md:1:1: warning: <svg>"),
      ("<object data=\"words.swf\">f()</object>", "a.md:1:1: warning: <object>"),
      ("> - <iframe src=\"https://a.org/words\"></iframe>", "a.md:1:5: warning: <iframe>"),
    ])
  func unsafe(text: String, warning: String) {
    let (tree, diagnostics) = parse(text)
    #expect(diagnostics.contains { $0.hasPrefix(warning) }, "\(diagnostics)")
    #expect(tree.contains("words"))
    for word in ["f()", "url", "javascript", "onclick", "refresh", "color"] {
      #expect(!tree.contains(word), "\(tree)")
    }
  }

  @Test("no style that is kept names an address, covers the page or holds a rule")
  func styles() {
    for style in [
      "background-image: url(x)", "color: u\\72l(x)", "color: red/**/", "position: fixed",
      "display: none", "margin: -99px", "color: var(--x)", "behavior: x", "color: image(x)",
      "width: calc(url(x))", "--x: red", "color: red } body { color: red",
    ] {
      let tree = parse("<i style=\"\(style)\">x</i>").tree
      #expect(!tree.contains("style"), "\(style): \(tree)")
    }
  }

  @Test("a word in angle brackets that is no tag is shown")
  func unknown() {
    let text = "a `<b>` token <EOS> and vector<int> and <my-tag>words</my-tag>, x < y > z"
    let (tree, diagnostics) = parse(text)
    for word in ["<EOS>", "<int>", "words", ", x < y > z"] { #expect(tree.contains(word)) }
    #expect(!tree.contains("my-tag"))
    #expect(diagnostics.count == 3)
  }

  @Test("many places of one kind are a few warnings and a count")
  func bounded() {
    let diagnostics = parse(String(repeating: "a <b onclick=x>b</b>\n", count: 10)).diagnostics
    #expect(diagnostics.count == 3)
    #expect(diagnostics.last?.hasSuffix("so are 7 more places") == true)
  }

  @Test(
    "a picture in a tag is one of the note, with its size",
    arguments: [
      ("<img src=\"a%20b.png\" alt=\"x &amp; y\">", "figure 'a b.png' alternative 'x & y'"),
      ("<IMG SRC=a.png ALT=x WIDTH=300>", "figure 'a.png' alternative 'x' width 300px"),
      ("<img src='a.png' alt='' style='width:40%'/>", "figure 'a.png' alternative '' width 40%"),
      ("<img src=a.png alt=x style=\"zoom:50%;\" />", "figure 'a.png' alternative 'x' zoom 50%"),
      ("Then <img src=a.png alt=x height=2em>.", "image 'a.png' alternative 'x' height 2em"),
      ("<center><img src=a.png alt=x></center>", "image 'a.png' alternative 'x'"),
    ])
  func pictures(text: String, node: String) {
    let (tree, diagnostics) = parse(text)
    #expect(tree.split(separator: "\n").contains { $0.drop { $0 == " " } == node }, "\(tree)")
    #expect(diagnostics == [])
  }

  @Test("a link holds no link, whether it is written as a tag or around one")
  func links() {
    for text in [
      "<a href=\"b\">https://example.org</a>", "[a <a href=\"c\">b</a>](d)",
      "<a href=\"a\">x <a href=\"b\">y</a></a>",
    ] {
      let lines = parse(text).tree.split(separator: "\n", omittingEmptySubsequences: true)
      var depth: Int?
      for line in lines {
        let indent = line.prefix { $0 == " " }.count
        if let open = depth, indent <= open { depth = nil }
        guard line.drop(while: { $0 == " " }).hasPrefix("link ") else { continue }
        #expect(depth == nil, "\(text)")
        depth = indent
      }
    }
  }

  @Test("ids of elements are not those of headings or of each other; the page's own make way")
  func identifiers() {
    let text = """
      ## One

      <b id="content">a</b> <b id="one">b</b> <b id="x">c</b> <i id="x">d</i> <b id="fn-1">e</b>
      """
    let (tree, diagnostics) = parse(text)
    #expect(tree.split(separator: "\n").filter { $0.contains(" id='") }.count == 3)
    #expect(tree.contains("<b id='x'>") && !tree.contains("<i id") && !tree.contains("<b id='one'>"))
    #expect(diagnostics == [])
  }

  @Test("kramdown's markdown=\"1\" makes Markdown of what an element encloses")
  func markdown() {
    let tree = parse("<div class=\"x\" markdown=\"1\">\n**a** $x$\n\n- b\n</div>\nafter").tree
    #expect(
      tree == """
        <div class='x'>
          paragraph
            strong
              'a'
            ' '
            formula x
          list tight
            item
              paragraph
                'b'
        paragraph
          'after'

        """)
  }

  @Test("places in an element are those of the note")
  func places() throws {
    let text = "> <div>\n> 가 <img src=\"javascript:x\" alt=\"\">\n> </div>\n\n- <p>\n  a $x$\n  </p>\n"
    let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
    #expect(parsed.diagnostics.first?.description.hasPrefix("a.md:2:5: error:") == true)
    var formulas: [RunbookFiles.SourceLocation] = []
    parsed.notebook?.blocks.visit(inline: { inline in
      if case .formula(let math) = inline.content { formulas.append(math.location) }
    })
    #expect(formulas == [RunbookFiles.SourceLocation(line: 6, column: 6)])
  }

  @Test("deep, long and broken HTML is read in a moment", arguments: [
    "<div>", "<b>", "<li>", "<a href=\"", "<a b=\"<a b=\" ", "<!-- ", "</p>", "<table><tr><td>",
    "<svg>", "<x y='", "&#x", "<p>\n\n", "> <div>\n\n", "$", "\\(",
  ])
  func hostile(piece: String) {
    let clock = ContinuousClock()
    for prefix in ["", "<div>", "a "] {
      let text = prefix + String(repeating: piece, count: 10_000)
      let time = clock.measure { _ = NotebookParser(path: "a.md").parse(Array(text.utf8)) }
      #expect(time < .seconds(20), "\(piece): \(time)")
    }
  }

  @Test("'html: true' is obeyed if the project or the command line lets it")
  func allowed() throws {
    let text = Array("---\ntitle: x\nhtml: true\n---\n<b onclick=x>a</b>\n".utf8)
    let refused = NotebookParser(path: "a.md").parse(text)
    #expect(refused.notebook?.frontMatter.allowsHTML == false)
    #expect(refused.diagnostics.first?.description.hasPrefix("a.md:3:7: warning: 'html: true'") == true)
    #expect(NotebookParser(path: "a.md", allowsHTML: true).parse(text).diagnostics == [])
    let project = ProjectConfiguration.parse(Array("html: true".utf8), path: "_runbook.yml")
    let parsed = NotebookParser(path: "a.md", project: project.configuration).parse(text)
    #expect(parsed.notebook?.frontMatter.allowsHTML == true)
    #expect(parsed.diagnostics == [])
  }
}
