/// Sets indices and exponents without KaTeX's tables.
///
/// For one index KaTeX writes a table of two rows: eleven elements that shift a few letters by a
/// given length. A single element can do the same; only an index below an exponent, at the same
/// position, needs the table.
struct ScriptFlattening {
  /// The font size selected by classes such as `reset-size6 size3`.
  private let scales: [Set<Substring>: Double]

  init(_ rules: [StyleRule]) {
    var scales: [Set<Substring>: Double] = [:]
    for rule in rules where rule.declarations.hasPrefix("font-size:") {
      guard let size = Self.ems("font-size", in: String(rule.declarations)) else { continue }
      for selector in rule.selectors {
        guard let classes = selector.last?.classes, classes.first == "sizing" else { continue }
        scales[Set(classes)] = size
      }
    }
    self.scales = scales
  }

  func flattened(_ nodes: [FormulaNode]) -> [FormulaNode] {
    nodes.map { node in
      guard case .element(var element) = node else { return node }
      element.children = flattened(element.children)
      return .element(script(element) ?? element)
    }
  }

  /// The letters of a lone index or exponent, shifted; `nil` for anything else.
  private func script(_ element: FormulaElement) -> FormulaElement? {
    guard element.classList.contains("msupsub"), element.children.count == 1,
      let rows = element.children[0].element, rows.classList.contains("vlist-t"),
      let row = rows.children.first?.element, let list = row.children.first?.element,
      list.classes == "vlist", list.children.count == 1, let item = list.children[0].element,
      item.children.count == 2, let strut = item.children[0].element, strut.classes == "pstrut",
      var letters = item.children[1].element, letters.style.isEmpty,
      let top = Self.ems("top", in: item.style), let height = Self.ems("height", in: strut.style)
    else { return nil }
    // The rows after the first have at most the depth as height, and no content.
    let depth = rows.children.dropFirst().compactMap(\.element?.children.first?.element)
    guard depth.allSatisfy({ $0.children.allSatisfy { $0.element?.children.isEmpty ?? false } })
    else { return nil }
    let sizes = Set(letters.classList.filter { $0 == "sizing" || $0.contains("size") })
    guard let scale = scales[sizes] else { return nil }
    var style = "position:relative;top:\(Self.text((top + height) / scale))"
    for side in ["margin-left", "margin-right"] {
      guard let margin = Self.ems(side, in: item.style), margin != 0 else { continue }
      style += ";\(side):\(Self.text(margin / scale))"
    }
    letters.style = style
    return letters
  }

  /// The length of a property in a style, in ems.
  private static func ems(_ property: String, in style: String) -> Double? {
    for declaration in style.split(separator: ";") {
      let parts = declaration.split(separator: ":")
      guard parts.count == 2, parts[0] == property, parts[1].hasSuffix("em") else { continue }
      return Double(parts[1].dropLast(2))
    }
    return nil
  }

  private static func text(_ ems: Double) -> String {
    var text = String((ems * 1e4).rounded() / 1e4)
    if text.hasSuffix(".0") { text.removeLast(2) }
    if text.hasPrefix("0.") { text.removeFirst() }
    if text.hasPrefix("-0.") { text = "-" + text.dropFirst(2) }
    return text + "em"
  }
}

extension FormulaNode {
  var element: FormulaElement? { if case .element(let element) = self { element } else { nil } }
}
