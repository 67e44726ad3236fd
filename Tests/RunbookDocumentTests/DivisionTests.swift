import NoteSupport
import RunbookFiles
import Testing

@testable import RunbookDocument

@Suite("Divisions, boxes and definition lists") struct DivisionTests {
  private func parse(_ text: String) -> ParsedNotebook {
    NotebookParser(path: "a.md").parse(Array(text.utf8))
  }

  /// The lines of the tree without places.
  private func tree(_ text: String) -> [String] {
    guard let notebook = parse(text).notebook else { return [] }
    return NotebookDescription(notebook: notebook, hasPlaces: false).description
      .split(separator: "\n").map(String.init)
  }

  private func division(_ text: String) -> Division? {
    for block in parse(text).notebook?.blocks ?? [] {
      if case .division(let division) = block.content { return division }
    }
    return nil
  }

  private func callout(_ text: String) -> Callout? {
    if case .callout(let callout)? = division(text)?.kind { callout } else { nil }
  }

  private func places(_ text: String) -> [String] {
    parse(text).diagnostics.map {
      "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.severity)"
    }
  }

  @Test(
    "every dialect's box is a callout with its kind, its title and its content",
    arguments: [
      ("> [!NOTE]\n> words\n", Callout.Kind.note, ""),
      ("> [!CAUTION] 내 제목\n> words\n", .caution, "내 제목"),
      ("> [!tip]- Folded *title*\n> words\n", .tip, "Folded title"),
      ("> [!faq]\n>\n> words\n", .important, ""),
      ("> [!note|wide] T\n> words\n", .note, "T"),
      ("> [!recipe]\n> words\n", .note, ""),
      ("::: {.callout-tip title=\"Try it\"}\nwords\n:::\n", .tip, "Try it"),
      ("::: callout-note\nwords\n:::\n", .note, ""),
      ("::: {.callout-warning}\n## Head\nwords\n:::\n", .warning, "Head"),
      ("```{note}\nwords\n```\n", .note, ""),
      ("```{note} words\n```\n", .note, ""),
      ("~~~{danger}\nwords\n~~~\n", .caution, ""),
      (":::{tip}\nwords\n:::\n", .tip, ""),
      ("```{admonition} My title\n:class: warning\nwords\n```\n", .warning, "My title"),
      ("```{admonition} My title\n---\nclass: tip\n---\nwords\n```\n", .tip, "My title"),
      (":::note My title\nwords\n:::\n", .note, "My title"),
      (":::danger[My title]\nwords\n:::\n", .caution, "My title"),
      ("::: {.notice--info}\nwords\n:::\n", .note, ""),
      ("::: {.alert .alert-danger}\nwords\n:::\n", .note, ""),
      ("::: warning :::::\nwords\n:::\n", .warning, ""),
      ("::: {.rmdcaution}\nwords\n:::\n", .caution, ""),
    ])
  func boxes(_ text: String, _ kind: Callout.Kind, _ title: String) throws {
    let division = try #require(self.division(text))
    #expect(callout(text)?.kind == kind)
    #expect(division.title.map(\.words).joined() == title)
    #expect(division.content.count == 1)
    #expect(division.content.first?.words == "words", "\(division.content)")
    #expect(parse(text).diagnostics.isEmpty)
    let crlf = text.replacing("\n", with: "\r\n")
    #expect(self.division(crlf)?.content.first?.words == "words")
    let listed = "- item\n\n" + text.split(separator: "\n").map { "  \($0)\n" }.joined()
    #expect(parse(listed).diagnostics.isEmpty)
  }

  @Test("the words for kinds are those of the language of the note")
  func titles() {
    #expect(Callout(name: "TIP").title(language: "ko") == "도움말")
    #expect(Callout(name: "caution").title(language: "ko-KR") == "주의")
    #expect(Callout(name: "tip").title(language: "fr") == "Tip")
    #expect(Callout(name: "my-own").title(language: "en") == "My own")
  }

  @Test("a box folds as its author says")
  func folding() {
    #expect(callout("> [!tip]- T\n> w\n")?.folding == .closed)
    #expect(callout("> [!tip]+\n> w\n")?.folding == .open)
    #expect(callout("> [!tip]\n> w\n")?.folding == nil)
    #expect(callout("::: {.callout-tip collapse=\"true\"}\nw\n:::\n")?.folding == .closed)
    #expect(callout("::: {.callout-tip collapse=false icon=false}\nw\n:::\n")?.hasIcon == false)
    #expect(callout("```{note}\n:class: dropdown\nw\n```\n")?.folding == .closed)
    #expect(callout("```{dropdown} T\n:open:\nw\n```\n")?.folding == .open)
    #expect(callout("::: details T\nw\n:::\n")?.folding == .closed)
  }

