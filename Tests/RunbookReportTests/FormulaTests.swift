import Foundation
import RunbookDocument
import RunbookFiles
import RunbookOutput
import RunbookReport
import Testing

@Suite struct FormulaTests {
  private func math(_ source: String, isDisplay: Bool = true, line: Int = 3, column: Int = 2)
    -> Math
  {
    Math(
      source: source, isDisplay: isDisplay, location: SourceLocation(line: line, column: column))
  }

  @Test(
    "formulas of the notes are set as HTML and MathML",
    arguments: [
      "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
      "f(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ 0 & \\text{그 밖} \\end{cases}",
      "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", "a \\\\ b", "x_{i+a,\\,j+b}",
      "\\mathbb{E}[x] \\approx \\hat{\\mu}", "\\left( \\frac{a}{b} \\right)^2", "\\sqrt[3]{x}",
    ])
  func set(source: String) {
    let report = Rendering.report(formulas: [math(source)])
    #expect(report.diagnostics.isEmpty)
    #expect(report.main.contains("<b aria-hidden=true>"))
    #expect(report.main.contains("<math"))
  }

  /// KaTeX's positions, moved to the formula's place in the note.
  @Test(
    "KaTeX's complaint has the line and column of the offending token",
    arguments: [
      ("\\nosuch{x}", 3, 2, "Undefined control sequence: \\nosuch"),
      ("a & b", 3, 4, "Expected 'EOF', got '&'"),
      ("a\n+ \\nosuch", 4, 3, "Undefined control sequence: \\nosuch"),
      ("𝐱 한 \\nosuch", 3, 6, "Undefined control sequence: \\nosuch"),
    ])
  func position(source: String, line: Int, column: Int, message: String) {
    let report = Rendering.report(formulas: [math(source)])
    #expect(
      report.diagnostics.map(\.description) == [
        "notebooks/demo.md:\(line):\(column): error: KaTeX: \(message); "
          + "see katex.org/docs/supported for supported commands"
      ])
    #expect(report.main.contains("class=\"formula-error\""))
  }

  @Test("all formulas that fail are reported, in the order of the document")
  func allErrors() {
    let report = Rendering.report(formulas: [
      math("\\b{", line: 9), math("x^", line: 5), math("x", line: 7), math("\\zz", line: 6),
    ])
    #expect(report.diagnostics.map { $0.location?.line } == [5, 6, 9])
  }

  @Test("a missing KaTeX is reported once, and formulas are shown as LaTeX")
  func missing() {
    var tools = ReportRenderer.Tools()
    tools.katexFolder = "/nonexistent"
    let report = Rendering.report(formulas: [math("x < 1"), math("y")], tools: tools)
    #expect(
      report.diagnostics.map(\.description) == [
        "notebooks/demo.md: error: KaTeX is missing, so formulas are shown as LaTeX "
          + "(/nonexistent/katex.min.js cannot be opened: No such file or directory); "
          + "install the Debian packages libjs-katex and fonts-katex"
      ])
    #expect(report.main.contains("<code class=\"formula-source\">x &lt; 1</code>"))
  }

  @Test("only fonts that the page uses are embedded")
  func fonts() {
    let plain = Rendering.report(formulas: [math("x + 1", isDisplay: false)]).html
    #expect(plain.contains("@font-face{font-family:KaTeX_Math;"))
    #expect(plain.contains("@font-face{font-family:KaTeX_Main;"))
    #expect(!plain.contains("@font-face{font-family:KaTeX_AMS"))
    #expect(!plain.contains("@font-face{font-family:KaTeX_Size"))
    let rich = Rendering.report(formulas: [math("\\mathbb{R} \\Bigl( \\mathbf{w} \\Bigr)")]).html
    #expect(rich.contains("@font-face{font-family:KaTeX_AMS"))
    #expect(rich.contains("@font-face{font-family:KaTeX_Size2"))
    #expect(rich.contains("@font-face{font-family:KaTeX_Main;font-weight:700"))
  }

  @Test("a font contains only the letters of its formulas")
  func letters() {
    func size(_ source: String) -> Int {
      let html = Rendering.report(formulas: [math(source)]).html
      return html.matches(of: /@font-face\{[^}]*data:font\/woff;base64,([^)]*)\)/)
        .map { $0.1.utf8.count }.reduce(0, +)
    }
    let (few, many) = (size("a + b"), size("a + b = c - d + e (f - g) \\Gamma \\Theta \\pi"))
    #expect(few > 800)
    #expect(few < many)
    #expect(many < 9_000)
  }

  @Test("spans without effect are removed, and a single index needs no table")
  func short() {
    let main = Rendering.report(formulas: [math("x_t = 2 + y^2", isDisplay: false)]).main
    let formula = main.components(separatedBy: "</math>").last ?? ""
    #expect(formula.components(separatedBy: "<b").count <= 15, "\(formula)")
    #expect(!formula.contains("class=\"m"))
    // Only a screen reader meets the MathML, so it says nothing about looks.
    #expect(main.contains("<math><mrow><msub><mi>x</mi><mi>t</mi></msub>"))
  }

  @Test("a page without formulas contains nothing of KaTeX")
  func none() {
    #expect(!Rendering.report([]).html.contains("KaTeX"))
  }

  @Test("numbers follow labels, and an author's tag is kept")
  func numbers() {
    var first = math("a")
    first.label = "eq-a"
    var tagged = math("b \\tag{9.3}")
    tagged.label = "eq-b"
    var last = math("c")
    last.label = "eq-c"
    let main = Rendering.report(formulas: [first, tagged, last]).main
    #expect(main.contains("href=\"#eq-a\">(1)</a>"))
    #expect(main.contains("href=\"#eq-b\">(9.3)</a>"))
    #expect(main.contains("href=\"#eq-c\">(2)</a>"))
  }

  @Test("the cache changes no byte, and damage to it is a miss")
  func cache() throws {
    try Rendering.withFolder { folder in
      let formulas = [math("\\frac{a}{b}"), math("x", isDisplay: false)]
      let expected = Rendering.report(formulas: formulas, cache: nil).html
      #expect(Rendering.report(formulas: formulas, cache: folder).html == expected)
      #expect(Rendering.report(formulas: formulas, cache: folder).html == expected)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names.count == 1)
      for name in names {
        let path = folder + "/" + name
        let whole = try #require(FileManager.default.contents(atPath: path))
        var flipped = whole
        flipped[whole.count / 2] ^= 0x55
        for damaged in [Data(), whole.prefix(whole.count / 3), flipped] {
          // The other file must not help.
          for other in names { try? FileManager.default.removeItem(atPath: folder + "/" + other) }
          try damaged.write(to: URL(fileURLWithPath: path))
          #expect(Rendering.report(formulas: formulas, cache: folder).html == expected)
        }
      }
    }
  }
}
