import RunbookConversion
import RunbookDocument
import Testing

/// Documents of other tools as notes.
@Suite struct DocumentImportTests {
  private func convert(_ text: String, _ name: String) -> Converted {
    let bytes = Array(text.utf8)
    return DocumentImport.convert(bytes, NotebookParser(path: name).parse(bytes), isNote: false)
  }

  private func messages(_ converted: Converted) -> [String] {
    converted.notes.map { note in
      (note.location.map { "\($0.line):\($0.column) " } ?? "") + note.message
    }
  }

  @Test("a Quarto document becomes a clean note, and what has no meaning is named at its place")
  func quarto() {
    let note = convert(
      """
      ---
      title: "A"
      format:
        html:
          toc: false
          theme: cosmo
          code-fold: true
        pdf: default
      filters: [lightbox]
      ---

      ```{swift}
      #| label: fig-a
      #| fig-cap: A.
      let a = 1
      ```

      ```{python}
      #| echo: false
      #| fig-dpi: 72
      print(1) # {x}
      ```

      ::: {.callout-note title="Mind"}
      First.

      - second
      :::

      ::: {.content-visible when-format="html"}
      Shown.
      :::

      """, "a.qmd")
    #expect(
      note.text == """
        ---
        title: "A"
        toc: false
        format:
          html:
            code-fold: true
        ---

        ```swift
        //| label: fig-a
        //| fig-cap: A.
        let a = 1
        ```

        ```python
        #| echo: false
        print(1) # {x}
        ```

        > [!NOTE] Mind
        > First.
        >
        > - second

        Shown.

        """)
    #expect(
      messages(note) == [
        "6:5 the theme 'cosmo' has no meaning in a note and is left out",
        "8:3 the format 'pdf' has no meaning in a note and is left out",
        "9:1 the key 'filters' has no meaning in a note and is left out",
        "18:1 option has no meaning here and is left out: 'fig-dpi'",
        "1 cell in other languages became a listing; only Swift runs",
      ])
  }

  @Test("chunk headers, output formats and parameters of R Markdown are translated")
  func rMarkdown() {
    let note = convert(
      """
      ---
      title: B
      date: "`r Sys.Date()`"
      output:
        html_document:
          toc: yes
          toc_depth: 2
          code_folding: hide
        pdf_document: default
      params:
        size:
          label: Size
          value: 3
      ---

      ```{r depth, echo=FALSE, fig.cap="Depth, by day", fig.width=5}
      plot(x)
      ```

      """, "b.Rmd")
    #expect(
      note.text == """
        ---
        title: B
        date: today
        params:
          size: 3
        toc: true
        toc-depth: 2
        format:
          html:
            code-fold: true
        ---

        ```r
        #| echo: false
        #| fig-cap: "Depth, by day"
        plot(x)
        ```

        """)
    #expect(
      messages(note).contains(
        "9:3 the output format 'pdf_document' has no meaning in a note and is left out"))
    #expect(messages(note).contains("16:1 option has no meaning here and is left out: 'fig.width'"))
  }

  @Test("outputs that Livebook recorded are recorded outputs")
  func livebook() {
    let note = convert(
      """
      # C

      ```elixir
      1 + 1
      ```

      <!-- livebook:{"output":true} -->

      ```
      2
      ```

      <!-- livebook:{"branch_parent_index":0} -->

      ## D

      """, "c.livemd")
    #expect(
      note.text == """
        # C

        ```elixir
        1 + 1
        ```

        <!-- outputs -->

        ```
        2
        ```

        <!-- end of outputs -->

        ## D

        """)
    #expect(messages(note) == ["13:1 a setting of Livebook has no meaning here and is left out"])
  }

  @Test("a Jupytext notebook of MyST loses the keys and marks of Jupytext")
  func myst() throws {
    let text = """
      ---
      jupytext:
        text_representation: {extension: .md, format_name: myst}
      kernelspec: {name: python3, display_name: Python 3}
      ---

      # E

      ```{code-cell} python
      x = 1
      ```

      """
    let parsed = NotebookParser(path: "e.md").parse(Array(text.utf8))
    #expect(DocumentImport.isMyST(try #require(parsed.notebook)))
    #expect(convert(text, "e.md").text == "# E\n\n```python\nx = 1\n```\n")
  }
}
