internal import Foundation
package import RunbookDocument
internal import RunbookFiles

/// Converts Markdown notes to Jupyter notebooks.
///
/// Cells become code cells with their options, the text between them becomes Markdown cells, the
/// front matter a raw cell. A note that came from a notebook becomes that notebook again, with the
/// changes that its author made (`MarkedNote`).
package enum JupyterExport {
  /// - Parameters:
  ///   - text: the note's source, whose lines end in LF.
  ///   - notebook: the parsed note.
  ///   - file: returns the content of a file by its path relative to the note.
  package static func convert(
    _ text: String, _ notebook: Notebook, file: @escaping (String) -> [UInt8]? = { _ in nil }
  ) -> Converted {
    var converted = Converted(text: "")
    if notebook.blocks.contains(where: { $0.notebookMark != nil }) {
      var note = MarkedNote(text, notebook, file: file)
      converted.text = JSONWriter.text(note.json())
      converted.notes = note.converted.notes
    } else {
      converted.text = JSONWriter.text(self.notebook(of: text, notebook))
      let nested = nestedCells(of: notebook)
      if nested > 0 {
        converted.note(
          "\(nested) \(nested == 1 ? "cell" : "cells") in lists or quotations remain text")
      }
    }
    if !notebook.includes.isEmpty {
      converted.note("included files are not converted and are not part of the notebook")
    }
    return converted
  }

  private static func nestedCells(of notebook: Notebook) -> Int {
    notebook.cells.count { $0.fence.file == nil && $0.fence.column > 1 }
  }

  /// The notebook of a note without marks.
  static func notebook(of text: String, _ notebook: Notebook) -> JSONValue {
    let lines = NoteLines(text)
    var cells: [JSONObject] = []
    func add(_ kind: NotebookMark.CellKind, _ lines: [String]) {
      cells.append(
        JupyterNotebook.newCell(
          kind, source: lines.joined(separator: "\n"), identifier: "cell-\(cells.count + 1)"))
    }
    if !lines.frontMatter.isEmpty { add(.raw, lines.frontMatter) }
    var position = lines.frontMatter.count
    for cell in notebook.cells {
      guard let block = lines.fenced(at: cell.fence), block.range.lowerBound >= position else {
        continue
      }
      let text = SourceLines.trimmed(lines.lines[position..<block.range.lowerBound])
      if !text.isEmpty { add(.text, text) }
      add(.code, block.content)
      position = block.range.upperBound
    }
    let text = SourceLines.trimmed(lines.lines[min(position, lines.lines.count)...])
    if !text.isEmpty { add(.text, text) }
    return JupyterNotebook.json(JupyterNotebook.newRoot, cells: cells)
  }
}

/// The lines of a note.
struct NoteLines {
  let lines: [String]
  /// The lines of the front matter with the marks around them.
  let frontMatter: [String]

  init(_ text: String) {
    var lines = SourceLines.lines(of: text)
    if lines.first?.hasPrefix("\u{FEFF}") ?? false {
      lines[0].unicodeScalars.removeFirst()
    }
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    if lines.first == "---",
      let end = lines.dropFirst().firstIndex(where: { $0 == "---" || $0 == "..." })
    {
      frontMatter = Array(lines[...end])
    } else {
      frontMatter = []
    }
  }

  /// A block of code that begins at the first column of the note itself.
  ///
  /// - Parameter fence: the location of its opening fence.
  /// - Returns: its lines with the fences, and the content between them.
  func fenced(at fence: SourceLocation) -> (range: Range<Int>, content: [String])? {
    let start = fence.line - 1
    guard fence.file == nil, fence.column == 1, lines.indices.contains(start),
      let mark = lines[start].utf8.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    let length = lines[start].utf8.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    var end = start + 1
    while end < lines.count {
      let line = lines[end].utf8
      let rest = line.drop { $0 == 32 }
      let closing = rest.prefix { $0 == mark }.count
      if line.count - rest.count < 4, closing >= length,
        rest.dropFirst(closing).allSatisfy({ $0 == 32 || $0 == 9 })
      {
        return (start..<(end + 1), Array(lines[(start + 1)..<end]))
      }
      end += 1
    }
    return (start..<end, Array(lines[(start + 1)...]))
  }
}
