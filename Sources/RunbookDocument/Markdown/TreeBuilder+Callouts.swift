internal import CMarkdown
internal import RunbookFiles

/// Quotations that begin with `[!NOTE]`, which are boxes on code hosts and in vaults.
extension TreeBuilder {
  /// Whether the text of a quotation begins with an unescaped `[!`.
  ///
  /// The quotation is still counted in `quotationDepth`.
  func beginsCallout(_ node: MarkdownNode) -> Bool {
    guard let first = node.firstChild, first.kind == MD_PARAGRAPH else { return false }
    let line = contentLine(of: first)
    let offset = first.startLine > 0 ? max(0, first.startColumn - 1) : contentOffset(inLine: line)
    return text.line(line).dropFirst(offset).starts(with: "[!".utf8)
  }

  /// The box that the blocks of a quotation are; `nil` if their sign is not complete.
  static func callout(_ blocks: [Block]) -> Division? {
    guard case .paragraph(let inlines)? = blocks.first?.content,
      case .text(let words)? = inlines.first?.content, words.hasPrefix("[!"),
      let close = words.firstIndex(of: "]")
    else { return nil }
    // A vault may append options for its looks: `[!note|wide]`.
    let name = words[..<close].dropFirst(2).prefix { $0 != "|" }
    guard name.first?.isLetter == true, name.count <= 40,
      name.allSatisfy({ $0.isLetter || $0.isNumber || " -_".contains($0) })
    else { return nil }
    var rest = words[close...].dropFirst()
    var folding: Callout.Folding?
    if let sign = rest.first, sign == "-" || sign == "+" {
      folding = sign == "-" ? .closed : .open
      rest.removeFirst()
    }
    guard rest.isEmpty || rest.first == " " || folding != nil else { return nil }
    let end = inlines.firstIndex { $0.content == .softBreak || $0.content == .lineBreak }
    var title = Array(inlines[..<(end ?? inlines.count)].dropFirst())
    let label = String(rest.drop { $0 == " " })
    if !label.isEmpty {
      var range = inlines[0].range
      range.start.column += words.count - label.count
      title.insert(Inline(.text(label), range: range), at: 0)
    }
    var content = Array(blocks.dropFirst())
    if let end, end + 1 < inlines.count {
      let body = Array(inlines[(end + 1)...])
      var range = blocks[0].range
      range.start = body[0].range.start
      content.insert(Block(.paragraph(body), range: range), at: 0)
    }
    let callout = Callout(name: String(name), folding: folding)
    return Division(.callout(callout), title: title, content: content)
  }
}
