internal import RunbookDrawing

/// Converts the HTML of highlight.js to that of the page.
///
/// highlight.js nests `<span class="hljs-…">`; the page has `<b>` with the same single letters as
/// Swift (`SwiftHighlighter`), so that all languages share one set of colours. The innermost span
/// with a colour decides.
struct HighlightMarkup {
  /// The classes around the current text, the innermost last.
  private var classes: [Substring] = []
  private var output = ""
  private var plain = ""
  /// The run of text of one colour that is being collected.
  private var run = ""
  private var runColor: String?

  /// The HTML of `source`; `nil` if `html` is not exactly that text with spans.
  static func html(_ html: String, of source: String) -> String? {
    var markup = HighlightMarkup()
    markup.output.reserveCapacity(html.utf8.count)
    markup.read(html)
    return markup.plain == source ? markup.output : nil
  }

  private mutating func read(_ html: String) {
    var rest = html[...]
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
      add(rest[..<open])
      guard let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: ">")) else { break }
      let tag = rest[open...close]
      if tag.hasPrefix("</") {
        _ = classes.popLast()
      } else {
        classes.append(Self.className(in: tag))
      }
      rest = rest[rest.index(after: close)...]
    }
    add(rest)
    flush()
  }

  private mutating func add(_ escaped: Substring) {
    guard !escaped.isEmpty else { return }
    let text = HTML.unescape(String(escaped))
    plain += text
    let color = color
    if color != runColor { flush() }
    runColor = color
    run += text
  }

  private mutating func flush() {
    guard !run.isEmpty else { return }
    let text = HTML.escape(run)
    output += runColor.map { "<b class=\($0)>\(text)</b>" } ?? text
    run = ""
  }

  private static func className(in tag: Substring) -> Substring {
    let name = tag.split(separator: "\"", omittingEmptySubsequences: false).dropFirst().first ?? ""
    return name.hasPrefix("hljs-") ? name.dropFirst(5) : ""
  }

  /// The class of the page for the current text.
  private var color: String? {
    for (index, name) in classes.enumerated().reversed() {
      switch name {
      case "keyword", "literal", "selector-tag", "name", "section", "doctag": return "k"
      case "built_in", "builtin-name", "type", "class", "selector-id", "selector-class": return "t"
      case "title": return classes[..<index].last == "class" ? "t" : "f"
      case "string", "regexp", "meta-string", "link", "code", "addition", "char": return "s"
      case "number", "symbol", "bullet": return "n"
      case "comment", "quote": return "c"
      case "attr", "attribute", "meta", "meta-keyword", "selector-attr", "selector-pseudo",
        "template-tag", "deletion":
        return "a"
      case "variable", "template-variable": return "v"
      // Code within a text, and the parts of a declaration that have no colour of their own.
      case "subst", "params", "function", "tag", "": return nil
      default: continue
      }
    }
    return nil
  }
}
