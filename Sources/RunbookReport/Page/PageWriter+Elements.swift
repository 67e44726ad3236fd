internal import RunbookDocument
internal import RunbookDrawing

/// Elements that the author writes as HTML: always written from their nodes, so that nothing is on the
/// page that the allow-list has not let through.
extension PageWriter {
  func html(_ element: Element<Block>) -> String {
    let opening = opening(element, isBlock: true)
    guard !element.isVoid else { return opening + "\n" }
    let writer = element.tag == "a" ? inLink : self
    let content = writer.html(element.content)
    let isPlain = element.content.count == 1 && element.content[0].isPlain
    let words = isPlain ? String(content.dropLast()) : content.isEmpty ? "" : "\n" + content
    let html = "\(opening)\(words)</\(element.tag)>\n"
    return element.tag == "table" ? "<div class=\"table\">\(html)</div>\n" : html
  }

  /// - Parameter hasLinks: whether links and ids are written; a list of links repeats the words of
  ///   another place.
  func html(_ element: Element<Inline>, hasLinks: Bool) -> String {
    var element = element
    if !hasLinks { element["id"] = nil }
    let opening = opening(element, isBlock: false)
    guard !element.isVoid else { return opening }
    return "\(opening)\(html(element.content, hasLinks: hasLinks))</\(element.tag)>"
  }

  /// The tags that have rules of their own where an author writes them.
  private static let styledTags: Set<String> = [
    "div", "section", "article", "aside", "details", "summary", "dl", "dt", "dd", "pre", "table",
  ]

  private func opening<Node>(_ element: Element<Node>, isBlock: Bool) -> String {
    var element = element
    let classes = element.classes.filter { !PageClasses.own.contains($0) && $0.count > 2 }
    let all = (isBlock && Self.styledTags.contains(element.tag) ? ["element"] : []) + classes
    element["class"] = all.isEmpty ? nil : all.joined(separator: " ")
    if let style = element["style"] { element["style"] = Self.readable(style) }
    let attributes = element.attributes.map { attribute in
      attribute.name == "href"
        ? " href=\"\(HTMLAddress.escape(attribute.value))\""
        : HTML.attribute(attribute.name, attribute.value)
    }
    return "<\(element.tag)\(attributes.joined())>"
  }

  /// A style that the author chose for a light page, made legible on a dark one too.
  ///
  /// Words on a background of their own stay dark; colours of words are mixed with white in the dark.
  private static func readable(_ style: String) -> String {
    let declarations = style.split(separator: ";").compactMap { declaration -> (String, Substring)? in
      guard let colon = declaration.firstIndex(of: ":") else { return nil }
      let name = String(declaration[..<colon].filter { !$0.isWhitespace })
      return (name, declaration[declaration.index(after: colon)...].drop { $0 == " " })
    }
    let color = declarations.last { $0.0 == "color" }?.1
    switch (color, declarations.contains { $0.0 == "background-color" }) {
    case (nil, true):
      let ink = Theme.colors.first { $0.name == "ink" }?.light ?? "#000"
      return "\(style); color: \(ink)"
    case (let color?, false):
      return "\(style); color: light-dark(\(color), color-mix(in oklab, \(color) 60%, white))"
    default: return style
    }
  }
}

/// The classes of the page's own style sheet, which an author's elements do not get.
private enum PageClasses {
  static let own: Set<String> = {
    var names: Set<String> = ["katex"]
    var rest = PackageResources.report_css[...]
    while let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
      rest = rest[(dot + 1)...]
      let name = rest.prefix { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
      names.insert(String(decoding: name, as: UTF8.self))
    }
    return names
  }()
}

extension ImageLayout {
  /// The style of the picture; `nil` without a layout.
  var style: String? {
    var style: [String] = []
    if let width { style.append("width:\(width)") }
    if let height { style.append("height:\(height)") }
    if let zoom { style.append("zoom:\(zoom)") }
    switch alignment {
    case .left: style.append("float:left;margin:0 1rem .5rem 0")
    case .right: style.append("float:right;margin:0 0 .5rem 1rem")
    case .center: style.append("display:block;margin-inline:auto")
    case nil: break
    }
    return style.isEmpty ? nil : style.joined(separator: ";")
  }
}

extension [Inline] {
  /// Whether there is an element that occupies lines of its own.
  var hasBlocks: Bool {
    contains { inline in
      guard case .element(let element) = inline.content else { return inline.nested?.hasBlocks ?? false }
      return element.isBlock || element.content.hasBlocks
    }
  }
}

extension Block {
  fileprivate var isPlain: Bool {
    if case .plain = content { true } else { false }
  }
}
