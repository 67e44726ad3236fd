internal import RunbookDocument

/// The note of a notebook that consists of nothing but front matter, text and cells of Swift.
enum PlainNote {
  /// The text of a note that export turns into the same notebook; `nil` if there is none without
  /// marks.
  static func text(of notebook: JupyterNotebook) -> String? {
    guard notebook.language == "swift", !notebook.cells.isEmpty else { return nil }
    var blocks: [[String]] = []
    for (index, cell) in notebook.cells.enumerated() {
      guard cell["attachments"] == nil, cell["outputs"]?.elements?.isEmpty ?? true else {
        return nil
      }
      let lines = SourceLines.lines(of: cell.cellSource)
      switch cell.cellKind {
      case .text: blocks.append(lines)
      case .code: blocks.append(SourceLines.fenced(lines, "swift"))
      case .raw:
        guard index == 0 else { return nil }
        blocks.append(lines)
      }
    }
    let text = blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    guard
      let note = NotebookParser(path: "").parse(Array(text.utf8)).notebook,
      JupyterExport.notebook(of: text, note) == normalized(notebook)
    else { return nil }
    return text
  }

  /// The notebook with sources as lists of lines.
  private static func normalized(_ notebook: JupyterNotebook) -> JSONValue {
    let cells = notebook.cells.map { cell in
      var cell = cell
      cell["source"] = SourceLines.json(cell.cellSource)
      return cell
    }
    return JupyterNotebook.json(notebook.root, cells: cells)
  }
}
