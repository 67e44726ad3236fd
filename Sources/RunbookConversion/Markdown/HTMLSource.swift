internal import RunbookDocument

/// Writes elements as HTML that is read back as the same elements.
enum HTMLSource {
  /// `<tag name="value">`.
  static func opening<Node>(_ element: Element<Node>) -> String {
    "<\(element.tag)" + element.attributes.map { attribute($0.name, $0.value) }.joined() + ">"
  }

  static func closing<Node>(_ element: Element<Node>) -> String {
    element.isVoid ? "" : "</\(element.tag)>"
  }

  static func attribute(_ name: String, _ value: String) -> String {
    value.isEmpty ? " \(name)" : " \(name)=\"\(escaped(value).replacing("\"", with: "&quot;"))\""
  }

  /// The words of an element, in which Markdown has no meaning.
  static func text(_ inlines: [Inline]) -> String {
    inlines.map(text).joined()
  }

  private static func text(_ inline: Inline) -> String {
    switch inline.content {
    case .text(let words): return escaped(words).replacing("$", with: "\\$")
    case .softBreak: return "\n"
    case .lineBreak: return "<br>"
    case .code(let code): return "<code>\(escaped(code))</code>"
    case .emphasis(let content): return "<em>\(text(content))</em>"
    case .strong(let content): return "<strong>\(text(content))</strong>"
    case .strikethrough(let content): return "<del>\(text(content))</del>"
    case .link(let link):
      let title = link.title.map { attribute("title", $0) } ?? ""
      return "<a\(attribute("href", link.address))\(title)>\(text(link.content))</a>"
    case .image(let image): return tag(image)
    case .formula(let math):
      let dollars = math.isDisplay ? "$$" : "$"
      return dollars + escaped(math.source) + dollars
    case .element(let element):
      return opening(element) + text(element.content) + closing(element)
    case .html(let html): return html
    case .reference(let reference): return "@\(reference.label)"
    case .footnoteReference(let reference): return "[^\(reference.name)]"
    case .expression(let expression): return escaped(expression.source)
    case .anchor(let anchor): return "<span\(attribute("id", anchor.label))></span>"
    // Words of HTML are no citations.
    case .citation: return ""
    case .unknown(let source): return escaped(source)
    }
  }

  /// A picture as a tag.
  private static func tag(_ image: ImageReference) -> String {
    var tag = "<img\(attribute("src", image.source)) alt=\"\(escaped(image.alternative))\""
    if let title = image.title { tag += attribute("title", title) }
    if let identifier = image.identifier { tag += attribute("id", identifier) }
    for (name, value) in image.layout.pairs { tag += attribute(name, value) }
    return tag + ">"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

extension ImageLayout {
  /// The layout as attributes.
  var pairs: [(name: String, value: String)] {
    [("width", width), ("height", height), ("zoom", zoom), ("align", alignment?.rawValue)]
      .compactMap { name, value in value.map { (name, $0) } }
  }
}
