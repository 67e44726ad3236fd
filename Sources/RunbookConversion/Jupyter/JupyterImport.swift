internal import Foundation
internal import RunbookDocument

/// Converts Jupyter notebooks to Markdown notes.
///
/// Text and formulas are kept, Swift code becomes cells, code in other languages becomes listings
/// with their recorded outputs. Comments mark the cells, and a folder beside the note contains all
/// that the note does not say, so `JupyterExport` can write the same notebook again. A notebook
/// that follows from its text alone needs neither.
package struct JupyterImport {
  private let notebook: JupyterNotebook
  private let isSwift: Bool
  private let info: String
  private var files: RecordedFiles
  private var recorded: RecordedNotebook
  private var converted = Converted(text: "")
  private var lines: [String] = []
  private var usedKeys: Set<String> = []
  private var listings = 0
  private var swiftOutputs = 0

  private init(_ notebook: JupyterNotebook, name: String) {
    self.notebook = notebook
    let language = notebook.language
    isSwift = language == "swift"
    info = CellCode.info(of: language)
    files = RecordedFiles(folder: "\(name).recorded")
    recorded = RecordedNotebook(root: notebook.root)
  }

  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: the note's name without its extension.
  /// - Throws: `ConversionError` when the file is not a Jupyter notebook.
  package static func convert(_ bytes: [UInt8], name: String) throws(ConversionError) -> Converted {
    let (notebook, notes) = try JupyterReader.read(bytes)
    if let text = PlainNote.text(of: notebook) { return Converted(text: text) }
    var conversion = JupyterImport(notebook, name: name)
    conversion.converted.notes = notes
    conversion.write()
    return conversion.converted
  }

  // MARK: The note

  private mutating func write() {
    var cells = notebook.cells[...]
    var frontMatter: [String] = []
    usedKeys = Set(cells.compactMap { $0["id"]?.text })
    var keysLeft = usedKeys
    if let first = cells.first, first.cellKind == .raw,
      let stated = FrontMatterText.lines(in: first.cellSource)
    {
      frontMatter = stated
      var entry = self.entry(first, lines: frontMatter)
      entry.isFrontMatter = true
      recorded.append(entry, key: key(of: first, number: 1, &keysLeft))
      cells.removeFirst()
    } else if let title = notebook.root["metadata"]?.object?["title"]?.text, !title.isEmpty {
      frontMatter = ["---", "title: \(YAMLWord.quoted(title))", "---"]
      recorded.frontMatter = SourceLines.fingerprint(of: frontMatter)
    }
    if !frontMatter.isEmpty { append(frontMatter) }
    append([NotebookMark.notebook(folder: files.folder).text])
    for (index, cell) in zip(cells.indices, cells) {
      let key = self.key(of: cell, number: index + 1, &keysLeft)
      append([NotebookMark.cell(cell.cellKind, key: key).text])
      switch cell.cellKind {
      case .text: takeText(cell, key)
      case .code: takeCode(cell, key)
      case .raw: takeRaw(cell, key)
      }
    }
    finish()
  }

  /// Adds lines after a blank one.
  private mutating func append(_ block: [String]) {
    guard !block.isEmpty else { return }
    if !lines.isEmpty { lines.append("") }
    lines += block
  }

  /// The name of a cell in the note: its identifier, else its number.
  private mutating func key(
    of cell: JSONObject, number: Int, _ keysLeft: inout Set<String>
  ) -> String {
    if let id = cell["id"]?.text, id.utf8.count <= 64, !id.isEmpty,
      id.utf8.allSatisfy({ Self.isPartOfKey($0) }), keysLeft.remove(id) != nil
    {
      return id
    }
    var key = String(number)
    while !usedKeys.insert(key).inserted { key += "x" }
    return key
  }

  private static func isPartOfKey(_ byte: UInt8) -> Bool {
    let letter = Character(Unicode.Scalar(byte))
    return letter.isASCII && (letter.isLetter || letter.isNumber || letter == "-" || letter == "_")
  }

  // MARK: Cells

  private mutating func takeText(_ cell: JSONObject, _ key: String) {
    var source = cell.cellSource
    var parts: [RecordedCell.File] = []
    var paths: [(name: String, path: String)] = []
    for (name, bundle) in cell["attachments"]?.object?.members ?? [] {
      for (type, value) in bundle.object?.members ?? [] {
        guard let file = EmbeddedFile(value, type: type) else { continue }
        let fileName = files.add(file.bytes, name: "\(key)-\(name)", type: type)
        if let layout = file.layout {
          parts.append(
            .init(
              path: ["attachments", .string(name), .string(type)], name: fileName, layout: layout))
        }
        paths.append((name, files.path(of: fileName)))
        break
      }
    }
    for (name, path) in paths.sorted(by: { $0.name.utf8.count > $1.name.utf8.count }) {
      source = Attachments.replacing(name, by: path, in: source)
    }
    let text = CellText(source).lines
    append(text)
    recorded.append(entry(cell, lines: text, files: parts), key: key)
  }

  private mutating func takeCode(_ cell: JSONObject, _ key: String) {
    let code = CellCode.lines(of: cell, isSwift: isSwift)
    if !code.isEmpty {
      append(SourceLines.fenced(code, info))
      listings += isSwift ? 0 : 1
    }
    let outputs = cell["outputs"]?.elements ?? []
    var parts: [RecordedCell.File] = []
    var fingerprints: [[String]] = []
    var blocks: [[String]] = []
    for (index, output) in outputs.enumerated() {
      let types = takePictures(of: output, index, key, &parts)
      let pieces = OutputText.pieces(of: output.object ?? JSONObject(), pictures: types)
      fingerprints.append([])
      for piece in pieces {
        switch piece {
        case .listing(let language, let lines):
          blocks.append(SourceLines.fenced(lines, language))
          fingerprints[index].append(SourceLines.fingerprint(of: lines))
        case .picture(let type):
          let name = files.name(key, index, type)
          blocks.append(["![Output \(index + 1) of cell \(key)](\(files.path(of: name)))"])
          fingerprints[index].append(SourceLines.fingerprint(of: [name]))
        }
      }
    }
    // Swift runs, so its outputs are not needed in the note.
    if isSwift {
      swiftOutputs += outputs.isEmpty ? 0 : 1
      fingerprints = outputs.map { _ in [] }
    } else if !outputs.isEmpty {
      append([NotebookMark.outputs.text])
      for block in blocks { append(block) }
      append([NotebookMark.endOfOutputs.text])
    }
    var entry = self.entry(cell, lines: code, files: parts)
    entry.outputs = fingerprints
    recorded.append(entry, key: key)
  }

  /// Makes files of an output's pictures.
  ///
  /// - Returns: their media types.
  private mutating func takePictures(
    of output: JSONValue, _ index: Int, _ key: String, _ parts: inout [RecordedCell.File]
  ) -> Set<String> {
    var types: Set<String> = []
    for (type, value) in output.object?["data"]?.object?.members ?? [] {
      guard EmbeddedFile.fileExtension(of: type) != nil,
        let file = EmbeddedFile(value, type: type), types.insert(type).inserted
      else { continue }
      let name = files.add(file.bytes, output: index, of: key, type: type)
      guard let layout = file.layout else { continue }
      parts.append(
        .init(
          path: ["outputs", .number(String(index)), "data", .string(type)], name: name,
          layout: layout))
    }
    return types
  }

  private mutating func takeRaw(_ cell: JSONObject, _ key: String) {
    let source = cell.cellSource
    let text = source.isEmpty ? [] : SourceLines.lines(of: source)
    if !text.isEmpty { append(SourceLines.fenced(text, "")) }
    recorded.append(entry(cell, lines: text), key: key)
  }

  /// The record of a cell.
  ///
  /// - Parameter lines: the note's lines of the cell.
  private func entry(
    _ cell: JSONObject, lines: [String], files: [RecordedCell.File] = []
  ) -> RecordedCell {
    var value = JSONValue.object(cell)
    for file in files { value.set(.null, at: file.path[...]) }
    var rest = value.object ?? cell
    var form = cell["source"].flatMap { SourceLines.form(of: $0) }
    if form != nil, lines.joined(separator: "\n").utf8.elementsEqual(cell.cellSource.utf8) {
      rest["source"] = .null
    } else {
      form = nil
    }
    var entry = RecordedCell(cell: rest, form: form, text: SourceLines.fingerprint(of: lines))
    entry.files = files
    return entry
  }

  private mutating func finish() {
    converted.text = lines.joined(separator: "\n") + "\n"
    converted.files = files.contents
    converted.files["\(files.folder)/\(RecordedNotebook.fileName)"] = recorded.bytes
    if listings > 0 {
      converted.note(
        "\(listings) \(listings == 1 ? "cell" : "cells") of \(notebook.language) became "
          + "\(listings == 1 ? "a listing" : "listings"); only Swift runs")
    }
    if swiftOutputs > 0 {
      converted.note(
        "the outputs of \(swiftOutputs) \(swiftOutputs == 1 ? "cell" : "cells") are kept for the "
          + "notebook only; running the note creates them")
    }
    converted.note(
      "'\(files.folder)' contains the rest of the notebook; keep it beside the note")
  }
}
