import Foundation
import RunbookDocument
import RunbookOutput
import RunbookReport
import Testing

@Suite struct PageTests {
  @Test("text of a cell is shown, never interpreted")
  func escaping() {
    let evil = "<script>alert('x')</script>\"&"
    let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"
    let outputs: [Output] = [
      .text(.init(stream: .standardOutput, text: evil)),
      .text(.init(stream: .standardError, text: evil)),
      .value(.init(text: evil, type: evil, shape: [1])),
      .table(Table(columns: [.init(title: evil, cells: [evil])])),
      .claim(Claim(statement: evil, holds: true, evidence: evil, line: 9, cell: 1)),
      .failure(
        Failure(reason: .thrown, message: evil, line: 9, frames: [.init(function: evil, line: 1)])),
      .images(
        ImageGrid(
          panels: [.init(title: evil, width: 1, height: 1, samples: Samples([1]))], columns: 1)),
    ]
    let report = Rendering.report(outputs, source: "// " + evil) {
      $0.figureCaption = evil
      $0.figureAlternative = evil
      $0.tableCaption = evil
      $0.figureWidth = "1px;\"><script>"
      $0.codeFold = true
      $0.codeSummary = evil
    }
    // The page's own script is the only one.
    #expect(report.html.components(separatedBy: "<script").count == 2)
    #expect(report.main.components(separatedBy: escaped).count > 12)
  }