  @Test(
    "what only looks like a box stays what it is",
    arguments: [
      "> \\[!NOTE]\n> words\n", "> words\n> [!NOTE]\n", "> [!NOTE\n> words\n", "> [!]\n> w\n",
      "> [!NOTE]words\n", "```\n::: note\n:::\n```\n", "    ::: note\n", "`::: note`\n",
      "```text\n> [!NOTE]\n```\n", "```{python}\nx\n```\n", "`` ```{note} ``\n", "text ::: note\n",
      "::::\n", "<!--\n::: note\n-->\n",
    ])
  func noBoxes(_ text: String) { #expect(division(text) == nil) }

  @Test("divisions nest, and fences contain fences")
  func nesting() throws {
    let outer = try #require(
      division("````{note}\n```{tip}\ninner\n```\n\n```python\nx\n```\n````\n\nafter\n"))
    #expect(outer.content.count == 2)
    guard case .division(let inner)? = outer.content.first?.content,
      case .listing? = outer.content.last?.content
    else { return #expect(Bool(false), "\(outer.content)") }
    #expect(inner.content.first?.words == "inner")
    let mixed = try #require(division("::::{note}\n:::{tip}\ninner\n:::\n::::\n"))
    #expect(mixed.content.count == 1)
    let quoted = try #require(division("> [!NOTE]\n> > [!TIP]\n> > inner\n"))
    #expect(quoted.content.count == 1)
    // A directive ends with its list item; what follows is a listing.
    let ended = parse("- ```{note}\n  words\n\n```\ncode\n```\n")
    #expect(ended.diagnostics.map(\.severity) == [.warning])
    guard case .listing? = ended.notebook?.blocks.last?.content else {
      return #expect(Bool(false), "\(ended)")
    }
    let listed = try #require(division("::: note\n- item\n  :::\nafter\n"))
    #expect(listed.content.count == 1)
  }

  @Test("a table may follow the sign of a box directly")
  func table() {
    let lines = tree("> [!NOTE]\n> | a |\n> |---|\n> | 1 |\n")
    #expect(lines.first == "division callout note as note" && lines.contains("  table -"))
  }

  @Test("cells and headings inside are those of the document, in order")
  func content() throws {
    let note = try #require(
      parse(
        """
        # A

        ::: note
        ## B

        ```swift
        1
        ```
        :::

        > [!TIP]
        > ### C
        > ```swift
        > 2
        > ```

        ```swift
        3
        ```
        """
      ).notebook)
    #expect(note.cells.map(\.source) == ["1\n", "2\n", "3\n"])
    #expect(note.cells.map(\.index) == [1, 2, 3])
    #expect(note.headings.map(\.text) == ["A", "C"])
  }

  @Test("divisions without an end or a beginning are reported at their place, and show their words")
  func unclosed() {
    #expect(places("a\n\n- ::: note\n  words\n\nmore\n\n:::\n") == ["3:3 warning", "8:1 warning"])
    #expect(places("> ::: tip\n> words\n\nafter\n") == ["1:3 warning"])
    #expect(places("```{note}\nwords\n") == ["1:1 warning"])
    #expect(places(":::{unheard-of} words\nmore\n:::\n") == ["1:1 warning"])
    #expect(places("```{toctree}\na\nb\n```\n") == ["1:1 warning"])
    #expect(tree("::: note\nwords\n").contains("    'words'"))
  }

  @Test("content for other formats is left out, in divisions and in lines")
  func conditions() {
    let text = """
      ::: {.content-visible when-format="html"}
      seen
      :::
      ::: {.content-hidden when-format="html"}
      ```swift
      gone
      ```
      ::: note
      gone
      :::
      :::
      ::: {.content-visible unless-format="pdf"}
      also
      :::
      ::: {.content-hidden unless-format="html"}
      here
      :::
      In [shown *so*]{.content-visible when-format="html"}[gone]{.content-visible when-format="pdf"}.
      """
    let lines = tree(text)
    #expect(lines.filter { $0.contains("gone") }.count == 1)
    for word in ["seen", "also", "here", "so"] {
      #expect(lines.contains { $0.hasSuffix("'\(word)'") })
    }
    #expect(parse(text).notebook?.cells.isEmpty == true)
    #expect(parse(text).diagnostics.isEmpty)
  }

  @Test("tabs are parts under the headings of a division, or directives")
  func tabs() throws {
    for text in [
      "::: {.panel-tabset}\n## A $x$\n\none\n\n### sub\n\n## B\n\ntwo\n:::\n",
      "::::{tab-set}\n:::{tab-item} A $x$\none\n\n### sub\n:::\n:::{tab-item} B\ntwo\n:::\n::::\n",
    ] {
      guard case .tabs(let tabs)? = division(text)?.kind else {
        return #expect(Bool(false), "\(text)")
      }
      #expect(tabs.map { $0.title.count } == [2, 1])
      #expect(tabs.map { $0.content.count } == [2, 1])
      #expect(parse(text).notebook?.headings.map(\.text) == ["sub"])
    }
  }

