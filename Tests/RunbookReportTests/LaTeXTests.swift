import Foundation
import RunbookDocument
import RunbookFiles
import RunbookOutput
import RunbookReport
import Testing

@Suite("LaTeX as it is written for other tools") struct LaTeXTests {
  private func report(_ text: String) -> RenderedReport {
    let parsed = NotebookParser(path: "demo.md").parse(Array(text.utf8))
    guard let notebook = parsed.notebook else { fatalError("no notebook") }
    return ReportRenderer(notebook: notebook, recording: Recording(cells: [])).render()
  }

  @Test(
    "commands that KaTeX lacks are set",
    arguments: [
      "\\mbox{if }", "\\mathds{N}", "\\mathbbm{1}", "\\boldmath x", "a \\hfill b", "\\textsc{a}",
      "\\SI{5}{\\kilo\\meter}", "\\require{cancel}\\cancel{x}", "\\color[rgb]{1,0,0} x",
      "\\begin{eqnarray} a &=& b \\\\ c &=& d \\end{eqnarray}", "\\hspace*{1em} x",
      "\\begin{multline} a \\\\ b \\end{multline}", "\\begin{flalign} a &= b \\end{flalign}",
      "\\begin{align} a \\\\ \\intertext{and} b \\end{align}",
      "\\begin{displaymath} a \\end{displaymath}",
      "\\begin{subequations} \\begin{align} a &= b \\end{align} \\end{subequations}",
      "\\vspace*{1em} x",
      "\\let\\old\\vec \\renewcommand{\\vec}[1]{\\old{#1}} \\vec{x}", "\\class{a}{b}",
      "\\nicefrac12",
      "\\DeclarePairedDelimiter{\\n}{\\lvert}{\\rvert} \\n{x} + \\n*{\\frac{x}{2}}",
      "\\newcommand{\\o}[2][d]{#1 #2} \\o{a} \\o[b]{a}",
    ])
  func lacking(source: String) {
    let report = report("$$\n\(source)\n$$\n")
    #expect(report.diagnostics.isEmpty)
    #expect(report.main.contains("<math"))
  }

  @Test("an error in a formula with macros and numbers is where its author wrote it")
  func places() {
    let text =
      "$\\def\\a{b}$\n\n\\begin{align}\n\\a &= \\a \\label{x} \\\\\nc &= \\nosuch\n\\end{align}\n"
    #expect(report(text).diagnostics.map { $0.location } == [SourceLocation(line: 5, column: 6)])
  }

  @Test("an unknown environment gets advice")
  func advice() {
    let message = report("$$\n\\begin{tabular}{c} a \\end{tabular}\n$$\n").diagnostics.first?
      .message
    #expect(message?.hasSuffix("write a table of Markdown, or 'array'") == true)
  }

  @Test("rows, formulas and labels share one sequence of numbers, and references lead to them")
  func numbers() {
    let main = report(
      """
      See \\eqref{last}, \\ref{second} and @eq-c.

      \\begin{align}
      a &= b \\nonumber \\\\
      c &= d \\\\
      e &= f \\label{second}
      \\end{align}

      $$
      c
      $$ {#eq-c}

      $$
      \\begin{equation*} n \\end{equation*}
      $$

      \\begin{equation}
      z \\label{last}
      \\end{equation}
      """
    ).main
    for link in [
      "href=\"#last\">(4)</a>", "href=\"#second\">2</a>", "href=\"#eq-c\">Equation\u{A0}(3)</a>",
    ] {
      #expect(main.contains(link), "\(link)")
    }
    for identifier in ["last", "second", "eq-c"] {
      #expect(main.components(separatedBy: "id=\"\(identifier)\"").count == 2, "\(identifier)")
    }
    #expect(!main.contains("(5)"))
  }

  @Test("a formula of definitions leaves nothing on the page")
  func definitions() {
    let main = report("a\n\n$$\n\\newcommand{\\R}{x}\n$$\n\n$\\def\\a{b}$\n\nb $\\R$\n").main
    #expect(main.components(separatedBy: "<p>").count == 3)
    #expect(!main.contains("class=\"equation\""))
  }

  @Test("many formulas, set by engines side by side, are those that one engine sets")
  func engines() {
    let sources = (0..<200).map { "x_{\($0)} + \\frac{\($0)}{\\alpha}" }
    let together = report(sources.map { "$\($0)$\n\n" }.joined())
    #expect(together.diagnostics.isEmpty)
    for index in [0, 1, 99, 198, 199] {
      let mathML = report("$\(sources[index])$\n").main.components(separatedBy: "<math>").last?
        .components(separatedBy: "</math>").first
      #expect(together.main.contains(mathML ?? "-"), "\(index)")
    }
  }

  @Test("titles are readable where no formula can be drawn")
  func titles() {
    let html = report("---\ntitle: Why $x^2 \\ge 0$\n---\n\nText.\n").html
    #expect(html.contains("<title>Why x² ≥ 0</title>"))
  }

  @Test("endless macros are an error, not a wait")
  func endless() {
    let report = report("$\\def\\a{\\a\\a}\\a$\n")
    #expect(report.diagnostics.count == 1)
  }
}
