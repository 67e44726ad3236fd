import Foundation
import RunbookDocument
import RunbookOutput
import RunbookReport
import Testing

@Suite("Divisions on the page") struct DivisionPageTests {
  private func page(_ text: String) throws -> String {
    let note = try #require(NotebookParser(path: "a.md").parse(Array(text.utf8)).notebook)
    return Rendering.report(note, Recording(cells: [])).html
  }

  @Test("a box has its title in the language of the note, or the author's with a named icon")
  func titles() throws {
    let english = try page("> [!TIP]\n> words\n")
    #expect(english.contains("<div class=\"callout tip\" role=\"note\">"))
    #expect(english.contains("<span>Tip</span>") && !english.contains("[!TIP]"))
    let korean = try page("---\nlang: ko\n---\n\n> [!CAUTION] 제목\n> words\n\n> [!NOTE]\n> words\n")
    #expect(korean.contains("aria-label=\"주의\"") && korean.contains("<span>제목</span>"))
    #expect(korean.contains("<span>참고</span>"))
  }

  @Test("a foldable box is a disclosure that needs no script")
  func folding() throws {
    let closed = try page("> [!note]- T\n> words\n")
    #expect(closed.contains("<details class=\"callout note\">\n<summary class=\"callout-title\">"))
    #expect(try page("> [!note]+ T\n> words\n").contains("<details class=\"callout note\" open>"))
  }

  @Test("tabs are radio buttons with names of their own")
  func tabs() throws {
    let set = "::: {.panel-tabset}\n## A\n\none\n\n## B\n\ntwo\n:::\n\n"
    let html = try page(set + set)
    #expect(html.components(separatedBy: "type=\"radio\"").count == 5)
    #expect(html.contains("name=\"tabs-1\"") && html.contains("name=\"tabs-2\""))
    #expect(html.components(separatedBy: " checked").count == 3)
    #expect(!html.contains("<h2"))
  }

  @Test("theorems have their names and numbers, and references lead to them")
  func theorems() throws {
    let text = "---\nlang: ko\n---\n\n::: {#thm-a name=\"이름\"}\n$x$\n:::\n\n@thm-a에서\n"
    let html = try page(text)
    #expect(html.contains("<div class=\"theorem\" id=\"thm-a\">"))
    #expect(html.contains("<strong>정리\u{A0}1</strong> <span>(이름)</span>"))
    #expect(html.contains("href=\"#thm-a\">정리\u{A0}1</a>에서"))
  }

  @Test("rules for divisions are only on pages that have one")
  func rules() throws {
    #expect(!(try page("text\n").contains("callout")))
    let list = try page("term\n: meaning\n")
    #expect(list.contains("<dl>\n<dt>term</dt>\n<dd>meaning</dd>\n</dl>"))
    #expect(list.contains("dd{") && !list.contains(".callout-title{"))
  }
}
