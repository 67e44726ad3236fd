import Foundation
import RunbookDocument
import RunbookDrawing
import RunbookOutput
import RunbookReport
import Testing

@Suite struct ListingTests {
  private func report(
    _ text: String, tools: ReportRenderer.Tools = .init(), cache: String? = Rendering.cache
  ) throws -> RenderedReport {
    let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
    let notebook = try #require(parsed.notebook)
    return ReportRenderer(
      notebook: notebook, recording: Recording(cells: []), cacheFolder: cache, tools: tools
    ).render()
  }

  private func fence(_ language: String, _ code: String) -> String {
    "``````\(language)\n\(code)\n``````\n"
  }

  /// The text of the first listing on the page, without markup.
  private func shown(_ report: RenderedReport) throws -> String {
    let start = try #require(report.main.range(of: "<pre class=\"source\""))
    let block = report.main[start.upperBound...]
    let tag = try #require(block.range(of: "<code"))
    let rest = block[tag.upperBound...].drop { $0 != ">" }.dropFirst()
    let end = try #require(rest.range(of: "</code>"))
    let code = rest[..<end.lowerBound]
    var text = ""
    var isTag = false
    for character in code {
      if character == "<" { isTag = true }
      if !isTag { text.append(character) }
      if character == ">" { isTag = false }
    }
    return HTML.unescape(text)
  }

  @Test(
    "words, texts, numbers and comments of a language have the colours of Swift",
    arguments: [
      (
        "python", "def f(a):  # c\n  return \"s\", 1",
        ["k>def", "f>f", "c># c", "s>&quot;s&quot;", "n>1"]
      ),
      ("py", "import os", ["k>import"]),
      ("json", "{\"a\": [1, true]}", ["a>&quot;a&quot;", "n>1", "k>true"]),
      ("cpp", "int f() { return 2; }", ["k>int", "k>return", "n>2"]),
      ("c++", "// c", ["c>// c"]), ("bash", "echo 'a' # c", ["t>echo", "s>&#39;a&#39;", "c># c"]),
      ("sh", "if true; then ls; fi", ["k>if"]), ("yml", "a: 1", ["a>a:", "n>1"]),
      ("ts", "let x: number = 1", ["k>let"]), ("JavaScript", "const x = 'a'", ["k>const"]),
      ("html", "<a href=\"x\">y</a>", ["k>a", "a>href", "s>&quot;x&quot;"]),
      ("r", "f <- function(x) x", ["k>function"]), ("python3", "pass", ["k>pass"]),
      ("{python}", "pass", ["k>pass"]), ("{r depth, echo=TRUE}", "if (x) 1", ["k>if"]),
      ("java", "class A {}", ["k>class", "t>A"]), ("rust", "fn f() {}", ["k>fn"]),
      ("sql", "select 1", ["k>select"]), ("diff", "+ a\n- b", ["t>+ a", "s>- b"]),
    ])
  func colors(language: String, code: String, expected: [String]) throws {
    let report = try report(fence(language, code))
    for word in expected { #expect(report.main.contains("<b class=\(word)</b>")) }
    #expect(try shown(report) == code + "\n")
    #expect(report.diagnostics.isEmpty)
  }

  @Test(
    "the text of a listing stays as it is",
    arguments: [
      "a && b < c > d \"e\" 'f' &amp; &lt;", "\tx\n\n   y  \n", "가나 = \"한글 𝐱 🌊\"  # 다",
      "e\u{301} \u{1100}\u{1161}",
      "<script>alert(1)</script>", "</code></pre>", "`${a}` \\u0041", "\"unclosed", "/* unclosed",
      "\"\"\"a\n\nb",
      "a\u{A0}b",
    ])
  func verbatim(code: String) throws {
    for language in ["python", "cpp", "js", "html", "markdown", "php", "json", "tex", "nosuch"] {
      let shown = try shown(report(fence(language, code)))
      #expect(Array(shown.utf8) == Array((code + "\n").utf8), "\(language)")
    }
  }

  @Test(
    "a language that is not known, and text, have no colours",
    arguments: ["nosuch", "text", "", "plaintext", "constructor", "__proto__"])
  func plain(language: String) throws {
    let report = try report(fence(language, "if x: return \"a\""))
    #expect(!report.main.contains("<b class="))
    #expect(report.diagnostics.isEmpty)
  }

  @Test("the same page comes from the cache and without it")
  func cached() throws {
    let text =
      fence("python", "def f(): pass") + fence("ruby", "def f; end") + fence("python", "x = 1")
    try Rendering.withFolder { folder in
      let first = try report(text, cache: folder).html
      #expect(try report(text, cache: folder).html == first)
      #expect(try report(text, cache: nil).html == first)
    }
  }

  @Test("a missing highlight.js is one warning, and listings are plain")
  func missing() throws {
    var tools = ReportRenderer.Tools()
    tools.highlightFolder = "/nonexistent"
    let report = try report(fence("python", "pass") + fence("js", "let x"), tools: tools)
    #expect(
      report.diagnostics.map(\.description) == [
        "a.md: warning: highlight.js is missing, so listings in other languages have no colours "
          + "(/nonexistent/highlight.min.js cannot be opened: No such file or directory); "
          + "install the Debian package libjs-highlight.js"
      ])
    #expect(try shown(report) == "pass\n")
  }

  @Test("a long listing is coloured to its end, a text across pieces included")
  func long() throws {
    let line = "value = call(\"text\", 12)  # note\n"
    let text = String(repeating: line, count: 800)
    let code = "x = \"\"\"\n\(text)\"\"\"\n\(text)return"
    let report = try report(fence("python", code))
    #expect(try shown(report) == code + "\n")
    #expect(report.main.contains("<b class=k>return</b>"))
    // None within the long text.
    #expect(report.main.ranges(of: "<b class=n>12</b>").count == 800)
  }

  @Test("listings beyond the limit are plain, with a warning")
  func limit() throws {
    let code = String(repeating: "x = 1\n", count: 100_000)
    let report = try report(fence("python", code))
    #expect(report.diagnostics.count == 1)
    #expect(report.diagnostics[0].message.contains("longer than 512 KB together"))
    #expect(!report.main.contains("<b class="))
    let line = try self.report(fence("json", "[" + String(repeating: "1,", count: 60_000) + "1]"))
    #expect(!line.main.contains("<b class="))
  }

  @Test("code that its author hides is folded, and left out with 'include: false'")
  func hidden() throws {
    let folded = try report(fence("{r a, echo=FALSE}", "plot(x)"))
    #expect(folded.main.contains("<details class=\"folded-listing\"><summary>Code</summary>"))
    #expect(folded.main.contains("plot(x)"))
    #expect(!folded.main.contains("echo"))
    let hidden = try report("a\n\n" + fence("{r b, include=FALSE}", "library(x)"))
    #expect(!hidden.main.contains("library"))
  }
}
