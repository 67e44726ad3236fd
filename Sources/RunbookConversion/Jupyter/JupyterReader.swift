internal import RunbookFiles

/// Reads Jupyter notebooks of the formats 2 to 4.
struct JupyterReader {
  private let bytes: [UInt8]
  /// Messages about parts that could not be read.
  private(set) var converted = Converted(text: "")

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// - Returns: the notebook in format 4, and messages about parts that could not be read.
  /// - Throws: `ConversionError` when the file is not a Jupyter notebook.
  static func read(
    _ bytes: [UInt8]
  ) throws(ConversionError) -> (notebook: JupyterNotebook, notes: [Converted.Note]) {
    var reader = Self(bytes)
    let notebook = try reader.notebook()
    return (notebook, reader.converted.notes)
  }

  private mutating func notebook() throws(ConversionError) -> JupyterNotebook {
    var json = JSONReader(bytes)
    let value: JSONValue
    do {
      value = try json.read()
    } catch {
      throw ConversionError(
        "this is not a Jupyter notebook, since it is not JSON: \(error.message); "
          + "name a file saved by Jupyter", at: Self.location(of: error.offset, in: bytes))
    }
    if let first = json.invalidBytes.first {
      converted.warn(
        "text here is not UTF-8; the bytes that are not became '\u{FFFD}'",
        at: Self.location(of: first, in: bytes))
    }
    if let offset = json.truncation {
      converted.warn(
        "the file is cut off here; only what is above becomes a note",
        at: Self.location(of: offset, in: bytes))
    }
    guard var root = value.object else { throw notANotebook() }
    let version = root["nbformat"]?.integer
    guard version.map({ (2...4).contains($0) }) ?? true else {
      throw ConversionError(
        "this is nbformat \(version ?? 0); open it in Jupyter and save it, which makes it 4",
        at: location(of: root))
    }
    if root["worksheets"] != nil, root["cells"] == nil || version ?? 3 < 4 {
      let upgrade = JupyterUpgrade(root)
      root = upgrade.root
    }
    guard let stated = root["cells"]?.elements else { throw notANotebook(at: root) }
    var cells: [JSONObject] = []
    for (index, cell) in stated.enumerated() {
      if let cell = cell.object {
        check(cell, number: index + 1)
        cells.append(cell)
      } else {
        converted.warn(
          "cell \(index + 1) is not an object and is left out; open the notebook in Jupyter and "
            + "save it", at: location(of: root))
      }
    }
    root["cells"] = .null
    return JupyterNotebook(root: root, cells: cells)
  }

  /// Warns of cells whose text cannot be shown in a note.
  private mutating func check(_ cell: JSONObject, number: Int) {
    switch cell["cell_type"]?.text {
    case "markdown"?, "code"?, "raw"?: break
    case let kind:
      converted.warn(
        "cell \(number) is of the unknown kind '\(kind ?? "")'; it is kept as raw text",
        at: location(of: cell))
    }
    if cell["source"] != nil, cell["source"]?.joinedText == nil {
      converted.warn(
        "the source of cell \(number) is not text; the note shows it as empty",
        at: location(of: cell))
    }
  }

  private func notANotebook(at root: JSONObject? = nil) -> ConversionError {
    ConversionError(
      "this is not a Jupyter notebook, since it has no list of cells; name a file saved by Jupyter",
      at: root.map(location) ?? SourceLocation(line: 1))
  }

  // MARK: Places

  private func location(of object: JSONObject) -> SourceLocation {
    Self.location(of: object.offset, in: bytes)
  }

  static func location(of offset: Int, in bytes: [UInt8]) -> SourceLocation {
    let before = bytes[..<min(offset, bytes.count)]
    let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return SourceLocation(
      line: before.count { $0 == 10 } + 1,
      // Continuation bytes begin no character.
      column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
  }
}
