/// Formulas without dollars, which MathJax recognises.
enum FormulaBlocks {
  /// Encloses environments such as `align` outside formulas in `$$`, since Jupyter shows them as
  /// formulas.
  static func enclosingBareEnvironments(in text: String) -> String {
    var lines: [String] = []
    var isInside = false
    var isCode = false
    var end: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let bare = line.drop { $0 == " " }
      if bare.hasPrefix("```") || bare.hasPrefix("~~~") { isCode.toggle() }
      if !isCode, end == nil, !isInside, let found = bare.prefixMatch(of: environment) {
        end = "\\end{\(found.1)}"
        lines.append("$$")
      }
      lines.append(line)
      if let closing = end, line.contains(closing) {
        lines.append("$$")
        end = nil
      } else if !isCode, end == nil,
        line.split(separator: "$$", omittingEmptySubsequences: false).count % 2 == 0
      {
        isInside.toggle()
      }
    }
    if end != nil { lines.append("$$") }
    return lines.joined(separator: "\n")
  }

  nonisolated(unsafe) private static let environment =
    /\\begin\{((?:align|aligned|equation|gather|multline|eqnarray|alignat|flalign)\*?)\}/
}
