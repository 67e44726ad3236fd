internal import CMarkdown
internal import RunbookFiles

extension TreeBuilder {
  /// Adds an inline without children.
  mutating func takeLeaf(_ node: MarkdownNode) {
    switch node.kind {
    case MD_TEXT: takeText(node)
    case MD_SOFT_BREAK: append(.softBreak, sourceRange(scanner.takeBreak()))
    case MD_LINE_BREAK: append(.lineBreak, sourceRange(scanner.takeBreak()))
    case MD_CODE: takeCode(node)
    case MD_MATH, MD_DISPLAY_MATH: takeInlineMath(node)
    case MD_REFERENCE: takeReference(node)
    case MD_LATEX_REFERENCE: takeLaTeXReference(node)
    case MD_HTML_INLINE: takeInlineHTML(node)
    case MD_FOOTNOTE_REFERENCE: takeFootnoteReference(node)
    default: break
    }
  }

  private mutating func takeText(_ node: MarkdownNode) {
    var bytes = node.literal[...]
    if let hidden = hiddenPrefix, hidden.node == node {
      _ = scanner.takeText(bytes.prefix(hidden.length))
      bytes = bytes.dropFirst(hidden.length)
      hiddenPrefix = nil
    }
    if takeTarget(node, bytes) { return }
    var suffix = bytes.suffix(0)
    if let hidden = hiddenSuffix, hidden.node == node {
      suffix = bytes.suffix(hidden.length)
      bytes = bytes.dropLast(hidden.length)
      hiddenSuffix = nil
    }
    if !bytes.isEmpty {
      let parent = node.parent
      let isAddress =
        parent?.kind == MD_LINK && !frames.isEmpty && frames[frames.count - 1].node == parent
        && frames[frames.count - 1].linkForm != .brackets
      let range =
        isAddress
        ? scanner.takeAddress(bytes) : scanner.takeText(bytes)
      warnOfFootnotes(in: bytes, from: range.lowerBound)
      warnOfLaTeX(in: bytes, at: range)
      noteEscapedBrackets(in: bytes, range)
      append(.text(text.string(bytes)), sourceRange(range))
    }
    if !suffix.isEmpty { _ = scanner.takeText(suffix) }
  }

  /// Notes the brackets of a text that stand behind a backslash or are written as entities.
  private mutating func noteEscapedBrackets(
    in bytes: Slice<UnsafeBufferPointer<UInt8>>, _ range: Range<Int>
  ) {
    guard range.count != bytes.count, bytes.contains(where: Self.isBracket) else { return }
    let source = Array(scanner.content(of: range))
    var escaped: Set<Int> = []
    var read = 0
    for (offset, byte) in bytes.enumerated() where Self.isBracket(byte) {
      // Brackets occur in the source in the same order; one that does not is an entity.
      while read < source.count, source[read] != byte {
        read +=
          source[read] == UInt8(ascii: "\\") && source.indices.contains(read + 1)
            && !Self.isBracket(source[read + 1]) ? 2 : 1
      }
      if read >= source.count || read > 0 && source[read - 1] == UInt8(ascii: "\\") {
        escaped.insert(offset)
      }
      read += 1
    }
    guard !escaped.isEmpty else { return }
    frames[frames.count - 1].escapedBrackets[frames[frames.count - 1].inlines.count] = escaped
  }

  private static func isBracket(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
  }

