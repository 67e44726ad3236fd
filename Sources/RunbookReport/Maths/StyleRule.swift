/// A rule of KaTeX's style sheet.
struct StyleRule {
  /// Elements matched by a selector: `.sizing.reset-size6.size3`, `span`, `.stretchy::after`.
  struct Compound {
    var tag = ""
    var classes: [Substring] = []
    /// The class in `:not(…)`.
    var exclusion: Substring?
    /// A pseudo-element such as `::after`.
    var pseudoElement: Substring = ""
    /// Whether only children of the preceding compound match, not all descendants.
    var isChild = false
  }

  typealias Selector = [Compound]

  var selectors: [Selector]
  var declarations: Substring

  /// The rules of a style sheet without comments, except those that begin with `@`.
  static func parse(_ css: String) -> [StyleRule] {
    css.split(separator: "}").compactMap { rule in
      guard let brace = rule.firstIndex(of: "{"), !rule.hasPrefix("@") else { return nil }
      return StyleRule(
        selectors: rule[..<brace].split(separator: ",").map(selector),
        declarations: rule[rule.index(after: brace)...])
    }
  }

  private static func selector(_ text: Substring) -> Selector {
    var result = Selector()
    for descendant in text.split(separator: " ") {
      for (index, part) in descendant.split(separator: ">").enumerated() {
        var compound = compound(part)
        compound.isChild = index > 0
        result.append(compound)
      }
    }
    return result
  }

  private static func compound(_ text: Substring) -> Compound {
    var result = Compound()
    var rest = text
    if let range = rest.firstRange(of: "::") {
      result.pseudoElement = rest[range.lowerBound...]
      rest = rest[..<range.lowerBound]
    }
    if let range = rest.firstRange(of: ":not(.") {
      result.exclusion = rest[range.upperBound...].dropLast()
      rest = rest[..<range.lowerBound]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    result.tag = String(parts.first ?? "")
    result.classes = Array(parts.dropFirst())
    return result
  }
}
