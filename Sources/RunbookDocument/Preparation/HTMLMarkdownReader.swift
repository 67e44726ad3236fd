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
        HTMLAllowList.blocks.contains(name), let mode = attributes.first(where: { $0.name == "markdown" }),
        ["1", "block", "span", "true"].contains(mode.value)
      {
        open.append((name, 0))
        edits.replace(line.content, with: .tag(String(decoding: content, as: UTF8.self)))
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
        case .endTag(current.name): open[open.count - 1].depth = max(0, open[open.count - 1].depth - 1)
        default: break
        }
      }
    }
  }
}
