/// The HTML that a note may hold: the only place that decides which tags, attributes, styles and
/// addresses reach a page.
enum HTMLAllowList {
  /// How a tag is treated.
  enum Treatment: Equatable {
    /// It becomes an element; some old tags become others.
    case kept(String)
    /// Only its content is shown, without a word: the tag has no meaning in a note.
    case transparent
    /// Only its content is shown, and there is a warning.
    case refused
    /// Neither the tag nor its content is shown, and there is a warning.
    case removed
    /// It loads something: a link to it is shown, and there is a warning.
    case linked
    /// No tag of HTML.
    case unknown
  }

  static func treatment(of tag: String) -> Treatment {
    if kept.contains(tag) { return .kept(tag) }
    if let other = renamed[tag] { return .kept(other) }
    if transparent.contains(tag) { return .transparent }
    if removed.contains(tag) { return .removed }
    if linked.contains(tag) { return .linked }
    return refused.contains(tag) ? .refused : .unknown
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }

  /// Elements that occupy lines of their own.
  static let blocks = words(
    """
    p div center details summary figure figcaption table thead tbody tfoot tr td th caption colgroup \
    col ul ol li dl dt dd blockquote pre h1 h2 h3 h4 h5 h6 section article aside hr
    """)

  private static let kept = blocks.union(
    words(
      """
      br wbr sub sup kbd mark u b i s small strong em del ins img a span code var samp abbr cite q dfn \
      ruby rt rp rb bdi bdo time data
      """)
  ).subtracting(["center"])

  /// The page has a head, a foot and navigation of its own.
  private static let renamed: [String: String] = [
    "center": "div", "font": "span", "big": "span", "tt": "code", "strike": "s", "acronym": "abbr",
    "header": "div", "footer": "div", "nav": "div", "main": "div", "address": "div",
    "hgroup": "div", "fieldset": "div", "dir": "ul", "menu": "ul", "xmp": "pre",
  ]

  private static let transparent = words("html body head picture source track nobr noscript label")
  private static let removed = words("script style template svg title")
  private static let linked = words("iframe video audio embed object")
  private static let refused = words(
    """
    form input button select option optgroup textarea legend output progress meter dialog canvas map \
    area applet frame frameset noframes base meta link marquee blink param math slot portal
    """)

  /// The parts of a table, which have no meaning elsewhere.
  static let tableParts = words("thead tbody tfoot tr td th caption colgroup col")

  /// Whether a start tag ends a paragraph.
  static func endsParagraph(_ tag: String) -> Bool {
    switch treatment(of: tag) {
    case .kept(let kept): blocks.contains(kept) && !tableParts.contains(kept)
    default: false
    }
  }

  /// Whether an element may hold blocks as it is.
  static func holdsBlocks(_ tag: String) -> Bool {
    tag == "a" || tag == "ins" || tag == "del"
      || blocks.contains(tag) && !["p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"].contains(tag)
  }

  /// The style of a division in the place of an element that may not hold blocks.
  static func style(insteadOf tag: String) -> String? {
    switch tag {
    case "b", "strong": "font-weight: bold"
    case "i", "em": "font-style: italic"
    case "u": "text-decoration: underline"
    case "small": "font-size: smaller"
    default: nil
    }
  }

  // MARK: Attributes

  /// A thing in an attribute that is left out with a warning.
  enum Problem: Hashable {
    /// `onclick` and the like.
    case handler(String)
    /// An address that runs or holds something.
    case address(scheme: String)
    /// A style that would fetch or run something.
    case style
  }

