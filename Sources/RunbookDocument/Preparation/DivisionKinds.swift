/// The meanings of the names of divisions and directives.
enum DivisionKinds {
  /// Directives whose content is Markdown; as a fence, any other name in braces is a language.
  static func isContainer(_ name: String) -> Bool {
    let name = name.lowercased()
    return containers.contains(name) || name.hasPrefix("prf:") || theorems[name] != nil
  }

  private static let containers: Set<String> = [
    "note", "tip", "hint", "important", "warning", "attention", "caution", "danger", "error",
    "seealso", "admonition", "todo", "dropdown", "card", "margin", "sidebar", "aside", "topic",
    "figure", "image", "table", "list-table", "tab-set", "tab-item", "grid", "grid-item",
    "grid-item-card", "epigraph", "pull-quote", "blockquote", "proof", "contents", "toctree",
    "tableofcontents", "bibliography", "only", "div", "glossary", "index", "rubric",
    "versionadded", "versionchanged", "deprecated",
  ]

  /// The kinds of theorem by the classes and directives that name them.
  static let theorems: [String: Label.Kind] = [
    "theorem": .theorem, "lemma": .lemma, "corollary": .corollary, "proposition": .proposition,
    "conjecture": .conjecture, "definition": .definition, "example": .example,
    "exercise": .exercise, "solution": .solution, "remark": .remark,
  ]

  /// The box for a class of a blog's theme or of another tool: `notice--info`, `alert-danger`,
  /// `callout-tip`, `admonition-note`; `nil` for other classes.
  static func callout(ofClass name: String) -> Callout? {
    let name = name.lowercased()
    if name == "notice" || name == "alert" || name == "callout" { return Callout(name: "note") }
    for prefix in ["callout-", "notice--", "alert-", "admonition-"] where name.hasPrefix(prefix) {
      let kind = String(name.dropFirst(prefix.count))
      return Callout(name: synonyms[kind] ?? kind)
    }
    if name.hasPrefix("rmd"), Callout.isKnown(String(name.dropFirst(3))) {
      return Callout(name: String(name.dropFirst(3)))
    }
    return nil
  }

  /// Words that make a box of a division even without a prefix: `::: warning`.
  static let calloutWords: Set<String> = [
    "note", "tip", "hint", "info", "important", "warning", "attention", "caution", "danger",
    "seealso", "todo", "success", "question", "abstract", "summary",
  ]

  /// Names that only a theme's classes have.
  private static let synonyms = ["primary": "important", "secondary": "note", "dark": "note"]
}
