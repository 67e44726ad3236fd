internal import Foundation
internal import RunbookDocument
internal import RunbookFiles

/// A note with the marks of a notebook's cells, as that notebook.
///
/// Cells whose text is unchanged are the recorded ones; of changed code the recorded outputs are
/// dropped. Text and code that the author added become new cells.
struct MarkedNote {
  private let note: NoteLines
  private let blocks: [Block]
  private let file: (String) -> [UInt8]?
  private let folder: String
  private var recorded: RecordedNotebook?
  private let isSwift: Bool
  private let language: String
  private var cells: [JSONObject] = []
  /// The entries of the cells that code and outputs were added to last.
  private var takenKeys: Set<String> = []
  private var usedIdentifiers: Set<String> = []
  /// The pictures of attachments by their path in the note.
  private var attachments: [String: (name: String, type: String)] = [:]
  private(set) var converted = Converted(text: "")

  init(_ text: String, _ notebook: Notebook, file: @escaping (String) -> [UInt8]?) {
    note = NoteLines(text)
    blocks = notebook.blocks.filter {
      if case .footnotes = $0.content { return false }
      return $0.range.start.file == nil
    }
    let root = blocks.lazy.compactMap { block -> (name: String, location: SourceLocation)? in
      guard case .notebook(let name)? = block.notebookMark else { return nil }
      return (name, block.range.start)
    }.first
    folder = root?.name ?? ""
    self.file = file
    var problem: String?
    if !folder.isEmpty {
      if let bytes = file("\(folder)/\(RecordedNotebook.fileName)") {
        recorded = RecordedNotebook(bytes)
        if recorded == nil { problem = "is damaged" }
      } else {
        problem = "is missing"
      }
    }
    let languages = blocks.lazy.compactMap { block -> String? in
      switch block.content {
      case .listing(let listing) where !listing.language.isEmpty: listing.language
      case .cell: "swift"
      default: nil
      }
    }
    language =
      recorded.map { JupyterNotebook.language(of: $0.root) ?? "python" } ?? languages.first
      ?? "swift"
    isSwift = language == "swift"
    usedIdentifiers = Set(recorded?.cells.compactMap { $0.cell.cell["id"]?.text } ?? [])
    for (_, cell) in recorded?.cells ?? [] {
      for part in cell.files where part.path.count == 3 && part.path[0] == "attachments" {
        guard let name = part.path[1].text, let type = part.path[2].text else { continue }
        attachments[RecordedFiles.address("\(folder)/\(part.name)")] = (name, type)
      }
    }
    if let problem {
      converted.warn(
        "'\(folder)/\(RecordedNotebook.fileName)' \(problem); without it the notebook has no "
          + "metadata, and outputs only as far as the note shows them", at: root?.location)
    }
  }

  // MARK: The notebook

  /// The notebook; called once.
  mutating func json() -> JSONValue {
    takeFrontMatter()
    var position = note.frontMatter.count
    var mark: (kind: NotebookMark.CellKind, key: String?, line: Int)?
    var owner: Owner?
    for block in blocks {
      let start = block.range.start.line - 1
      guard start >= position else { continue }
      if case .recorded(let outputs) = block.content {
        flush(position..<start, mark, &owner)
        take(outputs, line: start, owner)
        (mark, owner) = (nil, nil)
      } else if let found = block.notebookMark {
        switch found {
        case .cell(let kind, let key):
          flush(position..<start, mark, &owner)
          owner = nil
          mark = (kind, key, start)
        case .notebook: flush(position..<start, mark, &owner)
        case .outputs, .endOfOutputs: continue
        }
      } else {
        continue
      }
      position = min(block.range.end.line, note.lines.count)
    }
    flush(position..<max(position, note.lines.count), mark, &owner)
    warnOfMissingCells()
    return JupyterNotebook.json(
      recorded?.root ?? JupyterNotebook.newRoot(language: language), cells: cells)
  }

  /// The code cell to which recorded outputs belong.
  private struct Owner {
    var index: Int
    var entry: RecordedCell?
    /// The entry's cell with its files.
    var whole: JSONObject?
    var isChanged = false
  }

  private mutating func takeFrontMatter() {
    let lines = note.frontMatter
    if let (key, entry) = recorded?.cells.first(where: { $0.cell.isFrontMatter }) {
      takenKeys.insert(key)
      if !lines.isEmpty { addCell(.raw, lines, entry, key: key) }
      return
    }
    guard !lines.isEmpty, recorded?.frontMatter != SourceLines.fingerprint(of: lines) else {
      return
    }
    addNew(.raw, lines)
  }

