/// All that a note does not say about a cell of the notebook that it came from.
struct RecordedCell {
  /// A part of the cell that is a file beside the note.
  struct File {
    /// The position in the cell: names and indices.
    var path: [JSONValue]
    var name: String
    var layout: JSONObject
  }

  /// The cell without what the note and the files contain.
  var cell: JSONObject
  /// The way in which the source is written if it is the note's text; `nil` if `cell` has it.
  var form: SourceLines.Form?
  /// The fingerprint of the note's text for this cell.
  var text: String
  /// The fingerprints of the pieces in the note, for each output.
  var outputs: [[String]] = []
  var files: [File] = []
  /// Whether the cell is the note's front matter.
  var isFrontMatter = false

  init(cell: JSONObject, form: SourceLines.Form?, text: String) {
    self.cell = cell
    self.form = form
    self.text = text
  }

  /// The cell with its parts back in place.
  ///
  /// - Parameter file: the content of a file beside the note.
  /// - Returns: the cell, and the names of files that are not there.
  func whole(file: (String) -> [UInt8]?) -> (cell: JSONObject, missing: [String]) {
    var value = JSONValue.object(cell)
    var missing: [String] = []
    for part in files {
      guard let bytes = file(part.name) else {
        missing.append(part.name)
        continue
      }
      value.set(EmbeddedFile.value(bytes, layout: part.layout), at: part.path[...])
    }
    return (value.object ?? cell, missing)
  }

  // MARK: JSON

  var json: JSONValue {
    var object = JSONObject([("text", .string(text))])
    if let form { object.append("source", .string(form.rawValue)) }
    if isFrontMatter { object.append("front-matter", .bool(true)) }
    if !outputs.isEmpty {
      object.append("outputs", .array(outputs.map { .array($0.map(JSONValue.string)) }))
    }
    if !files.isEmpty {
      object.append(
        "files",
        .array(
          files.map { file in
            ["at": .array(file.path), "file": .string(file.name), "as": .object(file.layout)]
          }))
    }
    object.append("cell", .object(cell))
    return .object(object)
  }

  init?(_ json: JSONValue) {
    guard let object = json.object, let cell = object["cell"]?.object else { return nil }
    self.cell = cell
    text = object["text"]?.text ?? ""
    form = object["source"]?.text.flatMap(SourceLines.Form.init)
    isFrontMatter = object["front-matter"] == .bool(true)
    outputs = (object["outputs"]?.elements ?? []).map { ($0.elements ?? []).compactMap(\.text) }
    files = (object["files"]?.elements ?? []).compactMap { file in
      guard let file = file.object, let path = file["at"]?.elements, let name = file["file"]?.text,
        !name.contains("/"), let layout = file["as"]?.object
      else { return nil }
      return File(path: path, name: name, layout: layout)
    }
  }
}

extension JSONValue {
  /// Replaces the value at a path of names and indices; a path that leads nowhere changes nothing.
  mutating func set(_ new: JSONValue, at path: ArraySlice<JSONValue>) {
    guard let step = path.first else {
      self = new
      return
    }
    switch self {
    case .object(var object):
      guard let name = step.text, var value = object[name] else { return }
      self = .null
      value.set(new, at: path.dropFirst())
      object[name] = value
      self = .object(object)
    case .array(var elements):
      guard let index = step.integer, elements.indices.contains(index) else { return }
      self = .null
      elements[index].set(new, at: path.dropFirst())
      self = .array(elements)
    case .null, .bool, .number, .string, .malformedString: break
    }
  }
}
