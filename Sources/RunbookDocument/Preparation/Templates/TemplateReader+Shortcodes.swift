internal import RunbookFiles

/// The shortcodes of Hugo and Quarto, `{{< name arguments >}}`.
extension TemplateReader {
  /// Shortcodes around a callout, with the kind of callout unless an argument names it.
  private static let callouts: Set<String> = [
    "hint", "callout", "notice", "alert", "admonition", "note", "tip", "warning", "info", "caution",
    "important", "danger",
  ]
  private static let kinds: [String: String] = [
    "note": "note", "info": "note", "tip": "tip", "success": "tip", "hint": "tip",
    "warning": "warning", "caution": "caution", "danger": "important", "important": "important",
    "error": "important",
  ]

  mutating func readShortcode(_ tag: TemplateTag) {
    let name = String(tag.name)
    switch name {
    case "include":
      warn(tag, "is not alone in its line; begin a new line for it")
      replace(tag, with: "")
    case "toc":
      if !isAlone(tag) { replace(tag, with: "") }
    case "figure", "img", "image", "picture": readFigure(tag)
    case "highlight", "code", "mermaid": readListing(tag, end: "/\(name)")
    case "katex", "math", "latex", "mathjax": readFormula(tag, end: "/\(name)")
    case "youtube", "vimeo", "video": readVideo(tag, name, tag.arguments)
    case "ref", "relref": readNoteAddress(tag)
    case "pagebreak", "newpage": replace(tag, with: "")
    case "kbd": readKey(tag)
    case "meta", "param": readProperty(tag)
    case "embed":
      let file = tag.arguments.prefix { !$0.isWhitespace }
      warn(tag, "cannot show a part of another document; a link is shown")
      replace(tag, with: "[\(file)](\(MarkdownAddress.encoded(String(file))))")
    case _ where Self.callouts.contains(name): openCallout(tag)
    case _ where name.hasPrefix("/"):
      let isCallout = Self.callouts.contains(String(name.dropFirst())) && isAlone(tag)
      if isCallout {
        edits.replace(tag.range, with: .closeInnermost)
      } else {
        replace(tag, with: "")
      }
    default:
      warn(tag, "works only in the site generator and is left out; write Markdown instead")
      replace(tag, with: "")
    }
  }

  private mutating func readFigure(_ tag: TemplateTag) {
    if readPicture(tag) { return }
    warn(tag, "names no picture and is left out; write '![description](picture.png)'")
    replace(tag, with: "")
  }

  /// The address of another note, which stands in the parentheses of a link.
  private mutating func readNoteAddress(_ tag: TemplateTag) {
    let arguments = TemplateArguments(tag.arguments)
    let path = arguments.named["path"]?.text ?? arguments.positional.first?.text ?? ""
    replace(tag, with: MarkdownAddress.encoded(path))
  }

  private mutating func readKey(_ tag: TemplateTag) {
    let words = TemplateArguments(tag.arguments).positional.map(\.text).joined(separator: " ")
    replace(tag, with: "<kbd>\(words.filter { !"<>&".contains($0) })</kbd>")
  }

  private mutating func readProperty(_ tag: TemplateTag) {
    guard let value = LiquidExpression.property(String(tag.arguments), of: frontMatter) else {
      warn(tag, "is known only to the site generator; its name is shown")
      return replace(tag, with: "`\(tag.arguments.filter { $0 != "`" })`")
    }
    replace(tag, with: value)
  }

  private mutating func openCallout(_ tag: TemplateTag) {
    guard isAlone(tag), closing("/\(tag.name)") != nil else {
      warn(tag, "is not closed in a line of its own and is left out")
      return replace(tag, with: "")
    }
    let arguments = TemplateArguments(tag.arguments)
    let stated = [
      arguments.named["type"]?.text, arguments.positional.first?.text, String(tag.name),
    ]
    let kind = stated.lazy.compactMap { $0.flatMap { Self.kinds[$0.lowercased()] } }.first ?? "note"
    let opening = DivisionOpening(
      division: Division(.callout(Callout(name: kind))),
      sign: String(decoding: prose.source.bytes[tag.range], as: UTF8.self))
    edits.replace(tag.range, with: .open(opening))
  }
}
