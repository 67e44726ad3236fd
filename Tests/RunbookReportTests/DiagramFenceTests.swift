import Foundation
import RunbookDocument
import RunbookOutput
import RunbookReport
import Testing

@Suite struct DiagramFenceTests {
  private func report(
    _ text: String, tools: ReportRenderer.Tools = .init(), cache: String? = nil
  ) throws -> RenderedReport {
    let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
    let notebook = try #require(parsed.notebook)
    var report = ReportRenderer(
      notebook: notebook, recording: Recording(cells: []), cacheFolder: cache, tools: tools
    ).render()
    report.diagnostics = parsed.diagnostics + report.diagnostics
    return report
  }

  @Test(
    "a dot fence is a figure with a caption, a label and words",
    arguments: ["dot", "{dot}", "graphviz"])
  func drawn(language: String) throws {
    let report = try report(
      """
      See @fig-tide.

      ```\(language)
      //| label: fig-tide
      //| fig-cap: Ebb and *flood*.
      //| fig-width: 50%
      digraph { 밀물 -> "썰물 & <b>" [label="x > y"] }
      ```

      """)
    #expect(report.diagnostics.isEmpty)
    #expect(report.main.contains("<figure id=\"fig-tide\">"))
    #expect(report.main.contains("<svg class=\"plot diagram\""))
    #expect(report.main.contains("aria-label=\"Ebb and *flood*.\""))
    #expect(report.main.contains(">밀물</text>"))
    #expect(report.main.contains(">썰물 &amp; &lt;b&gt;</text>"))
    #expect(report.main.contains("Ebb and <em>flood</em>."))
    #expect(report.main.contains("style=\"width:50%\""))
    #expect(report.main.contains("href=\"#fig-tide\">Figure\u{A0}1</a>"))
    #expect(!report.main.contains("digraph"))
  }

  @Test("colours of graphviz become those of the page; ids, links, pictures and fonts do not")
  func restyled() throws {
    let report = try report(
      """
      ```dot
      digraph { stylesheet="http://x.org/a.css"; a [URL="javascript:alert(1)" id="content"]
        b [image="/etc/passwd" label=<<B>c</B>>]; a -> b [color=red style=dashed fontname="x\\"y"] }
      ```

      """)
    for word in [
      "javascript", "http", "passwd<", "id=\"content\" ", "font-family", "<a ", "<image", "title>",
    ] {
      #expect(!report.main.contains(word), "\(word)")
    }
    #expect(report.main.contains("class=\"axis\" fill=\"none\" stroke=\"currentColor\""))
    #expect(report.main.contains("stroke=\"red\""))
    #expect(report.main.contains("font-weight:bold"))
    #expect(
      report.diagnostics.map(\.description) == [
        "a.md:2:1: warning: the diagram is drawn without a picture: image=\"/etc/passwd\" for node "
          + "\"b\"; show the picture in the text instead"
      ])
  }

  @Test("words on a ground that its author coloured are dark in every theme")
  func ground() throws {
    let report = try report("```dot\ngraph { a [style=filled fillcolor=yellow]; b }\n```\n")
    #expect(report.main.contains("<text fill=\"#16191d\""))
    #expect(report.main.contains("<text class=\"title\" fill=\"currentColor\""))
    let cluster = try self.report(
      "```dot\ngraph { subgraph cluster_a { style=filled; color=yellow; a } }\n```\n")
    #expect(cluster.main.contains("fill=\"#fff\"/>"))
    #expect(!cluster.main.contains("currentColor"))
  }

  @Test("a mistake in a graph is an error at its line, and the source is shown")
  func mistake() throws {
    let report = try report("> - ```dot\n>   graph {\n>   a -- b\n>   $$ }\n>   ```\n")
    #expect(
      report.diagnostics.map(\.description) == [
        "a.md:4:5: error: the diagram cannot be drawn: syntax error near '$'; correct it, or set "
          + "'eval: false'"
      ])
    #expect(report.main.contains("a -- b"))
  }

  @Test("without graphviz there is one warning, and diagrams are listings")
  func missing() throws {
    var tools = ReportRenderer.Tools()
    tools.dot = "/nonexistent/dot"
    let report = try report("```dot\ngraph { a }\n```\n\n```dot\ngraph { b }\n```\n", tools: tools)
    #expect(
      report.diagnostics.map(\.description) == [
        "a.md:2:1: warning: graphviz is missing, so diagrams are shown as their source; install "
          + "the Debian package graphviz"
      ])
    #expect(report.main.contains("graph { a }") && report.main.contains("graph { b }"))
  }

  @Test("a program that hangs or floods is ended, and its graph is a listing")
  func limits() throws {
    try Rendering.withFolder { folder in
      let program = folder + "/dot"
      try "#!/bin/sh\nyes\n".write(toFile: program, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
      var tools = ReportRenderer.Tools()
      tools.dot = program
      let report = try report("```dot\ngraph { a }\n```\n", tools: tools)
      #expect(report.diagnostics.count == 1 && report.diagnostics[0].severity == .error)
      #expect(report.main.contains("graph { a }"))
    }
  }

  @Test(
    "a diagram of another language is a captioned listing, with a warning at its fence",
    arguments: ["mermaid", "{mermaid}", "plantuml"])
  func other(language: String) throws {
    let report = try report("a\n\n```\(language)\nA --> B\n```\n")
    let name = language.filter { $0 != "{" && $0 != "}" }
    #expect(
      report.diagnostics.map(\.description) == [
        "a.md:3:1: warning: a '\(name)' diagram is shown as its source; write it as 'dot', show a "
          + "picture of it, or set 'eval: false'"
      ])
    #expect(report.main.contains("<figcaption>Source of a diagram (\(name))</figcaption>"))
    #expect(report.main.contains("A --&gt; B"))
  }

  @Test("options in the comments of mermaid are read, and number it among the figures")
  func options() throws {
    let report = try report(
      "See @fig-m.\n\n```mermaid\n%%| label: fig-m\n%%| fig-cap: 흐름\n%%| eval: false\nA --> B\n```\n"
    )
    #expect(report.diagnostics.isEmpty)
    #expect(report.main.contains("Figure\u{A0}1.</span> 흐름"))
    #expect(!report.main.contains("%%|"))
  }
}
