/// A notebook of format 2 or 3 as one of format 4, as Jupyter itself converts it.
struct JupyterUpgrade {
  private(set) var root: JSONObject
  private var language: String?

  init(_ old: JSONObject) {
    root = old
    var cells: [JSONValue] = []
    for sheet in old["worksheets"]?.elements ?? [] {
      for cell in sheet.object?["cells"]?.elements ?? [] {
        cells.append(cell.object.map { .object(upgraded($0)) } ?? cell)
      }
    }
    root["worksheets"] = nil
    root["cells"] = .array(cells)
    var metadata = old["metadata"]?.object ?? JSONObject()
    metadata["name"] = nil
    if let language, metadata["language_info"] == nil, metadata["kernelspec"] == nil {
      metadata.append("language_info", ["name": .string(language)])
    }
    root["metadata"] = .object(metadata)
    root["nbformat"] = 4
    root["nbformat_minor"] = 0
  }

  private mutating func upgraded(_ old: JSONObject) -> JSONObject {
    var cell = old
    var metadata = old["metadata"]?.object ?? JSONObject()
    switch old["cell_type"]?.text {
    case "code":
      language = language ?? old["language"]?.text
      cell["language"] = nil
      if let collapsed = old["collapsed"] { metadata["collapsed"] = collapsed }
      cell["collapsed"] = nil
      cell["execution_count"] = old["prompt_number"] ?? .null
      cell["prompt_number"] = nil
      cell["source"] = old["input"] ?? []
      cell["input"] = nil
      cell["outputs"] = .array(
        (old["outputs"]?.elements ?? []).map { value in
          value.object.map { .object(Self.upgraded(output: $0)) } ?? value
        })
    case "heading":
      let level = min(max(old["level"]?.integer ?? 1, 1), 6)
      let words = old.cellSource.split(whereSeparator: \.isNewline).joined(separator: " ")
      cell["cell_type"] = "markdown"
      cell["level"] = nil
      cell["source"] = SourceLines.json(String(repeating: "#", count: level) + " " + words)
    case "html":
      cell["cell_type"] = "markdown"
    default: break
    }
    cell["metadata"] = .object(metadata)
    return cell
  }

  private static func upgraded(output old: JSONObject) -> JSONObject {
    var output = old
    switch old["output_type"]?.text {
    case "pyout", "display_data":
      let isResult = old["output_type"]?.text == "pyout"
      output = JSONObject()
      var data = JSONObject()
      if isResult { output.append("execution_count", old["prompt_number"] ?? .null) }
      for member in old.members {
        switch member.name {
        case "output_type", "prompt_number", "metadata": break
        default: data.append(types[member.name] ?? member.name, member.value)
        }
      }
      output.append("data", .object(data))
      output.append("metadata", old["metadata"] ?? [:])
      output.append("output_type", isResult ? "execute_result" : "display_data")
    case "pyerr": output["output_type"] = "error"
    case "stream":
      output["name"] = old["stream"] ?? old["name"] ?? "stdout"
      output["stream"] = nil
    default: break
    }
    return output
  }

  private static let types = [
    "text": "text/plain", "html": "text/html", "svg": "image/svg+xml", "png": "image/png",
    "jpeg": "image/jpeg", "latex": "text/latex", "json": "application/json",
    "javascript": "application/javascript", "pdf": "application/pdf",
  ]
}
