internal import RunbookDocument

/// A Jupyter notebook of format 4, its members as they were read.
struct JupyterNotebook {
  /// The members of the file; that of the cells is empty.
  var root: JSONObject
  var cells: [JSONObject]

  /// The language of the code cells, in lower case.
  var language: String { Self.language(of: root) ?? "python" }

  static func language(of root: JSONObject) -> String? {
    let metadata = root["metadata"]?.object
    let stated = [
      metadata?["language_info"]?.object?["name"], metadata?["kernelspec"]?.object?["language"],
    ]
    return stated.compactMap { $0?.text }.first { !$0.isEmpty }?.lowercased()
  }

  /// The whole file with other cells.
  static func json(_ root: JSONObject, cells: [JSONObject]) -> JSONValue {
    var root = root
    root["cells"] = .array(cells.map(JSONValue.object))
    return .object(root)
  }

  /// The members of a new notebook of Swift.
  static var newRoot: JSONObject {
    root(
      kernelspec: ["display_name": "Swift", "language": "swift", "name": "swift"],
      language: "swift")
  }

  /// The members of a notebook in a language of which only the name is known.
  static func newRoot(language: String) -> JSONObject {
    if language == "swift" { return newRoot }
    let name = language == "python" ? "Python 3" : language.capitalized
    return root(
      kernelspec: [
        "display_name": .string(name), "language": .string(language),
        "name": .string(language == "python" ? "python3" : language),
      ], language: language)
  }

  private static func root(kernelspec: JSONValue, language: String) -> JSONObject {
    JSONObject([
      ("cells", .array([])),
      (
        "metadata",
        ["kernelspec": kernelspec, "language_info": ["name": .string(language)]]
      ), ("nbformat", 4), ("nbformat_minor", 5),
    ])
  }

  /// A cell that a notebook has not had before.
  ///
  /// - Parameter identifier: `nil` in formats without identifiers.
  static func newCell(
    _ kind: NotebookMark.CellKind, source: String, identifier: String?
  ) -> JSONObject {
    var cell = JSONObject([("cell_type", .string(kind == .text ? "markdown" : kind.rawValue))])
    if kind == .code { cell.append("execution_count", .null) }
    if let identifier { cell.append("id", .string(identifier)) }
    cell.append("metadata", [:])
    if kind == .code { cell.append("outputs", []) }
    cell.append("source", SourceLines.json(source))
    return cell
  }
}

extension JSONObject {
  /// The kind of a notebook's cell; unknown kinds are kept like raw text.
  var cellKind: NotebookMark.CellKind {
    switch self["cell_type"]?.text {
    case "markdown": .text
    case "code": .code
    default: .raw
    }
  }

  /// The source of a notebook's cell.
  var cellSource: String { self["source"]?.joinedText ?? "" }
}
