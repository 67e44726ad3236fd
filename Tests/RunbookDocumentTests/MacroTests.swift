import RunbookFiles
import Testing

@testable import RunbookDocument

@Suite("Macros of formulas") struct MacroTests {
  private func definitions(_ source: String) -> [Macro] {
    FormulaParts(source).definitions.flatMap(\.macros)
  }

  @Test("each command of LaTeX that defines is read")
  func commands() {
    #expect(
      definitions("\\newcommand{\\R}{\\mathbb{R}}") == [Macro(name: "R", body: "\\mathbb{R}")])
    #expect(
      definitions("\\renewcommand\\n[1]{\\lVert #1 \\rVert}") == [
        Macro(name: "n", body: "\\lVert #1 \\rVert")
      ])
    #expect(definitions("\\def\\a #1{b#1}\\gdef\\c{d}").map(\.name) == ["\\a", "\\c"])
    #expect(
      definitions("\\DeclareMathOperator*{\\argmin}{arg\\,min}") == [
        Macro(name: "argmin", body: "\\operatorname*{arg\\,min}")
      ])
    #expect(definitions("\\let\\x=\\alpha").first?.meaning == .command("\\alpha"))
    #expect(definitions("\\newcommand{\\R").isEmpty && definitions("\\def").isEmpty)
    #expect(definitions("\\newcommand{\\R}[99]{x}").isEmpty)
  }

  @Test("a formula gets the macros that it uses, those in their bodies too")
  func used() {
    var table = MacroTable()
    for definition in FormulaParts("\\def\\a{x}\\def\\b{\\a y}\\def\\c{z}").definitions {
      _ = table.define(definition)
    }
    #expect(table.definitions(for: "\\b + 1") == "\\def\\a{x}\\def\\b{\\a y}")
    #expect(table.definitions(for: "\\ab").isEmpty)
    for definition in FormulaParts("\\providecommand{\\a}{other}").definitions {
      #expect(table.define(definition).isEmpty)
    }
    #expect(table.definitions(for: "\\a") == "\\def\\a{x}")
  }

  @Test("a thousand macros and ten thousand formulas are read without a noticeable wait")
  func many() {
    var text = (0..<1_000).map { "\\newcommand{\\\(word($0))}{\\mathbf{x}_{\($0)}}\n" }.joined()
    text += (0..<10_000).map { "\n$\\\(word($0 % 1_000)) + \($0)$\n" }.joined()
    let clock = ContinuousClock()
    let time = clock.measure {
      let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
      #expect(parsed.diagnostics.isEmpty)
    }
    #expect(time < .seconds(30))
  }

  private func word(_ number: Int) -> String {
    String(String(number).map { Character(Unicode.Scalar(97 + UInt8($0.wholeNumberValue ?? 0))) })
  }

  @Test("macros of the project and of the note are joined by name, the note's win")
  func frontMatter() {
    let project = ProjectConfiguration.parse(
      Array("macros:\n  a: x\n  b: y\n".utf8), path: "_runbook.yml")
    #expect(project.diagnostics.isEmpty)
    let text = "---\nmacros:\n  '\\b': z\n  two words: bad\n---\n\n$\\a\\b$\n"
    let parsed = NotebookParser(path: "a.md", project: project.configuration)
      .parse(Array(text.utf8))
    #expect(parsed.diagnostics.map { $0.location?.line } == [4])
    guard case .paragraph(let inlines)? = parsed.notebook?.blocks.first?.content,
      case .formula(let math)? = inlines.first?.content
    else {
      Issue.record("no formula")
      return
    }
    #expect(math.macros == "\\def\\a{x}\\def\\b{z}")
  }
}
