import Foundation
import RunbookConversion
import RunbookDocument
import Testing

/// The note of a Jupyter notebook, and the notebook of a note that its author has edited.
@Suite struct JupyterNoteTests {
  private func notebook(_ cells: String, language: String = "python") -> [UInt8] {
    Array(
      """
      {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "\(language)"}},
       "cells": [\(cells)]}
      """.utf8)
  }

  private let plot = #"""
    {"cell_type": "markdown", "id": "b1", "metadata": {}, "source": ["# Plot"]},
    {"cell_type": "code", "id": "b2", "execution_count": 3, "metadata": {"tags": ["keep"]},
     "source": ["show(depth)"], "outputs": [
      {"output_type": "stream", "name": "stdout", "text": ["depth 12\n"]},
      {"output_type": "display_data", "metadata": {},
       "data": {"image/png": "AQID", "text/plain": ["<Figure>"]}}]}
    """#

  /// The cells of the notebook that an edited note becomes.
  private func cells(
    after edit: (String) -> String, keepsFiles: Bool = true
  ) throws -> (cells: [[String: Any]], notes: [Converted.Note]) {
    let note = try JupyterImport.convert(notebook(plot), name: "plot")
    let converted = export(edit(note.text), keepsFiles ? note.files : [:])
    return (parsed(converted.text)["cells"] as? [[String: Any]] ?? [], converted.notes)
  }

  private func source(_ cell: [String: Any]) -> String {
    (cell["source"] as? [String])?.joined() ?? cell["source"] as? String ?? ""
  }

  private func outputs(_ cell: [String: Any]) -> [String] {
    (cell["outputs"] as? [[String: Any]] ?? []).map { output in
      (output["data"] as? [String: Any])?.keys.sorted().joined(separator: " ")
        ?? (output["text"] as? [String])?.joined() ?? ""
    }
  }

  @Test("the note marks cells and shows recorded outputs")
  func note() throws {
    let note = try JupyterImport.convert(notebook(plot), name: "plot")
    #expect(
      note.text == """
        <!-- notebook: plot.recorded -->

        <!-- text cell: b1 -->

        # Plot

        <!-- code cell: b2 -->

        ```python
        show(depth)
        ```

        <!-- outputs -->

        ```
        depth 12
        ```

        ![Output 2 of cell b2](plot.recorded/b2-2.png)

        <!-- end of outputs -->

