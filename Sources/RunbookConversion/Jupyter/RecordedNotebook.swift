/// The file beside a note that contains all that the note does not say about the notebook that it
/// came from.
struct RecordedNotebook {
  /// The name of the file in its folder.
  static let fileName = "notebook.json"

  /// The members of the notebook without its cells.
  var root: JSONObject
  /// The fingerprint of a front matter that conversion added.
  var frontMatter: String?
  /// The cells by their keys, in the order of the notebook.
  private(set) var cells: [(key: String, cell: RecordedCell)] = []
  private var indices: [String: Int] = [:]

  init(root: JSONObject) {
    self.root = root
  }

  subscript(key: String) -> RecordedCell? { indices[key].map { cells[$0].cell } }

  mutating func append(_ cell: RecordedCell, key: String) {
    indices[key] = cells.count
    cells.append((key, cell))
  }

  var bytes: [UInt8] {
    var object = JSONObject([("version", 1), ("notebook", .object(root))])
    if let frontMatter { object.append("front-matter", .string(frontMatter)) }
    object.append("cells", .object(JSONObject(cells.map { ($0.key, $0.cell.json) })))
    return JSONWriter.bytes(.object(object))
  }

  /// Reads the file; `nil` if it is damaged.
  init?(_ bytes: [UInt8]) {
    var reader = JSONReader(bytes)
    guard let object = try? reader.read().object, let root = object["notebook"]?.object else {
      return nil
    }
    self.root = root
    frontMatter = object["front-matter"]?.text
    for (key, value) in object["cells"]?.object?.members ?? [] {
      if let cell = RecordedCell(value) { append(cell, key: key) }
    }
  }
}
