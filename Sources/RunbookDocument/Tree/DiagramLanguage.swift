/// A language whose code is meant to be seen as a drawing.
package enum DiagramLanguage: Hashable, Sendable {
  /// Drawn by graphviz where it is installed.
  case graphviz
  /// Drawn by another program only, such as mermaid; the report shows the source.
  case other

  /// The language of a fence; `nil` for code.
  init?(_ language: String) {
    switch language.lowercased() {
    case "dot", "graphviz", "gv": self = .graphviz
    case "mermaid", "plantuml", "puml", "uml", "ditaa", "d2", "nomnoml", "svgbob", "blockdiag",
      "seqdiag", "actdiag", "nwdiag", "wavedrom", "pikchr", "structurizr", "erd", "dbml", "bpmn",
      "flow", "flowchart", "sequence", "vega", "vega-lite", "vegalite", "tikz", "markmap",
      "geojson", "topojson", "stl":
      self = .other
    default: return nil
    }
  }
}