  /// Adds the cells in the lines up to the next mark.
  private mutating func flush(
    _ range: Range<Int>, _ mark: (kind: NotebookMark.CellKind, key: String?, line: Int)?,
    _ owner: inout Owner?
  ) {
    guard let mark else { return addFree(range) }
    var entry: RecordedCell?
    var key = mark.key
    if let stated = key, takenKeys.insert(stated).inserted {
      entry = recorded?[stated]
      if entry?.cell.cellKind != mark.kind { entry = nil }
    } else {
      key = nil
    }
    switch mark.kind {
    case .text: takeText(range, entry, key)
    case .code, .raw:
      let first = range.first { !SourceLines.isBlank(note.lines[$0]) }
      let block = first.flatMap { line in
        note.fenced(at: SourceLocation(line: line + 1)).flatMap {
          $0.range.upperBound <= range.upperBound ? $0 : nil
        }
      }
      addCell(mark.kind, block?.content ?? [], entry, key: key, line: mark.line, &owner)
      addFree((block?.range.upperBound ?? range.lowerBound)..<range.upperBound)
    }
  }

  /// Adds text and code that no mark precedes.
  private mutating func addFree(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    var position = range.lowerBound
    for block in blocks where range.contains(block.range.start.line - 1) {
      let isCode =
        switch block.content {
        case .cell: true
        case .listing(let listing): listing.language == CellCode.info(of: language) && !isSwift
        default: false
        }
      guard isCode, let code = note.fenced(at: block.range.start), code.range.lowerBound >= position
      else { continue }
      addText(position..<code.range.lowerBound)
      addNew(.code, code.content)
      position = min(code.range.upperBound, range.upperBound)
    }
    addText(position..<range.upperBound)
  }

  private mutating func addText(_ range: Range<Int>) {
    let lines = SourceLines.trimmed(note.lines[range])
    if !lines.isEmpty { addNew(.text, lines) }
  }

  /// Adds a Markdown cell, and cells of the code that its author added to it.
  private mutating func takeText(_ range: Range<Int>, _ entry: RecordedCell?, _ key: String?) {
    let lines = SourceLines.trimmed(note.lines[range])
    let isChanged = entry?.text != SourceLines.fingerprint(of: lines)
    let code = blocks.first { block in
      guard isChanged, case .cell = block.content else { return false }
      return range.contains(block.range.start.line - 1) && block.range.start.column == 1
    }
    guard let code else { return addCell(.text, lines, entry, key: key) }
    let start = code.range.start.line - 1
    addCell(
      .text, SourceLines.trimmed(note.lines[range.lowerBound..<start]), entry, key: key)
    addFree(start..<range.upperBound)
  }

  // MARK: Cells

  private mutating func addCell(
    _ kind: NotebookMark.CellKind, _ lines: [String], _ entry: RecordedCell?, key: String?
  ) {
    var owner: Owner?
    addCell(kind, lines, entry, key: key, line: 0, &owner)
  }

  /// Adds a cell with a mark.
  private mutating func addCell(
    _ kind: NotebookMark.CellKind, _ lines: [String], _ entry: RecordedCell?, key: String?,
    line: Int, _ owner: inout Owner?
  ) {
    guard let entry, let key else {
      addNew(kind, lines, key: key)
      owner = Owner(index: cells.count - 1)
      return
    }
    var (cell, missing) = entry.whole { file("\(folder)/\($0)") }
    let whole = cell
    if !missing.isEmpty {
      converted.warn(
        "the file '\(folder)/\(missing[0])' of cell '\(key)' is missing; put it back",
        at: SourceLocation(line: line + 1))
    }
    let isChanged = entry.text != SourceLines.fingerprint(of: lines)
    if isChanged {
      let source =
        switch kind {
        case .text: detached(CellText.source(of: lines), &cell)
        case .code: CellCode.source(of: lines, in: cell, isSwift: isSwift)
        case .raw: lines.joined(separator: "\n")
        }
      cell["source"] = SourceLines.json(source, as: form(of: entry))
    } else if let form = entry.form {
      cell["source"] = SourceLines.json(lines.joined(separator: "\n"), as: form)
    }
    if kind == .code, let outputs = cell["outputs"]?.elements {
      if isChanged, !outputs.isEmpty {
        converted.note(
          "the code of cell '\(key)' has changed, so its recorded outputs are left out; run it in "
            + "Jupyter", at: SourceLocation(line: line + 1))
      }
      // Outputs in the note are added when they are met.
      if isChanged || !isSwift { cell["outputs"] = [] }
      if isChanged, cell["execution_count"] != nil { cell["execution_count"] = .null }
    }
    cells.append(cell)
    owner = Owner(index: cells.count - 1, entry: entry, whole: whole, isChanged: isChanged)
  }