  @Test("theorems are counted for their kind, named and referred to")
  func theorems() throws {
    let text = """
      See @thm-b and @def-a.

      ::: {#thm-a}
      ## One line
      Words.
      :::

      ::: {#def-a name="Point"}
      Words.
      :::

      ```{prf:theorem} Two *lines*
      :label: thm-b
      Words.
      ```

      ::: {.proof}
      Trivial.
      :::
      """
    let note = try #require(parse(text).notebook)
    #expect(parse(text).diagnostics.isEmpty)
    #expect(note.references["thm-b"]?.number == "2" && note.references["def-a"]?.number == "1")
    let titles = note.blocks.compactMap { block -> String? in
      guard case .division(let division) = block.content else { return nil }
      return division.title.map(\.words).joined()
    }
    #expect(titles == ["One line", "Point", "Two lines", ""])
    #expect(Label.Kind.theorem.word(language: "ko") == "정리")
  }

  @Test("a figure of several pictures has one number, its parts have letters")
  func figures() throws {
    let text = """
      ![First](z.png){#fig-z}

      ::: {#fig-a layout-ncol=2}
      ![Left](a.png){#fig-a-l}

      ![Right](b.png){#fig-a-r}

      Both of them.
      :::

      ```{figure} c.png
      :name: fig-c
      Its *caption*.
      ```
      """
    let note = try #require(parse(text).notebook)
    #expect(note.references["fig-a"]?.number == "2")
    #expect(note.references["fig-a-r"]?.number == "2(b)")
    #expect(note.references["fig-c"]?.number == "3")
  }

  @Test("directives with code, formulas and tables become what they contain")
  func directives() {
    #expect(
      tree("```{math}\n:label: eq-a\nx^2\n```\n").contains { $0.contains("eq-a number 1 x^2") })
    #expect(tree(":::{math}\nx^2\n:::\n").contains("formula display x^2"))
    #expect(tree("```{code-block} python\n:linenos:\nx = 1\n```\n").contains("  | x = 1"))
    #expect(
      tree("```{code-cell} ipython3\n---\ntags: [a]\n---\nx = 1\n```\n").contains("  | x = 1"))
    let table = tree("```{list-table} Title\n:header-rows: 1\n* - a\n  - b\n* - 1\n  - 2\n```\n")
    #expect(table.contains("table - -") && table.contains("    'Title'"))
  }

  // MARK: Definition lists

  @Test("terms and meanings are a definition list")
  func definitions() throws {
    let text = """
      **조금**
      :   물이 적은 때.

          둘째 문단.

      $h$ 높이
      two
      : one

      : - a
        - b

      after

      - item
        : inner
      """
    let lines = tree(text)
    #expect(lines.filter { $0.contains("term") }.count == 4)
    #expect(lines.filter { $0.contains("meaning") }.count == 4)
    #expect(lines.contains { $0.hasSuffix("'둘째 문단.'") })
    #expect(lines.filter { $0.hasPrefix("definitions") }.count == 1)
    let quoted = tree("> term\n> : meaning\n")
    #expect(quoted.contains { $0.contains("meaning tight") })
  }

  @Test(
    "a colon elsewhere is no definition",
    arguments: [
      "| a |\n|---|\n| 1 |\n\n: Caption {#tbl-a}\n", "text\n:smile: x\n", "text\n:::\n",
      "# Head\n: x\n", "```\nterm\n: x\n```\n", "term\n\n\n: x\n", ": x\n", "![a](b.png)\n: x\n",
      "| a |\n|---|\n| 1 |\n: Caption\n", "term\n\\: x\n",
    ])
  func noDefinitions(_ text: String) { #expect(!tree(text).contains("definitions")) }

  // MARK: Captions

  @Test("a second caption is reported and shown; one directly below the rows is the table's")
  func captions() {
    let twice = "| a |\n|---|\n| 1 |\n\n: One {#tbl-a}\n\n: Two {#tbl-b}\n"
    #expect(places(twice) == ["7:1 warning"])
    #expect(tree(twice).contains("  'Two'"))
    let direct = tree("| a |\n|---|\n| 1 |\n: One *b* {#tbl-a}\n")
    #expect(direct.contains { $0.contains("caption tbl-a number 1") })
    #expect(direct.filter { $0.hasPrefix("  row") }.count == 2)
  }

  // MARK: Bounds

  @Test("ten thousand of each take linear time")
  func scale() {
    for text in [
      "::: note\nx\n:::\n", "::: note\n", ":::\n", "```{note}\nx\n```\n", "term\n: x\n\n",
      "> [!NOTE]\n> x\n\n", "[a]{.b} ", ": x\n\n", "::: {.content-hidden}\n", "a^[b c] ",
    ] {
      let start = ContinuousClock.now
      _ = parse(String(repeating: text, count: 10_000))
      #expect(ContinuousClock.now - start < .seconds(20), "\(text)")
    }
  }
}

extension Inline {
  fileprivate var words: String {
    if case .text(let text) = content { return text }
    return (nested ?? []).map(\.words).joined()
  }
}

extension Block {
  fileprivate var words: String {
    if case .paragraph(let inlines) = content { return inlines.map(\.words).joined() }
    return ""
  }
}
