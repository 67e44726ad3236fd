internal import Foundation
package import RunbookDocument

/// Converts Markdown notes to Jupyter notebooks.
///
/// Cells become code cells with their options, the text between them becomes Markdown cells, the
/// front matter a raw cell. Converting a note to a notebook and back gives the same note.
package enum JupyterExport {
  /// - Parameters:
  ///   - text: the note's source, whose lines end in LF.
  ///   - notebook: the parsed note.
  package static func convert(_ text: String, _ notebook: Notebook) -> Converted {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    var cells: [JupyterFile.Cell] = []
    var position = 0
    if lines.first == "---",
      let end = lines.dropFirst().firstIndex(where: { $0 == "---" || $0 == "..." })
    {
      cells.append(cell("raw", lines[...end]))
      position = end + 1
    }
    var nested = 0
    for found in notebook.cells where found.fence.file == nil {
      let fence = found.fence.line - 1
      guard found.fence.column == 1, lines.indices.contains(fence), fence >= position else {
        nested += 1
        continue
      }
      let code = found.source.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      let end = found.location.line - 1 + code
      addText(lines[position..<fence], to: &cells)
      cells.append(cell("code", lines[(fence + 1)..<min(end, lines.count)]))
      position = min(end + 1, lines.count)
    }
    addText(lines[position...], to: &cells)
    for index in cells.indices { cells[index].identifier = "cell-\(index + 1)" }
    var converted = Converted(text: json(cells))
    if nested > 0 {
      converted.notes.append(
        "\(nested) \(nested == 1 ? "cell" : "cells") in lists or quotations remain text")
    }
    if !notebook.includes.isEmpty {
      converted.notes.append("included files are not converted and are not part of the notebook")
    }
    return converted
  }

  private static func addText(_ lines: ArraySlice<String>, to cells: inout [JupyterFile.Cell]) {
    let text = lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    if !text.isEmpty { cells.append(cell("markdown", text[...])) }
  }

  private static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

  private static func cell(_ kind: String, _ lines: some Sequence<String>) -> JupyterFile.Cell {
    JupyterFile.Cell(kind: kind, source: .init(lines.joined(separator: "\n")))
  }

  private static func json(_ cells: [JupyterFile.Cell]) -> String {
    var file = JupyterFile(cells: cells)
    file.metadata.kernelspec = .init(name: "swift", displayName: "Swift", language: "swift")
    file.metadata.language = .init(name: "swift")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(file)) ?? Data()
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
