import Foundation
import RunbookDocument
import Testing

/// Texts for which the Markdown parser would take time or memory out of proportion.
@Suite(.serialized) struct BoundsTests {
  private func parse(_ text: String) -> (
    notebook: Notebook?, diagnostics: [String], seconds: Double
  ) {
    let bytes = Array(text.utf8)
    var parsed: ParsedNotebook?
    let duration = ContinuousClock().measure { parsed = NotebookParser(path: "a.md").parse(bytes) }
    let seconds = Double(duration.components.seconds)
    return (parsed?.notebook, parsed?.diagnostics.map(\.description) ?? [], seconds)
  }

  /// All words of the document.
  private func words(_ notebook: Notebook?) -> String {
    var words = ""
    notebook?.blocks.visit { _ in
    } inline: { inline in
      switch inline.content {
      case .text(let text): words += text
      case .softBreak: words += "\n"
      default: break
      }
    }
    return words
  }

  private func table(columns: Int, rows: Int) -> String {
    String(repeating: "|a", count: columns) + "|\n" + String(repeating: "|-", count: columns)
      + "|\n" + String(repeating: "|b\n", count: rows)
  }

  @Test("a table of many columns and many short rows is an error, and its text is shown")
  func shortRows() {
    for text in [
      table(columns: 4000, rows: 4000),
      "> " + table(columns: 4000, rows: 4000).replacing("\n", with: "\n> "),
    ] {
      let (notebook, diagnostics, seconds) = parse(text)
      #expect(seconds < 20)
      #expect(diagnostics.count == 1)
      #expect(
        diagnostics.first?.contains("a.md:1:1: error: the table has 4000 columns and 4000 rows")
          == true)
      #expect(words(notebook).contains("|a|a"))
    }
  }

  @Test("tables within reason are tables, short rows or not")
  func tables() {
    for text in [
      table(columns: 40, rows: 300), table(columns: 3, rows: 5000), table(columns: 2000, rows: 2),
    ] {
      let (notebook, diagnostics, _) = parse(text)
      #expect(diagnostics.isEmpty)
      guard case .table? = notebook?.blocks.first?.content else {
        Issue.record("not a table")
        continue
      }
    }
  }

  @Test("a listing that looks like such a table is shown to the letter")
  func listing() {
    let code = table(columns: 2000, rows: 2000)
    var shown = ""
    parse("```text\n\(code)```\n").notebook?.blocks.visit { block in
      if case .listing(let listing) = block.content { shown = listing.source }
    } inline: { _ in
    }
    #expect(shown == code)
  }

  @Test(
    "one line of thousands of quotations or list items is read quickly",
    arguments: ["> ", ">", "- ", "1. ", "* > + "])
  func nesting(marker: String) {
    let text =
      String(repeating: marker, count: 20_000) + "end\n"
      + String(repeating: "line\n", count: 20_000)
    let (notebook, diagnostics, seconds) = parse(text)
    #expect(seconds < 20)
    #expect(diagnostics.contains { $0.contains("nested more than 100 deep") })
    #expect(words(notebook).contains("end"))
  }

  @Test("a rule of many marks is a rule", arguments: ["* ", "- ", "*", "-", "> * * * * "])
  func rule(mark: String) {
    let (notebook, diagnostics, _) = parse(
      "a\n\n" + String(repeating: mark, count: mark.hasPrefix(">") ? 1 : 400) + "\n")
    #expect(diagnostics.isEmpty)
    var hasRule = false
    notebook?.blocks.visit {
      if case .rule = $0.content { hasRule = true }
    } inline: { _ in
    }
    #expect(hasRule)
  }

  @Test("a long link that is used thousands of times is an error at its definition")
  func links() {
    let text =
      "[a]\n\n[a]: http://x.org/" + String(repeating: "u", count: 50_000) + "\n\n"
      + String(repeating: "[a] ", count: 20_000)
    let (notebook, diagnostics, seconds) = parse(text)
    #expect(seconds < 20)
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.hasPrefix("a.md:3:1: error: a link of 50") == true)
    #expect(words(notebook).contains("http://x.org/uuu"))
  }

  @Test("a picture in the text, defined once and used twice, is no such link")
  func pictures() {
    let data = String(repeating: "A", count: 300_000)
    let (_, diagnostics, _) = parse("![a][p]\n\n![b][p]\n\n[p]: data:image/png;base64,\(data)\n")
    #expect(diagnostics.allSatisfy { !$0.contains("used") })
  }

  @Test(
    "paragraphs that nearly are tables take time in proportion to their length",
    arguments: ["a\n-|-\n", "a\n|-|\n", "a|b\n"])
  func headers(piece: String) {
    #expect(parse(String(repeating: piece, count: 60_000 / piece.utf8.count)).seconds < 20)
  }

  @Test("a table directly below thousands of lines is an error that says so")
  func belowText() {
    let lines = String(repeating: "a\n", count: 30_000)
    let (_, diagnostics, seconds) = parse(lines + "|a|\n|-|\n|b|\n")
    #expect(seconds < 20)
    #expect(
      diagnostics == [
        "a.md:30002:1: error: a table directly below 30001 lines of text is shown as text; put a "
          + "blank line above its header"
      ])
  }

  @Test("YAML of megabytes is an error")
  func yaml() {
    let lines = (0..<100_000).map { "key\($0): value\n" }.joined()
    let (_, diagnostics, seconds) = parse("---\n\(lines)---\n\ntext\n")
    #expect(seconds < 20)
    #expect(
      diagnostics.first == "a.md:2:1: error: the YAML is longer than 1024 KB; keep data in a file")
  }
}
