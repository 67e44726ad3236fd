/// The tags of Jupyter Book and nbconvert that correspond to options of a cell.
enum CellTags {
  /// The option lines for a cell's tags.
  static func optionLines(of cell: JSONObject) -> [String] {
    let tags = cell["metadata"]?.object?["tags"]?.elements ?? []
    return tags.compactMap { $0.text.flatMap { options[$0] } }
  }

  private static let options = [
    "hide-input": "//| code-fold: true", "hide_input": "//| code-fold: true",
    "remove-input": "//| echo: false", "remove_input": "//| echo: false",
    "remove-output": "//| output: false", "remove_output": "//| output: false",
    "remove-cell": "//| include: false", "remove_cell": "//| include: false",
    "raises-exception": "//| error: true",
  ]
}
