internal import RunbookDocument
internal import RunbookDrawing

/// All formulas of a page, minified together.
///
/// KaTeX writes `<span class="mord mathnormal" style="margin-right:.02691em">w</span>`. The
/// minifier gives each pair of classes and style a name of one or two letters, rewrites the style
/// sheet for those names, and drops spans to which no rule applies. The result looks the same and
/// takes a third of the bytes; screen readers still get the MathML.
struct FormulaMinifier {
  /// The minified HTML of each formula.
  private(set) var formulas: [Math: String] = [:]
  /// The rules for them, with the fonts.
  private(set) var styles = ""

  private let sheet: KaTeXStyleSheet
  /// The number of occurrences of each pair of classes and style, and its name.
  private var counts: [Style: Int] = [:]
  private var names: [Style: String] = [:]
  private var letters: [FontFace: Set<Unicode.Scalar>] = [:]
  /// Classes in the rules; some children and grandchildren are named by their position.
  private var knownClasses: Set<Substring> = []
  private var parentClasses: Set<Substring> = []
  private var grandparentClasses: Set<Substring> = []
  private var fontChanges: [(classes: Set<Substring>, change: FontFace.Change)] = []
  /// The faces of elements by their classes and the face around them, as far as they occurred.
  private var faces: [FontFace: [String: FontFace]] = [:]

  fileprivate struct Style: Hashable {
    var classes: String
    var style: String
    var strut = ""

    init(_ element: FormulaElement, styled: Bool = true) {
      classes = element.classes
      style = styled ? element.style : ""
      strut = element.strut
    }
  }

  /// Elements of these classes keep their names, since the page's own style sheet knows them.
  private static let landmarks = ["katex", "katex-display", "katex-html", "katex-mathml"]

  /// - Parameter formulas: KaTeX's output for each formula; formulas that it rejected are kept
  ///   unchanged.
  init(_ formulas: [Math: String], folder: String) throws(FigureError) {
    sheet = try KaTeXStyleSheet(folder: folder)
    readRules()
    let flattening = ScriptFlattening(sheet.rules)
    var trees: [Math: [FormulaNode]] = [:]
    for (math, html) in formulas {
      guard html.hasPrefix("<span class=\"katex") else {
        self.formulas[math] = html
        continue
      }
      let nodes = FormulaNode.parse(html)
      collectLetters(nodes, FontFace(family: "KaTeX_Main", isBold: false, isItalic: false))
      let short = unwrapped(flattening.flattened(nodes), parent: [], grandparent: [])
      trees[math] = short
    }
    guard !trees.isEmpty else { return }
    var struts: [String: Int] = [:]
    for nodes in trees.values { countStruts(nodes, &struts) }
    for (math, nodes) in trees {
      let short = joined(nodes, struts)
      trees[math] = short
      count(short)
    }
    giveNames()
    for (math, nodes) in trees { self.formulas[math] = nodes.map(html).joined() }
    styles =
      "/* KaTeX (MIT licence) and its fonts (SIL Open Font License 1.1), cut to what is used */\n"
      + (try sheet.fontRules(letters)) + rules
  }

  private mutating func readRules() {
    for rule in sheet.rules {
      let change = FontFace.Change(rule.declarations)
      for selector in rule.selectors {
        for (index, compound) in selector.enumerated() {
          knownClasses.formUnion(compound.classes)
          guard compound.isChild, index > 0 else { continue }
          parentClasses.formUnion(selector[index - 1].classes)
          if index > 1, selector[index - 1].isChild {
            grandparentClasses.formUnion(selector[index - 2].classes)
          }
        }
        if !change.isEmpty, let named = selector.last(where: { !$0.classes.isEmpty }) {
          fontChanges.append((Set(named.classes), change))
        }
      }
    }
  }

  // MARK: Elements

  /// Notes the letters used in each font.
  private mutating func collectLetters(_ nodes: [FormulaNode], _ face: FontFace) {
    for node in nodes {
      switch node {
      case .raw: break
      case .text(let text): letters[face, default: []].formUnion(HTML.unescape(text).unicodeScalars)
      case .element(let element):
        collectLetters(element.children, self.face(of: element, in: face))
      }
    }
  }

