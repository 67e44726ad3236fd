internal import CMarkdown

extension FragmentWriter {
  /// Writes a piece of prose that has no children.
  mutating func writeLeaf(_ node: MarkdownNode) {
    switch node.kind {
    case MD_TEXT: writeText(node)
    case MD_SOFT_BREAK: html("\n")
    case MD_LINE_BREAK: html("<br>\n")
    case MD_CODE: writeCode(node)
    case MD_MATH, MD_DISPLAY_MATH: writeInlineMath(node)
    case MD_REFERENCE: writeReference(node)
    case MD_HTML_INLINE, MD_HTML_BLOCK: writeRawHTML(node)
    case MD_FOOTNOTE_REFERENCE: writeFootnoteReference(node)
    default: break
    }
  }

  private mutating func writeText(_ node: MarkdownNode) {
    var bytes = node.literal[...]
    if let hidden = hiddenPrefix, hidden.node == node {
      bytes = bytes.dropFirst(hidden.length)
      hiddenPrefix = nil
    }
    if let hidden = hiddenSuffix, hidden.node == node {
      bytes = bytes.dropLast(hidden.length)
      hiddenSuffix = nil
    }
    warnOfFootnotes(in: bytes, of: node)
    escaped(marked: bytes)
  }

  /// A reference to a footnote that has no definition is plain text to the parser.
  private mutating func warnOfFootnotes(
    in bytes: Slice<UnsafeBufferPointer<UInt8>>, of node: MarkdownNode
  ) {
    var rest = bytes
    while let caret = rest.firstIndex(of: UInt8(ascii: "^")) {
      rest = rest[(caret + 1)...]
      guard caret > bytes.startIndex, bytes[caret - 1] == UInt8(ascii: "["),
        let close = rest.prefix(64).firstIndex(of: UInt8(ascii: "]")), close > caret + 1,
        !rest[..<close].contains(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "[") })
      else { continue }
      let name = text.string(rest[..<close])
      log.warning(
        "the footnote '[^\(name)]' is not defined; write '[^\(name)]: …'",
        at: location(of: node, byteOffset: caret - 1))
    }
  }

  private mutating func writeCode(_ node: MarkdownNode) {
    let code = text.string(node.literal)
    guard code.hasPrefix("{swift}"),
      let first = code.utf8.dropFirst(7).first, first == UInt8(ascii: " ")
    else {
      html("<code>")
      escaped(code.utf8)
      return html("</code>")
    }
    let blanks = code.utf8.dropFirst(7).prefix { $0 == UInt8(ascii: " ") }.count
    var expression = code.dropFirst(7 + blanks)
    while expression.last == " " { expression.removeLast() }
    let location = locationOfExpression(node, skipping: 7 + blanks)
    guard !expression.isEmpty else {
      log.error("no expression after '{swift}'; write one", at: location)
      return
    }
    expressionCount += 1
    append(
      .inlineExpression(
        InlineExpression(index: expressionCount, source: String(expression), location: location)))
  }

  private mutating func writeReference(_ node: MarkdownNode) {
    let word = text.string(node.literal)
    let location = locationOfPlace(node)
    if Label.kind(of: word) != nil {
      return append(.reference(CrossReference(label: word, location: location)))
    }
    mentions.append(Mention(word: word, location: location))
    html("@")
    escaped(word.utf8)
  }

  private mutating func writeFootnoteReference(_ node: MarkdownNode) {
    let number = text.string(node.literal)
    let use = md_footnote_use(node.handle)
    let suffix = use > 1 ? "-\(use)" : ""
    html(
      "<sup class=\"footnote\"><a href=\"#fn-\(number)\" id=\"fnref-\(number)\(suffix)\">\(number)</a></sup>"
    )
  }

  private mutating func writeRawHTML(_ node: MarkdownNode) {
    let bytes = text.unmarked(node.literal)
    let isBlock = node.kind == MD_HTML_BLOCK
    if frontMatter.allowsHTML {
      sinks[sinks.count - 1].html.write(raw: bytes)
      return
    }
    if Self.isComment(bytes) { return }
    let place = location(of: node, byteOffset: 0)
    rawHTML = (count: (rawHTML?.count ?? 0) + 1, location: rawHTML?.location ?? place)
    if isBlock { html("<pre class=\"html\">") }
    escaped(bytes)
    if isBlock { html("</pre>\n") }
  }

  /// Whether HTML is a comment and nothing else.
  private static func isComment(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: "<!--".utf8) else { return false }
    var end = bytes.count
    while end > 0, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: " ") {
      end -= 1
    }
    guard end >= 7, bytes[..<end].suffix(3).elementsEqual("-->".utf8) else { return false }
    // A second `-->` before the end would leave something between the two.
    return !bytes[4..<(end - 3)].indices.contains { bytes[$0..<end - 1].starts(with: "-->".utf8) }
  }

  // MARK: Links and pictures

  mutating func openLink(_ node: MarkdownNode) {
    let address = text.string(node.url)
    guard LinkAddress.isSafe(address) else {
      log.warning(
        "a link to '\(LinkAddress.scheme(of: address) ?? ""):' is left out; link to a page or a file",
        at: location(of: node, byteOffset: 0))
      return
    }
    html("<a href=\"")
    sinks[sinks.count - 1].html.write(address: address.utf8)
    if !node.title.isEmpty {
      html("\" title=\"")
      escaped(marked: node.title)
    }
    html("\">")
  }

  mutating func closeLink(_ node: MarkdownNode) {
    if LinkAddress.isSafe(text.string(node.url)) { html("</a>") }
  }

  mutating func writeImage(_ node: MarkdownNode) {
    let address = text.string(node.url)
    let location = location(of: node, byteOffset: 0)
    var image = ImageReference(
      source: LinkAddress.decodingPercent(address), alternative: plainText(of: node),
      title: node.title.isEmpty ? nil : text.string(node.title), isBlock: isBlockImage(node),
      location: location)
    image.label = takeLabel(after: node, of: .figure)
    if image.alternative.isEmpty {
      log.warning(
        "the picture has no alternative text; say between '![' and ']' what it shows", at: location)
    }
    if let label = image.label { labels.add(label, location: location, log: &log) }
    if image.isRemote {
      log.warning(
        "'\(address)' would be fetched from the network; copy the picture beside the notebook",
        at: location)
    } else if LinkAddress.isPicture(address) {
      image.source = address
    } else if let scheme = LinkAddress.scheme(of: address) {
      log.error("'\(scheme):' names no picture; write the path of a file", at: location)
      return escaped(image.alternative.utf8)
    } else if address.isEmpty {
      log.error("the picture has no address; write the path of a file", at: location)
      return escaped(image.alternative.utf8)
    }
    if let file = location.file, !image.isRemote, !LinkAddress.isPicture(address) {
      image.source = NotebookFile.path(image.source, named: file, seenFrom: log.path)
    }
    append(.image(image))
  }

  /// The label in `{#label}` right after a picture or formula; that text is not shown.
  mutating func takeLabel(after node: MarkdownNode, of kind: Label.Kind) -> String? {
    guard let next = node.next, next.kind == MD_TEXT,
      let attributes = Attributes(startOf: next.literal)
    else { return nil }
    hiddenPrefix = (next, attributes.length)
    let location = location(of: next, byteOffset: attributes.offset)
    guard let label = attributes.label else {
      log.error(
        "'{\(attributes.content)}' is no label; write letters, digits, '-' and '_' after '#'",
        at: location)
      return nil
    }
    guard Label.kind(of: label) == kind else {
      log.error(
        "'\(label)' cannot stand here; the label begins with \(kind.rawValue)-", at: location)
      return nil
    }
    return label
  }

  /// The words in a node and its children.
  func plainText(of node: MarkdownNode) -> String {
    var words: [UInt8] = []
    var walk = MarkdownWalk(node)
    while let step = walk.next() {
      guard case .enter(let node) = step else { continue }
      switch node.kind {
      case MD_TEXT, MD_CODE, MD_MATH, MD_DISPLAY_MATH: words.append(contentsOf: node.literal)
      case MD_REFERENCE:
        words.append(UInt8(ascii: "@"))
        words.append(contentsOf: node.literal)
      case MD_SOFT_BREAK, MD_LINE_BREAK: words.append(UInt8(ascii: " "))
      default: break
      }
    }
    return text.string(words)
  }
}