  /// To the parser, a reference to an undefined footnote is plain text.
  private mutating func warnOfFootnotes(
    in bytes: Slice<UnsafeBufferPointer<UInt8>>, from start: Int
  ) {
    var rest = bytes
    var position = start
    while let caret = rest.firstIndex(of: UInt8(ascii: "^")) {
      rest = rest[(caret + 1)...]
      guard caret > bytes.startIndex, bytes[caret - 1] == UInt8(ascii: "["),
        let close = rest.prefix(64).firstIndex(of: UInt8(ascii: "]")), close > caret + 1,
        !rest[..<close].contains(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "[") })
      else { continue }
      let name = text.string(rest[..<close])
      position = scanner.first("[^\(name)]", in: position..<scanner.position)
      log.warning(
        "the footnote '[^\(name)]' is not defined; write '[^\(name)]: …'",
        at: location(at: position))
      position = min(position + 1, scanner.position)
    }
  }

  private mutating func takeCode(_ node: MarkdownNode) {
    let code = text.string(node.literal)
    let taken = scanner.takeCode()
    if takeRole(code, taken) { return }
    guard code.hasPrefix("{swift}"),
      let first = code.utf8.dropFirst(7).first, first == UInt8(ascii: " ")
    else { return append(.code(code), sourceRange(taken)) }
    var expression = code.dropFirst(7)
    while expression.first == " " { expression.removeFirst() }
    while expression.last == " " { expression.removeLast() }
    let mark = scanner.first("{swift}", in: taken)
    let opening = self.location(at: taken.lowerBound)
    let location = self.location(at: min(taken.upperBound, scanner.skippingBlanks(from: mark + 7)))
    let range = SourceRange(opening, self.location(at: taken.upperBound))
    guard !expression.isEmpty else {
      log.error("no expression after '{swift}'; write one", at: location)
      return append(.unknown(code), range)
    }
    expressionCount += 1
    append(
      .expression(
        InlineExpression(index: expressionCount, source: String(expression), location: location)),
      range)
  }

  private mutating func takeReference(_ node: MarkdownNode) {
    let word = text.string(node.literal)
    let range = sourceRange(scanner.takeVerbatim(node.literal, between: "@", and: ""))
    if Label.kind(of: word) != nil {
      frames[frames.count - 1].hasReferences = true
      return append(.reference(CrossReference(label: word, location: range.start)), range)
    }
    frames[frames.count - 1].hasMentions = true
    append(.citation(Citation(mention: word, at: range.start)), range)
  }

  private mutating func takeFootnoteReference(_ node: MarkdownNode) {
    let taken = scanner.takeFootnoteReference()
    let range = sourceRange(taken)
    let written = text.string(scanner.content(of: taken))
    guard let number = Int(text.string(node.literal)) else { return }
    append(
      .footnoteReference(
        FootnoteReference(
          number: number,
          name: written.isEmpty ? "\(number)" : String(written.dropFirst(2).dropLast()),
          use: max(1, Int(md_footnote_use(node.handle))))), range)
  }

  // MARK: HTML

  private mutating func takeInlineHTML(_ node: MarkdownNode) {
    let bytes = text.unmarked(node.literal)
    let range = sourceRange(scanner.takeVerbatim(node.literal, between: "", and: ""))
    if let marker = marker(in: node) {
      if case .attributes(let attributes) = marker {
        return takeAttributes(attributes, node, range)
      }
      // A sign in the middle of a paragraph begins or ends nothing.
      var start = range.start
      start.column = max(start.column, range.end.column - marker.sign.count)
      return append(.text(marker.sign), SourceRange(start, range.end))
    }
    if !frontMatter.allowsHTML, !HTMLComment.isComment(bytes) { hasTags = true }
    append(.html(String(decoding: bytes, as: UTF8.self)), range)
  }

  // MARK: Emphasis

  mutating func openEmphasis(_ node: MarkdownNode) {
    let range = scanner.takeDelimiter(node.kind == MD_EMPHASIS ? 1 : 2)
    openNested(node) { $0.location(at: range.lowerBound) }
  }

  mutating func closeEmphasis(_ node: MarkdownNode) {
    let range = scanner.takeDelimiter(node.kind == MD_EMPHASIS ? 1 : 2)
    guard let frame = closeNested(node) else { return }
    let end = location(at: range.upperBound)
    let content: Inline.Content =
      switch node.kind {
      case MD_EMPHASIS: .emphasis(frame.inlines)
      case MD_STRONG: .strong(frame.inlines)
      default: .strikethrough(frame.inlines)
      }
    append(content, SourceRange(frame.start, end))
  }

  // MARK: Links

  mutating func openLink(_ node: MarkdownNode) {
    let words = node.firstChild?.kind == MD_TEXT ? node.firstChild?.literal : nil
    let link = scanner.openLink(words.map(Array.init) ?? [])
    open(node, at: location(at: link.start))
    frames[frames.count - 1].linkForm = link.form
    let address = text.string(node.url)
    if !LinkAddress.isSafe(address) {
      log.warning(
        "a link to '\(LinkAddress.scheme(of: address) ?? ""):' is left out; link to a page or a file",
        at: frames[frames.count - 1].start)
    }
  }

  mutating func closeLink(_ node: MarkdownNode) {
    guard let frame = close(node) else { return }
    let end = location(at: scanner.closeLink(frame.linkForm))
    var address = text.string(node.url)
    var words = Self.withoutMentions(frame.inlines)
    // A link within the note gets its words when what it leads to is known.
    if words.isEmpty, !address.isEmpty, !address.hasPrefix("#") {
      words = [Inline(.text(LinkAddress.name(of: address)), range: SourceRange(frame.start, end))]
    }
    if let file = frame.start.file {
      address = LinkAddress.seen(address, in: file, from: log.path)
    }
    append(
      .link(
        Link(
          address: address, title: node.title.isEmpty ? nil : text.string(node.title),
          content: words)), SourceRange(frame.start, end))
  }

  /// The words of a link, which leads elsewhere than to a work: `[@name](https://…)`.
  private static func withoutMentions(_ inlines: [Inline]) -> [Inline] {
    var hasMention = false
    inlines.visit { if $0.citation != nil { hasMention = true } }
    guard hasMention else { return inlines }
    var inlines = inlines
    inlines.forEachInlineList { list in
      guard list.contains(where: { $0.citation != nil }) else { return }
      list = list.flatMap { inline -> [Inline] in
        guard let citation = inline.citation else { return [inline] }
        if citation.form == .parenthetical { return withoutMentions(citation.written) }
        return citation.items.map { Inline(.text("@\($0.key)"), range: inline.range) }
      }
    }
    return inlines
  }

  /// The label in `{#label}` right after a formula; that text is not shown.
  mutating func takeLabel(after node: MarkdownNode, of kind: Label.Kind) -> String? {
    guard let next = node.next, next.kind == MD_TEXT,
      let attributes = Attributes(startOf: next.literal)
    else { return nil }
    hiddenPrefix = (next, attributes.length)
    let location = self.location(at: scanner.position + attributes.offset)
    guard let label = attributes.label else {
      log.error(
        "'{\(attributes.content)}' is not a label; write letters, digits, '-' and '_' after '#'",
        at: location)
      return nil
    }
    guard Label.isAllowed(label, for: kind) else {
      log.error(
        "'\(label)' is not allowed here; the label begins with \(kind.rawValue)-", at: location)
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
      case MD_CODE:
        words.append(contentsOf: node.literal)
        // Blanks after an expression are not part of it.
        if node.literal.starts(with: "{swift}".utf8) {
          while words.last == UInt8(ascii: " ") { words.removeLast() }
        }
      case MD_TEXT: words.append(contentsOf: node.literal)
      case MD_MATH, MD_DISPLAY_MATH:
        words.append(
          contentsOf: FormulaText.text(of: text.string(node.literal), macros: macros).utf8)
      case MD_LATEX_REFERENCE: words.append(contentsOf: "\\\(text.string(node.literal))".utf8)
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