  @Test(
    "the columns of a table in prose are aligned, and a page without one carries no rule for it")
  func alignedTable() throws {
    func page(_ text: String) throws -> String {
      let note = try #require(NotebookParser(path: "a.md").parse(Array(text.utf8)).notebook)
      return Rendering.report(note, Recording(cells: [])).html
    }
    let aligned = try page("| a | b | c |\n|:--|--:|:-:|\n| x | 2 | y |\n")
    for name in ["left", "right", "center"] {
      #expect(
        aligned.contains("<th class=\"\(name)\">") && aligned.contains("<td class=\"\(name)\">"))
    }
    let rules = ["div.table .right{text-align:right}", "div.table .center{text-align:center}"]
    #expect(rules.allSatisfy(aligned.contains))
    let plain = try page("text\n")
    #expect(!rules.contains(where: plain.contains))
  }

  @Test("terminal colours become classes, and all other control codes are removed")
  func terminal() {
    let text =
      "\u{1B}[1;31mbad\u{1B}[0m ok\u{1B}]0;title\u{7}\u{1B}[2K\nstep 1\rstep 2\nab\u{8}c\u{0}\n"
    let report = Rendering.report([.text(.init(stream: .standardOutput, text: text))])
    #expect(
      report.main.contains(
        "<pre class=\"stdout\"><span class=\"fg-red bold\">bad</span> ok\nstep 2\nac\n</pre>")
        || report.main.contains(
          "<pre class=\"stdout\"><span class=\"fg-red bold\">bad</span> ok\nstep 2\nac</pre>")
    )
    #expect(!report.html.contains("\u{1B}"))
  }

  @Test("the same input gives the same bytes", arguments: ["en", "ko"])
  func determinism(language: String) {
    let (notebook, recording) = Demonstration.note(language: language)
    let first = ReportRenderer(notebook: notebook, recording: recording).render()
    let second = ReportRenderer(notebook: notebook, recording: recording).render()
    #expect(first.files == second.files)
    #expect(first.diagnostics == second.diagnostics)
  }

  @Test("nothing is loaded from anywhere, and nothing names this machine")
  func selfContained() {
    let (notebook, recording) = Demonstration.note()
    let html = Rendering.report(notebook, recording).html
    for forbidden in [
      "<script src", "<link", "@import", "src=\"http", "url(http", "/usr/", "/tmp/",
    ] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
    let namespaces = ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"]
    var rest = html
    for name in namespaces { rest = rest.replacingOccurrences(of: name, with: "") }
    #expect(!rest.contains("http://"))
    #expect(!rest.contains("https://"))
  }

  @Test("a note of ten formulas and no picture stays under 150 KB")
  func size() {
    var builder = NoteBuilder()
    for index in 0..<10 {
      builder.paragraph("Words around ", "x_{\(index)}", " and more words, again and again.")
      builder.formula(
        "h_{ij} = \\sum_{a=0}^{k-1} w_{ab} \\, x_{i+a} + \\frac{\(index)}{n}", label: "eq-\(index)")
      builder.cell("let value\(index) = [\(index)].map { $0 * 2 }\nprint(value\(index))")
    }
    let report = Rendering.report(builder.notebook, builder.recording)
    #expect(report.html.utf8.count < 60_000, "\(report.html.utf8.count)")
  }

  @Test("a note of 150 formulas stays under 150 KB")
  func sizeOfFormulas() {
    var builder = NoteBuilder()
    for index in 0..<30 {
      builder.formula(
        "\\frac{\\partial L}{\\partial W_{\(index)}} = \\sum_{t=1}^{T} \\left( \\prod_{k=t+1}^{T} "
          + "\\operatorname{diag}(1 - h_k^2) \\, W \\right)^{\\top} \\delta_t \\, x_t^{\\top}")
      builder.paragraph(
        "Words around ", "x_{\(index)}", " and more words, ", "h_t = \\tanh(W x_t + U h_{t-1} + b)",
        " again and again, ", "\\lVert W \\rVert < \(index)", " and ",
        "n^{\(index)} \\in \\mathbb{R}")
    }
    let report = Rendering.report(builder.notebook, builder.recording)
    #expect(report.html.components(separatedBy: "class=katex>").count == 151)
    #expect(report.html.utf8.count < 150_000, "\(report.html.utf8.count)")
  }

  @Test("landmarks, one top heading, and headings without gaps")
  func landmarks() {
    for language in ["en", "ko"] {
      let (notebook, recording) = Demonstration.note(language: language)
      let html = Rendering.report(notebook, recording).html
      for tag in ["<main id=\"content\">", "<header>", "<footer>", "<h1>", "<!DOCTYPE html>"] {
        #expect(html.components(separatedBy: tag).count == 2, "\(tag)")
      }
      #expect(html.contains("<html lang=\"\(language)\">"))
      #expect(html.contains("<nav class=\"contents\" aria-label="))
      #expect(html.contains("<a class=\"skip\" href=\"#content\">"))
      let levels = html.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels)")
    }
  }

  @Test("every image has an alternative text, every id is unique, every link has a target")
  func references() {
    for language in ["en", "ko"] {
      let (notebook, recording) = Demonstration.note(language: language)
      let html = Rendering.report(notebook, recording).html
      for image in html.matches(of: /<img [^>]*>/) { #expect(image.output.contains("alt=\"")) }
      for image in html.matches(of: /<svg class="plot[^>]*>/) {
        let isNamed = image.output.contains("role=\"img\" aria-label=\"")
        #expect(isNamed || image.output.contains("aria-hidden=\"true\""))
      }
      let ids = html.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count)
      for link in html.matches(of: /href="#([^"]*)"/) {
        #expect(ids.contains(String(link.1)), "\(link.1)")
      }
    }
  }

  @Test(
    "options decide what is shown",
    arguments: [
      ("echo", false, true), ("output", true, false), ("include", false, false),
    ])
  func options(name: String, code: Bool, output: Bool) {
    let text = Output.text(.init(stream: .standardOutput, text: "printed"))
    let report = Rendering.report([text], source: "secret()") {
      if name == "echo" { $0.echo = false }
      if name == "output" { $0.output = false }
      if name == "include" { $0.include = false }
    }
    #expect(report.main.contains("secret") == code)
    #expect(report.main.contains("printed") == output)
  }

  @Test("standard error is distinguished, and left out where warnings are")
  func warnings() {
    let text = Output.text(.init(stream: .standardError, text: "beware"))
    #expect(Rendering.report([text]).main.contains("<pre class=\"stderr\""))
    #expect(!Rendering.report([text]) { $0.warning = false }.main.contains("beware"))
  }

  @Test("a failure is shown even if output is hidden")
  func hiddenFailure() {
    let failure = Output.failure(Failure(reason: .trap, message: "Index out of range", line: 9))
    let report = Rendering.report([failure]) { $0.include = false }
    #expect(report.main.contains("Index out of range"))
    #expect(report.main.contains("1 cell failed"))
  }

  @Test(
    "figures and tables are numbered and referred to in the note's language",
    arguments: [
      ("en", "Figure\u{A0}1", "Table\u{A0}1"), ("ko", "그림\u{A0}1", "표\u{A0}1"),
    ])
  func numbering(language: String, figure: String, table: String) {
    var builder = NoteBuilder(language: language)
    builder.paragraph("", "@fig-a", "", "@tbl-a", "")
    builder.cell(
      "a",
      options: {
        $0.label = "fig-a"
        $0.figureCaption = "A."
      },
      .images(ImageGrid(panels: [.init(width: 1, height: 1, samples: Samples([1]))], columns: 1)))
    builder.cell(
      "b",
      options: {
        $0.label = "tbl-a"
        $0.tableCaption = "B."
      },
      .table(Table(columns: [.init(title: "n", cells: ["1"], numbers: [1])])))
    let main = Rendering.report(builder.notebook, builder.recording).main
    #expect(main.contains("<a class=\"reference\" href=\"#fig-a\">\(figure)</a>"))
    #expect(main.contains("<a class=\"reference\" href=\"#tbl-a\">\(table)</a>"))
    #expect(main.contains("<figure id=\"fig-a\">"))
    #expect(main.contains("<figure class=\"table\" id=\"tbl-a\">"))
    #expect(main.contains("<span class=\"caption-name\">\(figure).</span> A."))
  }

  @Test("a long list of claims folds those that hold, and never one that does not")
  func manyClaims() throws {
    let claims = (1...11).map {
      Output.claim(
        Claim(statement: "claim number \($0)", holds: $0 != 7, evidence: "", line: 9, cell: 1))
    }
    let page = Rendering.report(claims).main
    let fold = try #require(page.range(of: "<details>\n<summary>The 10 claims that hold"))
    #expect(page[..<fold.lowerBound].contains("claim number 7"))
    #expect(!page[..<fold.lowerBound].contains("claim number 6"))
    #expect(!Rendering.report(Array(claims.prefix(10))).main.contains("claims that hold,"))
  }

  @Test("claims are shown in their cell, in the summary and beside the formula that they check")
  func claims() {
    var builder = NoteBuilder()
    builder.formula("a = b", label: "eq-x")
    builder.cell(
      "claim()", options: { $0.checks = ["eq-x"] },
      .claim(Claim(statement: "a is b", holds: false, evidence: "2 ≤ 1", line: 9, cell: 1)),
      .claim(Claim(statement: "b is a", holds: true, line: 10, cell: 1)))
    let report = Rendering.report(builder.notebook, builder.recording)
    #expect(report.main.contains("1 of 2 claims hold"))
    #expect(report.main.contains("<li id=\"claim-1\" class=\"bad\">"))
    #expect(report.main.contains("<a class=\"badge bad\" href=\"#claim-1\""))
    #expect(report.main.contains("<a class=\"badge good\" href=\"#claim-2\""))
  }

  @Test("a value in prose is in its sentence; one that failed shows its source")
  func inlineValues() {
    var builder = NoteBuilder()
    let expressions = ["a", "b < c"].enumerated().map { index, source in
      Inline.Content.expression(.init(index: index + 1, source: source, location: builder.place))
    }
    builder.add(.paragraph(expressions.map { Inline($0, range: .nowhere) }))
    builder.recording.inlineValues = [InlineValue(index: 1, text: "0.97 < 1")]
    let main = Rendering.report(builder.notebook, builder.recording).main
    #expect(main.contains("0.97 &lt; 1<span class=\"inline-failure\""))
    #expect(main.contains("<code>b &lt; c</code>"))
  }

  @Test("an image in the prose is embedded, one from the network becomes a link")
  func proseImages() throws {
    try Rendering.withFolder { folder in
      let bytes = try #require(
        Rendering.report([
          .images(
            ImageGrid(panels: [.init(width: 1, height: 1, samples: Samples([1]))], columns: 1))
        ]).files["figures/cell-1.png"])
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/a b.png"))
      var builder = NoteBuilder(path: folder + "/note.md")
      builder.html("<p><img src=\"a%20b.png\" alt=\"A &amp; B\" /></p>")
      builder.html("<p><img src=\"https://example.org/x.png\" alt=\"far\" /></p>")
      builder.html("<p><img src=\"gone.png\" alt=\"gone\" /></p>")
      let report = Rendering.report(builder.notebook, builder.recording)
      let data = Data(bytes).base64EncodedString()
      #expect(report.main.contains("<img src=\"data:image/png;base64,\(data)\" alt=\"A &amp; B\">"))
      #expect(report.main.contains("<a href=\"https://example.org/x.png\">far</a>"))
      #expect(
        report.diagnostics.map(\.message) == [
          "the image gone.png cannot be read; its path starts from the notebook's folder"
        ])
    }
  }

  @Test("long output is cut in the middle")
  func longOutput() {
    let text = (1...5_000).map { "line \($0)\n" }.joined()
    let main = Rendering.report([.text(.init(stream: .standardOutput, text: text))]).main
    #expect(main.contains("4600 lines are left out here"))
    #expect(main.contains("line 1\n") && main.contains("line 5000"))
    #expect(!main.contains("line 2500"))
  }
}
