internal import RunbookFiles

/// Text with the few HTML tags that CSL JSON allows, as prose.
enum HTMLText {
  static func inlines(_ source: String, at location: SourceLocation) -> [Inline] {
    let range = SourceRange(location, location)
    var open: [(tag: String, inlines: [Inline])] = [("", [])]
    func append(_ text: Substring) {
      if !text.isEmpty {
        open[open.count - 1].inlines.append(Inline(.text(decoded(text)), range: range))
      }
    }
    func close() {
      guard open.count > 1, let (tag, inlines) = open.popLast() else { return }
      let node: [Inline] =
        switch tag {
        case "i", "em": [Inline(.emphasis(inlines), range: range)]
        case "b", "strong": [Inline(.strong(inlines), range: range)]
        default: inlines
        }
      open[open.count - 1].inlines += inlines.isEmpty ? [] : node
    }
    var rest = source[...]
    while let less = rest.firstIndex(of: "<") {
      let body = rest[rest.index(after: less)...]
      guard open.count < 40, let more = body.firstIndex(of: ">"),
        let name = tagName(body[..<more])
      else {
        append(rest[...less])
        rest = body
        continue
      }
      append(rest[..<less])
      rest = body[body.index(after: more)...]
      if name.isClosing { close() } else { open.append((name.tag, [])) }
    }
    append(rest)
    while open.count > 1 { close() }
    return open[0].inlines
  }

  private static func tagName(_ body: Substring) -> (tag: String, isClosing: Bool)? {
    let isClosing = body.first == "/"
    let name = (isClosing ? body.dropFirst() : body).prefix { $0.isLetter }.lowercased()
    return ["i", "em", "b", "strong", "sub", "sup", "span", "sc"].contains(name)
      ? (name, isClosing) : nil
  }

  private static func decoded(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }
}
