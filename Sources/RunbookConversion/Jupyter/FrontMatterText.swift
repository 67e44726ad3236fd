/// The front matter that the first cell of a notebook contains, as Quarto and Jupytext write it.
enum FrontMatterText {
  /// The lines of a front matter that is the whole text; `nil` for any other text.
  static func lines(in text: String) -> [String]? {
    let lines = SourceLines.trimmed(SourceLines.lines(of: text))
    guard lines.count > 1, lines[0] == "---",
      let end = lines.dropFirst().firstIndex(where: { $0 == "---" || $0 == "..." }),
      end == lines.count - 1
    else { return nil }
    return lines
  }
}
