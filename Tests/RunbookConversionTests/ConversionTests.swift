import Foundation
import RunbookConversion
import RunbookDocument
import Testing

@Suite struct ConversionTests {
  private func jupyter(_ cells: String, language: String = "swift") -> [UInt8] {
    Array(
      """
      {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "\(language)"}},
       "cells": [\(cells)]}
      """.utf8)
  }

  @Test("text, formulas and Swift of a Jupyter notebook become a note")
  func jupyterToNote() throws {
    let note = try JupyterImport.convert(
      jupyter(
        #"""
        {"cell_type": "markdown", "metadata": {}, "source": ["# 합성곱\n", "\n", "A sum $x * w$:\n",
          "\\begin{align}\n", "a &= b\n", "\\end{align}\n"]},
        {"cell_type": "code", "metadata": {"tags": ["remove-input", "other"]}, "execution_count": 3,
          "source": "%install x\nlet s = \"```\"\nprint(s)\n", "outputs": [{"output_type": "stream"}]},
        {"cell_type": "code", "metadata": {}, "source": [], "outputs": []}
        """#), name: "note")
    #expect(
      note.text == """
        # 합성곱

        A sum $x * w$:
        $$
        \\begin{align}
        a &= b
        \\end{align}
        $$

        ```swift
        //| echo: false
        // %install x
        let s = "```"
        print(s)
        ```

        """)
    #expect(note.notes.map(\.message) == ["outputs are not converted; running the note creates them"])
    let parsed = NotebookParser(path: "note.md").parse(Array(note.text.utf8))
    #expect(parsed.diagnostics.isEmpty && parsed.notebook?.cells.count == 1)
  }

  @Test("code in another language becomes a listing, which is reported")
  func otherLanguage() throws {
    let note = try JupyterImport.convert(
      jupyter(
        #"{"cell_type": "code", "metadata": {}, "source": "a = '''\n```\n'''"}"#,
        language: "Python"), name: "note")
    #expect(note.text == "````python\na = '''\n```\n'''\n````\n")
    #expect(
      note.notes.map(\.message) == ["1 cell of python became a listing; only Swift runs"])
  }

  @Test("pasted pictures become files beside the note; HTML is enabled if the note contains some")
  func attachments() throws {
    let note = try JupyterImport.convert(
      jupyter(
        #"""
        {"cell_type": "markdown", "metadata": {}, "source": "![](attachment:a.png) <b>x</b>",
         "attachments": {"a.png": {"image/png": "AQID"}, "b.png": {"image/png": "?"}}}
        """#), name: "lecture")
    #expect(note.text == "---\nhtml: true\n---\n\n![](lecture_files/cell-1-a.png) <b>x</b>\n")
    #expect(note.files == ["lecture_files/cell-1-a.png": [1, 2, 3]])
  }

  @Test(
    "a file that is not a Jupyter notebook of format 4 is rejected with advice",
    arguments: [
      ("", "this is not a Jupyter notebook; name a file saved by Jupyter"),
      ("{\"nbformat\": 3}", "this is nbformat 3; open it in Jupyter and save it, which makes it 4"),
      (
        "{\"nbformat\": 4, \"nbformat_minor\": 0, \"metadata\": {}, \"cells\": [{\"cell_type\": 1}]}",
        "this Jupyter notebook is damaged (a wrong type at cells.[0].cell_type); "
          + "open it in Jupyter and save it"
      ),
    ])
  func refused(text: String, message: String) {
    do throws(ConversionError) {
      _ = try JupyterImport.convert(Array(text.utf8), name: "x")
      Issue.record("was taken")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test("a note that becomes a Jupyter notebook and a note again is the same")
  func roundTrip() throws {
    let text = """
      ---
      title: "Pooling"
      ---

      # Text

      With $x$ and a listing:

      ```python
      print("```")
      ```

      ```swift
      //| label: fig-a
      //| fig-cap: A figure.
      let a = 1

      print(a)
      ```

      ```swift
      print(2)
      ```

      The end.

      """
    let parsed = try #require(NotebookParser(path: "n.md").parse(Array(text.utf8)).notebook)
    let file = JupyterExport.convert(text, parsed)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any])
    let cells = try #require(json["cells"] as? [[String: Any]])
    #expect(
      cells.map { $0["cell_type"] as? String } == ["raw", "markdown", "code", "code", "markdown"])
    #expect(cells[2]["outputs"] != nil && cells[2]["execution_count"] is NSNull)
    let back = try JupyterImport.convert(Array(file.text.utf8), name: "n")
    #expect(back.text == text)
  }

  @Test("syntax specific to Quarto is converted")
  func quarto() {
    let note = QuartoImport.convert(
      """
      ---
      title: A
      ---

      ```{swift}
      #| label: fig-a
      let a = 1
      ```

      ```{python}
      #| echo: false
      print(1) # {x}
      ```

      ::: {.callout-note title="Mind"}
      First.

      - second
      :::

      ::: {.column-margin}
      Aside.
      :::
      """)
    #expect(
      note.text == """
        ---
        title: A
        ---

        ```swift
        #| label: fig-a
        let a = 1
        ```

        ```python
        print(1) # {x}
        ```

        > **Mind**
        >
        > First.
        >
        > - second

        Aside.
        """)
    #expect(
      note.notes.map(\.message) == [
        "1 cell in other languages became a listing; only Swift runs"
      ])
  }
}