  /// The face of an element's letters.
  private mutating func face(of element: FormulaElement, in outer: FontFace) -> FontFace {
    if let known = faces[outer]?[element.classes] { return known }
    var face = outer
    let classes = Set(element.classList)
    for (named, change) in fontChanges where named.isSubset(of: classes) {
      face = face.changed(by: change)
    }
    faces[outer, default: [:]][element.classes] = face
    return face
  }

  /// The nodes without spans to which no rule applies.
  private func unwrapped(
    _ nodes: [FormulaNode], parent: [Substring], grandparent: [Substring]
  ) -> [FormulaNode] {
    nodes.flatMap { node -> [FormulaNode] in
      guard case .element(var element) = node else { return [node] }
      let classes = element.classList.filter(knownClasses.contains)
      let isNamedByPlace =
        parent.contains(where: parentClasses.contains)
        || grandparent.contains(where: grandparentClasses.contains)
      element.children = unwrapped(element.children, parent: element.classList, grandparent: parent)
      if classes.isEmpty, element.style.isEmpty, !element.isHidden, !isNamedByPlace {
        return element.children
      }
      element.classes = classes.joined(separator: " ")
      return [.element(element)]
    }
  }

  private func countStruts(_ nodes: [FormulaNode], _ counts: inout [String: Int]) {
    for case .element(let element) in nodes {
      if element.classes == "strut" { counts[element.style, default: 0] += 1 }
      countStruts(element.children, &counts)
    }
  }

  /// The nodes, in which struts that occur more than once and the spaces around an operator have
  /// become parts of the elements that they belong to.
  private func joined(_ nodes: [FormulaNode], _ struts: [String: Int]) -> [FormulaNode] {
    var result = [FormulaNode]()
    for node in nodes {
      guard case .element(var element) = node else {
        result.append(node)
        continue
      }
      if let first = element.children.first?.element, first.classes == "strut",
        element.classes == "base", struts[first.style] ?? 0 > 1
      {
        element.strut = first.style
        element.children.removeFirst()
      }
      element.children = joined(element.children, struts)
      result.append(.element(element))
      if let right = Self.space(node), result.count > 2, case .text = result[result.count - 2],
        let left = Self.space(result[result.count - 3])
      {
        let margin = left == right ? "0 \(left)" : "0 \(right) 0 \(left)"
        let sign = FormulaElement(style: "margin:\(margin)", children: [result[result.count - 2]])
        result.replaceSubrange((result.count - 3)..., with: [.element(sign)])
      }
    }
    return result
  }

  /// The width of an element that is only a space.
  private static func space(_ node: FormulaNode) -> String? {
    guard let element = node.element, element.classes == "mspace", element.children.isEmpty,
      element.style.hasPrefix("margin-right:"), !element.style.contains(";")
    else { return nil }
    return String(element.style.dropFirst("margin-right:".count))
  }

  private mutating func count(_ nodes: [FormulaNode]) {
    for case .element(let element) in nodes {
      if !Self.landmarks.contains(element.classes) {
        counts[Style(element), default: 0] += 1
      }
      count(element.children)
    }
  }

  /// More frequent styles get shorter names. Letters that the page's style sheet uses are left out,
  /// and a style that occurs once is written in its element.
  private mutating func giveNames() {
    for (look, count) in counts where count == 1 && !look.style.isEmpty {
      counts[look] = nil
      var plain = look
      plain.style = ""
      counts[plain, default: 0] += 1
    }
    let sorted = counts.filter { !$0.key.text.allSatisfy(\.isWhitespace) }.sorted {
      ($1.value, $0.key.text) < ($0.value, $1.key.text)
    }
    let letters = "bdeghijlmopqruwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
    for (index, entry) in sorted.enumerated() {
      let round = index / letters.count
      names[entry.key] = letters[index % letters.count] + (round > 0 ? String(round) : "")
    }
  }

