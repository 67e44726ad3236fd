import Foundation
import RunbookDocument
import RunbookOutput
import RunbookReport
import Testing

@Suite("Ids, titles and contents of a page") struct IdentifierTests {
  private func page(_ text: String, outputs: [Output] = []) throws -> String {
    let note = try #require(NotebookParser(path: "note.md").parse(Array(text.utf8)).notebook)
    let cells = note.cells.map {
      CellRecording(index: $0.index, line: $0.fence.line, outputs: outputs)
    }
    return Rendering.report(note, Recording(cells: cells)).html
  }

  private func identifiers(_ page: String) -> [String] {
    page.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
  }

  @Test("headings keep the ids that links expect; parts of the page of the same name get others")
  func ownIdentifiers() throws {
    let note = """
      # Parts

      [a](#content) [b](#cell-1) [c](#fn-1) [d](#claim-1)[^1]

      ## Content

      ## Cell 1

      ```swift
      1
      ```

      ## fn 1

      ## fnref 1

      ## Claim 1

      [^1]: A note.
      """
    let page = try page(
      note, outputs: [.claim(Claim(statement: "s", holds: true, evidence: "", line: 9, cell: 1))])
    let identifiers = identifiers(page)
    #expect(Set(identifiers).count == identifiers.count)
    for name in ["content", "cell-1", "fn-1", "claim-1", "fnref-1"] {
      #expect(page.contains("<h2 id=\"\(name)\">"), "\(name)")
      #expect(identifiers.contains("page-\(name)"), "\(name)")
    }
    for match in page.matches(of: /href="#([^"]*)"/) {
      #expect(identifiers.contains(String(match.1)), "\(match.1)")
    }
  }

  @Test("ids in Markdown that cells display differ from all others")
  func displayedMarkdown() throws {
    let markup = Output.markup(.init(language: .markdown, source: "## Part\n\nText[^1]\n\n[^1]: x"))
    let page = try page(
      "# A\n\n## Part\n\nText[^1]\n\n```swift\n1\n```\n\n[^1]: y\n", outputs: [markup, markup])
    let identifiers = identifiers(page)
    #expect(Set(identifiers).count == identifiers.count)
    #expect(identifiers.contains("part-2") && identifiers.contains("fn-1"))
  }

  @Test(
    "a link within the page leads to the heading that it means",
    arguments: [
      ("Set-Up", "set-up"), ("%ED%95%9C%EA%B8%80-%EC%A0%9C%EB%AA%A9", "한글-제목"),
      ("intro", "1-intro"),
      ("-start", "-start"), ("start", "-start"), ("SET-UP-1", "set-up-1"), ("none", "none"),
    ])
  func fragments(fragment: String, identifier: String) throws {
    let page = try page(
      "[x](#\(fragment))\n\n## Set-up\n\n## Set-up\n\n## 한글 제목\n\n## 1. Intro\n\n## 🚀 Start\n")
    let encoded = try #require(
      identifier.addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed))
    #expect(page.contains("<a href=\"#\(encoded)\">x</a>"))
  }

  @Test("the only heading of level 1 is the title; it stays where other content precedes it")
  func title() throws {
    let first = try page("<!-- c -->\n\n# One\n\ntext\n\n## Two\n")
    #expect(first.contains("<title>One</title>") && first.contains("<h1 id=\"one\">One</h1>"))
    #expect(first.components(separatedBy: "One").count == 3 && first.contains("<h2 id=\"two\">"))
    let later = try page("---\nauthor: A\n---\nopening\n\n# One\n\ntext\n")
    #expect(later.contains("<title>One</title>") && !later.contains("<header>\n<h1"))
    #expect(later.contains("<p>opening</p>\n<h1 id=\"one\">One</h1>\n<p>text</p>"))
    let several = try page("# One\n\n## Two\n\n# Three\n")
    #expect(several.contains("<title>note</title>") && several.contains("<h1>note</h1>"))
    #expect(several.contains("<h2 id=\"one\">One</h2>\n<h3 id=\"two\">Two</h3>\n<h2 id=\"three\">"))
    let stated = try page("---\ntitle: The *One*\n---\ntext\n\n# The one!\n\n## Two\n")
    #expect(stated.contains("<h1 id=\"the-one\">The <em>One</em></h1>"))
    #expect(!stated.contains("The one!") && stated.contains("<h2 id=\"two\">"))
  }

  @Test("the contents are shown where the author wants them, however few headings there are")
  func contents() throws {
    let text = "---\ntoc: false\n---\n# T\n\n[TOC]\n\n## A\n\n## B\n"
    let page = try page(text)
    #expect(page.contains("<nav class=\"contents-in-text\" aria-label=\"Contents\"><ol>"))
    #expect(page.contains("<li><a href=\"#a\">A</a></li><li><a href=\"#b\">B</a></li>"))
    #expect(!page.contains("<nav class=\"contents\"") && !page.contains("[TOC]"))
  }
}
