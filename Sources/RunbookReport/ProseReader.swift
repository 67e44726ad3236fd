internal import RunbookDocument
internal import RunbookDrawing

/// Reads short Markdown: captions and what cells display as Markdown.
struct ProseReader {
  let parse: (@Sendable (String) -> [Fragment])?

  func fragments(_ text: String) -> [Fragment] {
    guard text.contains(where: { "$`*_[<&\\@#|~\n!".contains($0) }) else {
      return [.html(HTML.escape(text))]
    }
    return parse?(text) ?? Self.simple(text)
  }

  /// Understands `$…$` and `` `…` ``; all else is text.
  private static func simple(_ text: String) -> [Fragment] {
    var fragments = [Fragment]()
    var rest = text[...]
    while let open = rest.firstIndex(where: { $0 == "$" || $0 == "`" }) {
      let mark = rest[open]
      let inside = rest[rest.index(after: open)...]
      guard let close = inside.firstIndex(of: mark), close > inside.startIndex else { break }
      fragments.append(.html(HTML.escape(rest[..<open])))
      let content = String(inside[..<close])
      fragments.append(
        mark == "$"
          ? .math(
            Math(source: content, isDisplay: false, location: SourceLocation(line: 1)))
          : .html("<code>\(HTML.escape(content))</code>"))
      rest = inside[inside.index(after: close)...]
    }
    fragments.append(.html(HTML.escape(rest)))
    return fragments
  }
}