  private func html(_ node: FormulaNode) -> String {
    switch node {
    case .text(let text): return text
    case .raw(let raw): return raw.hasPrefix("<math") ? KaTeXMarkup.shortMathML(raw) : raw
    case .element(let element):
      let content = element.children.map(html).joined()
      switch element.classes {
      case "katex", "katex-display": return "<span class=\(element.classes)>\(content)</span>"
      case "katex-mathml": return content
      case "katex-html": return "<b aria-hidden=true>\(content)</b>"
      default:
        let name = names[Style(element)]
        let attribute = name ?? names[Style(element, styled: false)]
        // KaTeX's styles contain no space or quotation mark; colours set by an author might.
        let style =
          name != nil || element.style.isEmpty
          ? ""
          : element.style.contains(" ") ? " style=\"\(element.style)\"" : " style=\(element.style)"
        return "<b\(attribute.map { " class=\($0)" } ?? "")\(style)>\(content)</b>"
      }
    }
  }

  // MARK: Rules

  /// KaTeX's rules for the elements that occur, and a rule for each style.
  private var rules: String {
    let looks = names.map { (name: $0.value, look: $0.key, classes: $0.key.classes.classSet) }
      .sorted { ($0.name.utf8.count, $0.name) < ($1.name.utf8.count, $1.name) }
    let known = looks.map { ($0.name, $0.classes) }
    var output = ".katex b{font-weight:inherit}"
    for rule in sheet.rules {
      let selectors = rule.selectors.compactMap { selector -> String? in
        var text = ""
        for compound in selector {
          guard let part = name(of: compound, known) else {
            return nil
          }
          text += (text.isEmpty ? "" : compound.isChild ? ">" : " ") + part
        }
        return text
      }
      guard !selectors.isEmpty else { continue }
      output += selectors.joined(separator: ",") + "{\(rule.declarations)}"
    }
    var styles: [(style: String, names: [String])] = []
    var places: [String: Int] = [:]
    for (name, look, _) in looks where !look.style.isEmpty {
      if let index = places[look.style] {
        styles[index].names.append(name)
      } else {
        places[look.style] = styles.count
        styles.append((look.style, [name]))
      }
    }
    for (style, names) in styles { output += ".katex \(Self.any(of: names)){\(style)}" }
    let bases = looks.filter { !$0.look.strut.isEmpty }
    if !bases.isEmpty {
      output +=
        ".katex \(Self.any(of: bases.map(\.name)))::before"
        + "{content:\"\";display:inline-block}"
    }
    for (name, look, _) in bases { output += ".katex .\(name)::before{\(look.strut)}" }
    return output
  }

  /// The new name of a part of a selector; `nil` if no element matches it.
  private func name(
    of compound: StyleRule.Compound, _ looks: [(name: String, classes: Set<Substring>)]
  ) -> String? {
    let tag = compound.tag == "span" ? "b" : compound.tag
    guard !["body", "img"].contains(tag) else { return nil }
    switch compound.classes {
    case []: return tag + compound.pseudoElement
    case ["katex"], ["katex-display"]: return ".\(compound.classes[0])"
    case ["katex-html"]: return "b[aria-hidden]"
    case ["katex-mathml"]: return "math"
    default: break
    }
    let matching = looks.filter { look in
      compound.classes.allSatisfy(look.classes.contains)
        && !(compound.exclusion.map(look.classes.contains) ?? false)
    }
    guard !matching.isEmpty else { return nil }
    return tag + Self.any(of: matching.map(\.name)) + compound.pseudoElement
  }

  private static func any(of names: [String]) -> String {
    names.count == 1 ? ".\(names[0])" : ":is(\(names.map { ".\($0)" }.joined(separator: ",")))"
  }
}

extension FormulaMinifier.Style {
  fileprivate var text: String { "\(classes) \(style) \(strut)" }
}

extension String {
  fileprivate var classSet: Set<Substring> { Set(split(separator: " ")) }
}
