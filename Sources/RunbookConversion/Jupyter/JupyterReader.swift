internal import RunbookFiles

/// Reads Jupyter notebooks of the formats 2 to 4.
struct JupyterReader {
  private let bytes: [UInt8]
  /// Messages about parts that could not be read.
  private(set) var converted = Converted(text: "")

  private var place = (offset: 0, location: SourceLocation(line: 1))

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
          + "name a file saved by Jupyter", at: location(of: error.offset))
    }
    if let first = json.invalidBytes.first {
      converted.warn(
        "text here is not UTF-8; the bytes that are not became '\u{FFFD}'",
        at: location(of: first))
    }
    if let offset = json.truncation {
      converted.warn(
        "the file is cut off here; only what is above becomes a note",
        at: location(of: offset))
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

  private mutating func notANotebook(at root: JSONObject? = nil) -> ConversionError {
    ConversionError(
      "this is not a Jupyter notebook, since it has no list of cells; name a file saved by Jupyter",
      at: root.map { location(of: $0) } ?? SourceLocation(line: 1))
  }

  // MARK: Places

  private mutating func location(of object: JSONObject) -> SourceLocation {
    location(of: object.offset)
  }

  /// The location of a byte; locations asked for in the order of the file take O(file) together.
  private mutating func location(of offset: Int) -> SourceLocation {
    let offset = min(offset, bytes.count)
    if offset < place.offset { place = (0, SourceLocation(line: 1)) }
    for byte in bytes[place.offset..<offset] {
      if byte == 10 {
        place.location = SourceLocation(line: place.location.line + 1)
      } else if byte & 0xC0 != 0x80 {
        // Continuation bytes begin no character.
        place.location.column += 1
      }
    }
    place.offset = offset
    return place.location
  }
}