  private func form(of entry: RecordedCell) -> SourceLines.Form {
    if let form = entry.form { return form }
    if case .string? = entry.cell["source"] { return .string }
    return .list
  }

  /// Adds a cell that the notebook has not had.
  private mutating func addNew(
    _ kind: NotebookMark.CellKind, _ lines: [String], key: String? = nil
  ) {
    var cell = JSONObject()
    let source = lines.joined(separator: "\n")
    let text = kind == .text ? detached(CellText.source(of: lines), &cell) : source
    let attached = cell["attachments"]
    cell = JupyterNotebook.newCell(kind, source: text, identifier: newIdentifier(key))
    if let attached { cell.append("attachments", attached) }
    cells.append(cell)
  }

  /// An identifier that no cell has; `nil` if the notebook's format has none.
  private mutating func newIdentifier(_ key: String?) -> String? {
    if let root = recorded?.root,
      root["nbformat"]?.integer ?? 4 == 4, root["nbformat_minor"]?.integer ?? 0 < 5
    {
      return nil
    }
    if let key, usedIdentifiers.insert(key).inserted { return key }
    var number = cells.count + 1
    while !usedIdentifiers.insert("cell-\(number)").inserted { number += 1 }
    return "cell-\(number)"
  }

  /// The text with the addresses of attachments, which are added to the cell.
  private func detached(_ text: String, _ cell: inout JSONObject) -> String {
    guard !folder.isEmpty, text.contains(RecordedFiles.address(folder) + "/") else { return text }
    var text = text
    for (path, attachment) in attachments.sorted(by: { $0.key.utf8.count > $1.key.utf8.count })
    where text.contains(path) {
      text = text.replacing(path, with: Attachments.address(of: attachment.name))
      var all = cell["attachments"]?.object ?? JSONObject()
      if all[attachment.name] == nil,
        let bytes = file(path.removingPercentEncoding ?? path)
      {
        let picture = EmbeddedFile.value(bytes, layout: EmbeddedFile.newLayout(attachment.type))
        all[attachment.name] = .object(JSONObject([(attachment.type, picture)]))
        cell["attachments"] = .object(all)
      }
    }
    return text
  }

  private mutating func warnOfMissingCells() {
    let missing = recorded?.cells.filter { !takenKeys.contains($0.key) } ?? []
    guard let first = missing.first else { return }
    let others = missing.count > 1 ? " and \(missing.count - 1) more" : ""
    converted.note(
      "the note no longer has cell '\(first.key)'\(others); the notebook has not either")
  }

  // MARK: Outputs

  /// Adds the recorded outputs that the note still shows.
  private mutating func take(_ blocks: [Block], line: Int, _ owner: Owner?) {
    guard let owner, cells.indices.contains(owner.index), cells[owner.index].cellKind == .code
    else {
      if !blocks.isEmpty {
        converted.warn(
          "recorded outputs without a code cell above them are left out",
          at: SourceLocation(line: line + 1))
      }
      return
    }
    guard !owner.isChanged else { return }
    let pieces = blocks.map { RecordedPiece($0, of: note) }
    var left = Array(pieces.indices)
    var outputs: [(position: Int, output: JSONValue)] = []
    let recorded = owner.whole?["outputs"]?.elements ?? []
    for (index, output) in recorded.enumerated() {
      let wanted = owner.entry?.outputs[safe: index] ?? []
      let found = wanted.compactMap { print in left.first { pieces[$0].fingerprint == print } }
      guard found.count == wanted.count else { continue }
      left.removeAll { found.contains($0) }
      outputs.append((found.first ?? outputs.last?.position ?? -1, output))
    }
    outputs += left.map { ($0, pieces[$0].output(file)) }
    // Outputs without a piece stay behind the one before them, since sorting is stable.
    outputs.sort { $0.position < $1.position }
    cells[owner.index]["outputs"] = .array(outputs.map(\.output))
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