        """)
    #expect(note.files["plot.recorded/b2-2.png"] == [1, 2, 3])
    let tree = try #require(NotebookParser(path: "n.md").parse(Array(note.text.utf8)).notebook)
    let recorded = tree.blocks.compactMap { block -> Int? in
      if case .recorded(let blocks) = block.content { blocks.count } else { nil }
    }
    #expect(recorded == [2])
  }

  @Test("changed code loses its outputs, which is said at its place")
  func changedCode() throws {
    let (cells, notes) = try cells { $0.replacing("(depth)", with: "(width)") }
    #expect(cells.map(source) == ["# Plot", "show(width)"])
    #expect(outputs(cells[1]).isEmpty && cells[1]["execution_count"] is NSNull)
    #expect((cells[1]["metadata"] as? [String: [String]]) == ["tags": ["keep"]])
    #expect(notes.map(\.location) == [.init(line: 7)])
  }

  @Test("moved and added cells are where the note has them")
  func movedCells() throws {
    let (cells, _) = try cells { text in
      let middle = text.range(of: "<!-- code cell")!.lowerBound
      return text[middle...]
        + "\nNew words.\n\n```python\nnew()\n```\n\n<!-- text cell: b1 -->\n\n# Two\n\n"
        + "```swift\nlet a = 1\n```\n"
    }
    #expect(cells.map(source) == ["show(depth)", "New words.", "new()", "# Two", "let a = 1"])
    #expect(
      cells.map { $0["cell_type"] as? String } == ["code", "markdown", "code", "markdown", "code"])
    #expect(cells[0]["id"] as? String == "b2" && cells[3]["id"] as? String == "b1")
    #expect(Set(cells.compactMap { $0["id"] as? String }).count == 5)
  }

  @Test("outputs are those that the note still shows")
  func changedOutputs() throws {
    let text = try cells { $0.replacing("depth 12", with: "depth 13") }.cells[1]
    #expect(outputs(text) == ["depth 13\n", "image/png text/plain"])
    let deleted = try cells { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("![") }
        .joined(separator: "\n")
    }.cells[1]
    #expect(outputs(deleted) == ["depth 12\n"])
  }

  @Test("spaces at ends of lines and other line ends are no changes")
  func lineEnds() throws {
    let (cells, notes) = try cells { $0.replacing("\n", with: "  \r\n") }
    #expect(cells.map(source) == ["# Plot  ", "show(depth)  "] && outputs(cells[1]).count == 2)
    #expect(notes.isEmpty)
  }

  @Test("without its folder a note is still a notebook, with a warning at the mark")
  func missingFolder() throws {
    let (cells, notes) = try cells(after: { "Words.\n\n" + $0 }, keepsFiles: false)
    #expect(cells.map(source) == ["Words.", "# Plot", "show(depth)"])
    #expect(outputs(cells[2]).first == "depth 12\n")
    #expect(notes.map(\.severity) == [.warning] && notes.first?.location == .init(line: 3))
  }

  @Test("cells of Swift run, with tags as options and commands to Jupyter as comments")
  func swift() throws {
    let note = try JupyterImport.convert(
      notebook(
        #"""
        {"cell_type": "code", "id": "a", "metadata": {"tags": ["remove-input"]}, "execution_count": 3,
         "source": "%install x\nlet s = \"```\"\nprint(s)", "outputs": [{"output_type": "stream"}]}
        """#, language: "swift"), name: "n")
    #expect(
      note.text.hasSuffix(
        """
        ```swift
        //| echo: false
        // %install x
        let s = "```"
        print(s)
        ```

        """))
    #expect(NotebookParser(path: "n.md").parse(Array(note.text.utf8)).notebook?.cells.count == 1)
  }

  @Test(
    "what a cell leaves open ends with the cell",
    arguments: [
      "```python\nx = 1", "~~~~\n```", "> ```\n> x", "- a\n\n  ```\n  x", "<!-- open",
      "<script>\nx",
      "<pre>\n\nx", "<?php\n\nx", "<![CDATA[\n\nx", "$$\nx", "`````\n````",
    ])
  func openText(_ text: String) throws {
    let cell = try JSONSerialization.data(
      withJSONObject: ["cell_type": "markdown", "id": "a", "metadata": [:], "source": text]
        as [String: Any])
    let note = try JupyterImport.convert(
      notebook(
        String(decoding: cell, as: UTF8.self)
          + ###", {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "## Next"}"###),
      name: "n")
    let parsed = NotebookParser(path: "n.md").parse(Array(note.text.utf8))
    #expect(parsed.notebook?.headings.map(\.text) == ["Next"], "\(note.text)")
    #expect(!parsed.hasErrors, "\(parsed.diagnostics)")
  }

  @Test("Swift in a text cell does not run")
  func swiftInText() throws {
    for info in ["swift", "Swift", "{swift}", "swift echo=false"] {
      let note = try JupyterImport.convert(
        notebook(
          #"{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "```\#(info)\nlet a = 1\n```"}"#
        ),
        name: "n")
      let parsed = NotebookParser(path: "n.md").parse(Array(note.text.utf8))
      #expect(parsed.notebook?.cells.isEmpty == true && !parsed.hasErrors, "\(info)")
    }
  }

  @Test("a note that becomes a Jupyter notebook and a note again is the same")
  func noteThereAndBack() throws {
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
    let file = export(text, [:])
    let cells = try #require(parsed(file.text)["cells"] as? [[String: Any]])
    #expect(
      cells.map { $0["cell_type"] as? String } == ["raw", "markdown", "code", "code", "markdown"])
    #expect(cells[2]["outputs"] != nil && cells[2]["execution_count"] is NSNull)
    let back = try JupyterImport.convert(Array(file.text.utf8), name: "n")
    #expect(back.text == text && back.files.isEmpty)
  }
}