  private static let everywhere = words("id class title lang dir aria-label style")
  private static let sized = words("table td th col colgroup hr")
  private static let special: [String: Set<String>] = [
    "a": ["href"], "ol": ["start", "reversed", "type"], "li": ["value"], "details": ["open"],
    "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"], "col": ["span"],
    "colgroup": ["span"], "del": ["datetime"], "ins": ["datetime"], "time": ["datetime"],
  ]

  /// The attributes of an element of which nothing harmful is left.
  ///
  /// - Parameters:
  ///   - tag: the tag as the author writes it, `center` or `font` too.
  ///   - report: is told of everything that is left out and could do harm.
  static func attributes(
    of tag: String, _ given: [ElementAttribute], report: (Problem) -> Void
  ) -> [ElementAttribute] {
    var kept: [ElementAttribute] = []
    var styles: [(String, String)] = []
    if tag == "center" { styles.append(("text-align", "center")) }
    if tag == "big" { styles.append(("font-size", "larger")) }
    for attribute in given {
      let (name, value) = (attribute.name, attribute.value)
      if name.hasPrefix("on") {
        report(.handler(name))
      } else if name == "style" {
        if fetches(value) { report(.style) }
        styles += declarations(in: value)
      } else if let style = style(of: name, value, tag) {
        styles += style
      } else if name == "href", special[tag]?.contains(name) == true {
        let address = address(value)
        guard LinkAddress.isSafe(address) else {
          report(.address(scheme: LinkAddress.scheme(of: address) ?? ""))
          continue
        }
        kept.append(ElementAttribute(name, address))
      } else if name == "name", tag == "a", !given.contains(where: { $0.name == "id" }) {
        kept.append(ElementAttribute("id", value))
      } else if name == "id", value.isEmpty || value.contains(where: \.isWhitespace) {
        continue
      } else if everywhere.contains(name) || special[tag]?.contains(name) == true {
        kept.append(attribute)
      } else if ["width", "height"].contains(name), sized.contains(tag),
        let length = ImageLayout.length(value)
      {
        styles.append((name, length))
      }
    }
    if !styles.isEmpty {
      let style = styles.map { "\($0): \($1)" }.joined(separator: "; ")
      kept.append(ElementAttribute("style", style))
    }
    return kept
  }

  /// Tells what in the attributes of a picture could do harm.
  static func check(_ given: [ElementAttribute], report: (Problem) -> Void) {
    for attribute in given {
      if attribute.name.hasPrefix("on") { report(.handler(attribute.name)) }
      if attribute.name == "style", fetches(attribute.value) { report(.style) }
    }
  }

  /// An address as browsers read it: without blanks around it and line ends in it.
  static func address(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { !["\t", "\n", "\r"].contains($0) }
    var result = scalars.drop { $0.value <= 0x20 }
    while let last = result.last, last.value <= 0x20 { result.removeLast() }
    return String(String.UnicodeScalarView(result))
  }

  /// The styles that an attribute of old HTML stands for; `nil` for other attributes.
  private static func style(
    of name: String, _ value: String, _ tag: String
  ) -> [(String, String)]? {
    let value = value.lowercased()
    switch name {
    case "align":
      guard ["left", "right", "center", "justify"].contains(value) else { return [] }
      if tag == "table" {
        return value == "center"
          ? [("margin-left", "auto"), ("margin-right", "auto")] : [("float", value)]
      }
      return [("text-align", value)]
    case "valign":
      return ["top", "middle", "bottom", "baseline"].contains(value)
        ? [("vertical-align", value)] : []
    case "bgcolor": return declarations(in: "background-color: \(value)")
    case "color": return declarations(in: "color: \(value)")
    case "nowrap": return [("white-space", "nowrap")]
    case "size" where tag == "font":
      let sizes = ["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"]
      let size = value.hasPrefix("+") || value.hasPrefix("-") ? 3 + (Int(value) ?? 0) : Int(value)
      guard let size else { return [] }
      return [("font-size", sizes[min(max(size, 1), 7) - 1])]
    default: return nil
    }
  }

  // MARK: Styles

  private static let properties = words(
    """
    color background-color text-align vertical-align width height max-width min-width max-height \
    min-height margin margin-top margin-right margin-bottom margin-left margin-inline margin-block \
    padding padding-top padding-right padding-bottom padding-left padding-inline padding-block float \
    clear font-size font-weight font-style font-variant font-family text-decoration text-indent \
    text-transform line-height letter-spacing word-break white-space border border-top border-right \
    border-bottom border-left border-color border-width border-style border-radius border-collapse \
    border-spacing list-style-type display flex flex-wrap flex-direction justify-content align-items \
    gap zoom object-fit
    """)

  private static let functions: Set<Substring> = ["rgb", "rgba", "hsl", "hsla", "calc", "min", "max"]
  private static let displays = words("block inline inline-block flex inline-flex table table-cell")

  /// The harmless declarations of a style, such as `color: red`.
  static func declarations(in style: String) -> [(name: String, value: String)] {
    style.split(separator: ";").prefix(64).compactMap { declaration in
      guard let colon = declaration.firstIndex(of: ":") else { return nil }
      var name = trimmed(declaration[..<colon]).lowercased()
      var value = trimmed(declaration[declaration.index(after: colon)...])
      if let important = value.lastIndex(of: "!") { value = trimmed(value[..<important]) }
      if name == "background" { name = "background-color" }
      guard properties.contains(name), isHarmless(value, of: name) else { return nil }
      return (name, value)
    }
  }

  private static func isHarmless(_ value: String, of name: String) -> Bool {
    guard !value.isEmpty, value.utf8.count <= 200,
      value.allSatisfy({ character in
        character.isLetter || character.isNumber || "#%.,() -+/".contains(character)
          || name == "font-family" && "'\"".contains(character)
      })
    else { return false }
    // Only a few functions, none of which names an address.
    var rest = value[...]
    while let open = rest.firstIndex(of: "(") {
      let function = rest[..<open].reversed().prefix { $0.isLetter || $0 == "-" }.reversed()
      guard functions.contains(Substring(String(function).lowercased())) else { return false }
      rest = rest[rest.index(after: open)...]
    }
    switch name {
    case "display": return displays.contains(value.lowercased())
    case _ where name.hasPrefix("margin"): return !value.contains("-")
    default: return true
    }
  }

  /// Whether a style would load or run something.
  private static func fetches(_ style: String) -> Bool {
    let style = style.lowercased().filter { !$0.isWhitespace }
    return ["url(", "expression(", "javascript:", "@import", "behavior:", "-moz-binding", "image("]
      .contains { style.contains($0) }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text).drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
