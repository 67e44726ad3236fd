/// Elements of HTML whose content kramdown reads as Markdown: `<div markdown="1">`.
///
/// Between tags in lines of their own the parser reads Markdown only behind an empty line; a marker in
/// the place of a tag is a block that ends with its line.
enum HTMLMarkdownReader: DialectReader {
  static let signs = ["markdown="]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    guard !frontMatter.allowsHTML else { return }
    let bytes = prose.source.bytes
    // The elements that are open, and how many of their name are open in them.
    var open: [(name: String, depth: Int)] = []
    for line in prose.lines where !line.isCode {
      guard bytes[line.content].first == UInt8(ascii: "<") else { continue }
      let content = Array(bytes[line.content])
      let tokens = HTMLTokenizer.tokens(of: content)
      if tokens.count == 1, case .startTag(let name, let attributes, false) = tokens[0].token,
        HTMLAllowList.blocks.contains(name),
        let mode = attributes.first(where: { $0.name == "markdown" }),
        ["1", "block", "span", "true"].contains(mode.value)
      {
        open.append((name, 0))
        edits.replace(line.content, with: .tag(String(decoding: content, as: UTF8.self)))
        continue
      }
      if let ends = wholeElement(tokens, in: content.count) {
        // Only an inline element can share a line with Markdown.
        let start = line.content.lowerBound
        edits.replace(
          (start + ends.open.lowerBound)..<(start + ends.open.upperBound), with: ends.tag)
        edits.replace((start + ends.close)..<line.content.upperBound, with: "</span>")
        continue
      }
      guard let current = open.last else { continue }
      if tokens.count == 1, tokens[0].token == .endTag(name: current.name), current.depth == 0 {
        open.removeLast()
        edits.replace(line.content, with: .tag(String(decoding: content, as: UTF8.self)))
        continue
      }
      for token in tokens {
        switch token.token {
        case .startTag(current.name, _, false): open[open.count - 1].depth += 1
        case .endTag(current.name):
          open[open.count - 1].depth = max(0, open[open.count - 1].depth - 1)
        default: break
        }
      }
    }
  }

  /// The tags of a line that is one element read as Markdown, `<div markdown="1">words</div>`, and the
  /// tag for the first of them; `nil` for other lines.
  private static func wholeElement(
    _ tokens: [PlacedHTMLToken], in length: Int
  ) -> (open: Range<Int>, close: Int, tag: String)? {
    guard tokens.count > 1, let first = tokens.first, let last = tokens.last,
      case .startTag(let name, let attributes, false) = first.token,
      HTMLAllowList.blocks.contains(name), !name.hasPrefix("t"),
      last.token == .endTag(name: name), last.range.upperBound == length,
      let mode = attributes.first(where: { $0.name == "markdown" }),
      ["1", "block", "span", "true"].contains(mode.value)
    else { return nil }
    let isBlock = { (name: String) in HTMLAllowList.blocks.contains(name) }
    for token in tokens.dropFirst().dropLast() {
      switch token.token {
      case .startTag(let name, _, _) where isBlock(name): return nil
      case .endTag(let name) where isBlock(name): return nil
      default: break
      }
    }
    var kept = HTMLAllowList.attributes(of: name, attributes) { _ in }
    let style = kept.first { $0.name == "style" }?.value
    kept.removeAll { $0.name == "style" }
    kept.append(
      ElementAttribute(
        "style", ["display: block", style].compactMap(\.self).joined(separator: "; ")))
    let words = kept.map { attribute in
      let value = attribute.value.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
      return " \(attribute.name)=\"\(value)\""
    }
    return (first.range, last.range.lowerBound, "<span\(words.joined())>")
  }
}
