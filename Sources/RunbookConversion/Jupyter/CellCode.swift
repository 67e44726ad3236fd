/// The code of a notebook's cell as a part of a note.
enum CellCode {
  /// The lines between the fences of a note.
  static func lines(of cell: JSONObject, isSwift: Bool) -> [String] {
    let source = cell.cellSource
    var lines = source.isEmpty ? [] : SourceLines.lines(of: source)
    if isSwift {
      // Commands to Jupyter are no Swift.
      lines = lines.map { $0.hasPrefix("%") ? magic + $0 : $0 }
      return CellTags.optionLines(of: cell) + lines
    }
    if lines.first.map(isOption) ?? false { lines.insert("", at: 0) }
    return lines
  }

  /// The code of a cell that its author changed in the note.
  static func source(of lines: [String], in cell: JSONObject, isSwift: Bool) -> String {
    var lines = lines[...]
    if isSwift {
      let options = CellTags.optionLines(of: cell)
      if lines.starts(with: options) { lines = lines.dropFirst(options.count) }
      return lines.map { $0.hasPrefix(magic + "%") ? String($0.dropFirst(magic.count)) : $0 }
        .joined(separator: "\n")
    }
    if lines.count > 1, lines.first == "", isOption(lines[lines.startIndex + 1]) {
      lines = lines.dropFirst()
    }
    return lines.joined(separator: "\n")
  }

  private static let magic = "// "

  private static func isOption(_ line: String) -> Bool {
    let line = line.drop { $0 == " " || $0 == "\t" }
    return line.hasPrefix("#|") || line.hasPrefix("//|")
  }

  /// The info string of listings in a language of Jupyter.
  static func info(of language: String) -> String {
    switch language {
    case "ipython", "python3", "ipython3": return "python"
    case "c++", "c++11", "c++14", "c++17", "c++20": return "cpp"
    case "c#": return "csharp"
    case "f#": return "fsharp"
    default:
      let word = language.filter { $0.isLetter || $0.isNumber || "+-#_.".contains($0) }
      // Only cells of Swift name it.
      return word.contains("swift") && word != "swift" ? "" : word
    }
  }
}
