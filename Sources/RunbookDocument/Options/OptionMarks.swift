/// The characters that begin an option line, by the language of the code.
enum OptionMarks {
  /// The marks that are read: `//|` and `#|` everywhere, and the comment of the language.
  static func read(in language: String) -> [String] {
    switch language.lowercased() {
    case "mermaid": ["//|", "#|", "%%|"]
    case "matlab", "octave", "tikz": ["//|", "#|", "%|"]
    case "sql", "lua": ["//|", "#|", "--|"]
    default: ["//|", "#|"]
    }
  }

  /// The mark that is written.
  static func written(in language: String) -> String {
    switch language.lowercased() {
    case "", "swift", "dot", "graphviz", "gv": "//|"
    case "mermaid": "%%|"
    default: "#|"
    }
  }
}
