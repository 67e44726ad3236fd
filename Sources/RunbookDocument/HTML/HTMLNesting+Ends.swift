internal import RunbookFiles

/// Where elements end, and what they become.
extension HTMLNesting {
  // MARK: Ends

  /// Ends the innermost element of a name; an end tag without one disappears.
  mutating func end(_ name: String, at range: SourceRange) {
    if let count = ignored[name], count > 0 {
      ignored[name] = count - 1
      return
    }
    if name == "br" { return add(.element(Element(tag: "br")), range) }
    guard let index = opening(of: name) else {
      if HTMLAllowList.treatment(of: name) == .unknown { add(.text("</\(name)>"), range) }
      return
    }
    while stack.count > index + 1 { closeLast(at: range.start, isStated: false) }
    closeLast(at: range.end, isStated: true)
  }

  /// The innermost open element of a name, not beyond the cell of a table.
  private func opening(of name: String) -> Int? {
    for index in stack.indices.dropFirst().reversed() {
      if stack[index].name == name { return index }
      let isCell = ["td", "th", "caption", "table"].contains(stack[index].name)
      if isCell, !HTMLAllowList.tableParts.contains(name), name != "table" { return nil }
    }
    return nil
  }

  /// Ends the elements that a start tag ends in HTML.
  mutating func endImplied(by name: String, at location: SourceLocation) {
    let (ended, barriers): (Set<String>, Set<String>)
    switch name {
    case "li": (ended, barriers) = (["li"], ["ul", "ol", "menu", "dir"])
    case "dt", "dd": (ended, barriers) = (["dt", "dd"], ["dl"])
    case "tr": (ended, barriers) = (["tr"], ["table", "thead", "tbody", "tfoot"])
    case "td", "th": (ended, barriers) = (["td", "th"], ["tr", "table"])
    case "thead", "tbody", "tfoot":
      (ended, barriers) = (["thead", "tbody", "tfoot", "colgroup"], ["table"])
    case "rt", "rp": (ended, barriers) = (["rt", "rp"], ["ruby"])
    case "a": (ended, barriers) = (["a"], ["td", "th"])
    default: (ended, barriers) = ([], [])
    }
    close(through: ended, before: barriers, at: location)
    if HTMLAllowList.endsParagraph(name) {
      close(through: ["p"], before: ["td", "th", "caption", "table", "li", "dd"], at: location)
    }
  }

  private mutating func close(
    through names: Set<String>, before barriers: Set<String>, at location: SourceLocation
  ) {
    guard !names.isEmpty else { return }
    for index in stack.indices.dropFirst().reversed() {
      if barriers.contains(stack[index].name) { return }
      guard names.contains(stack[index].name) else { continue }
      while stack.count > index { closeLast(at: location, isStated: false) }
      return
    }
  }

  /// Ends the innermost element.
  ///
  /// - Parameter isStated: whether its end tag was reached.
  mutating func closeLast(at end: SourceLocation, isStated: Bool) {
    var open = stack.removeLast()
    let range = SourceRange(open.start, end)
    let outer = stack.count - 1
    stack[outer].height = max(stack[outer].height, open.height)
    switch open.role {
    case .element where open.height >= Self.nestingLimit:
      reportNesting(at: open.start)
      stack[outer].nodes += open.nodes
    case .element(let tag, let attributes):
      stack[outer].height = max(stack[outer].height, open.height + 1)
      if !isStated, tag == "p", !isInline { return closeParagraph(&open, tag, attributes, range) }
      if !isStated, tag == "details" {
        log.warning(
          "the <details> is never closed, so that it folds away everything below; end it with </details>",
          at: open.start)
      }
      add(element(tag, attributes, open.nodes, range))
    case .transparent, .container: stack[stack.count - 1].nodes += open.nodes
    case .unknown(let source):
      if isStated || source.contains("=") {
        problems.add(
          "<\(open.name)> is not a tag of HTML; only what it encloses is shown", at: open.start)
      } else {
        problems.add(
          "'\(source)' is not a tag of HTML and is shown as text; write '\\\(source)'",
          at: open.start)
        add(.text(source), SourceRange(open.start, open.start))
      }
      stack[stack.count - 1].nodes += open.nodes
    case .removed:
      // Words of Markdown after a tag without end are not lost.
      if !isStated { stack[stack.count - 1].nodes += open.nodes }
    case .linked(let address, let title):
      addLink(to: address, title, range)
      // What a browser would show that cannot load it is no part of the note, but blocks may be.
      stack[stack.count - 1].nodes += open.nodes.filter { node in
        if case .block = node { true } else { false }
      }
    }
  }

  /// A paragraph that is not closed ends before the first block after its words, as in HTML.
  private mutating func closeParagraph(
    _ open: inout Open, _ tag: String, _ attributes: [ElementAttribute], _ range: SourceRange
  ) {
    let index = open.nodes.firstIndex { node in
      if case .block = node { true } else { false }
    }
    let own = Array(open.nodes[..<(index ?? open.nodes.count)])
    if !own.inlines.isBlank { add(element(tag, attributes, own, range)) }
    if let index { stack[stack.count - 1].nodes += open.nodes[index...] }
  }

  private mutating func addLink(to address: String?, _ title: String?, _ range: SourceRange) {
    guard let address = address.map(HTMLAllowList.address), !address.isEmpty,
      LinkAddress.isSafe(address)
    else { return }
    let name = address.split(separator: "/").last.map(String.init) ?? address
    let words = title.flatMap { $0.isEmpty ? nil : $0 } ?? (name.contains(".") ? name : address)
    add(.link(Link(address: address, content: [Inline(.text(words), range: range)])), range)
  }

  // MARK: Elements

  private mutating func element(
    _ tag: String, _ attributes: [ElementAttribute], _ nodes: [Node], _ range: SourceRange
  ) -> Node {
    if attributes.contains(where: { $0.name == "id" }) { hasIdentifiers = true }
    if isInline {
      return .inline(inlineElement(tag, attributes, nodes.inlines, range))
    }
    let hasBlocks = nodes.hasBlocks
    guard HTMLAllowList.blocks.contains(tag) || hasBlocks else {
      return .inline(inlineElement(tag, attributes, nodes.inlines, range))
    }
    var element = Element(tag: tag, attributes: attributes, content: grouped(nodes, isRoot: false))
    if hasBlocks, !HTMLAllowList.holdsBlocks(tag) {
      element.tag = "div"
      if let style = HTMLAllowList.style(insteadOf: tag) {
        element["style"] = element["style"].map { "\($0); \(style)" } ?? style
      }
    }
    if let heading = heading(tag, element, nodes, range) { return .block(heading) }
    return .block(Block(.element(element), range: range))
  }

  private func inlineElement(
    _ tag: String, _ attributes: [ElementAttribute], _ content: [Inline], _ range: SourceRange
  ) -> Inline {
    let element = Element(tag: tag, attributes: attributes, content: content)
    guard tag == "a" else { return Inline(.element(element), range: range) }
    var anchor = element
    anchor.tag = "span"
    anchor["href"] = nil
    let title = element["title"]
    guard let address = element["href"] else { return Inline(.element(anchor), range: range) }
    anchor["title"] = nil
    // A link holds no other links.
    let link = Link(address: address, title: title, content: content.withoutLinks)
    guard anchor["id"] != nil || anchor["style"] != nil else {
      return Inline(.link(link), range: range)
    }
    anchor.content = [Inline(.link(link), range: range)]
    return Inline(.element(anchor), range: range)
  }

  /// A heading that is written as tags; its alignment stays around it.
  private mutating func heading(
    _ tag: String, _ element: Element<Block>, _ nodes: [Node], _ range: SourceRange
  ) -> Block? {
    guard tag.count == 2, tag.first == "h", let level = tag.dropFirst().first?.wholeNumberValue,
      !nodes.hasBlocks, !stack.contains(where: { ["td", "th", "table"].contains($0.name) }),
      case .plain(let content)? = element.content.first?.content, element.content.count == 1
    else { return nil }
    let text = content.plainText
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    let stated = element["id"]
    if let stated { identifiers.reserve(stated) }
    let heading = Heading(
      level: level, identifier: stated ?? identifiers.identifier(for: text), content: content,
      text: text, location: range.start, label: stated)
    let block = Block(.heading(heading), range: range)
    guard let style = element["style"] else { return block }
    let frame = Element(
      tag: "div", attributes: [ElementAttribute("style", style)], content: [block])
    return Block(.element(frame), range: range)
  }

  // MARK: Groups

  /// The nodes as blocks: words that follow each other become one.
  ///
  /// - Parameter isRoot: whether words are a paragraph, and not the plain words of an element.
  func grouped(_ nodes: [Node], isRoot: Bool) -> [Block] {
    var blocks: [Block] = []
    var words: [Inline] = []
    func flush() {
      defer { words = [] }
      let content = words.trimmed
      guard let first = content.first, let last = content.last else { return }
      let range = SourceRange(first.range.start, last.range.end)
      if isRoot, content.count == 1, case .image(let image) = first.content {
        return blocks.append(Block(.figure(image), range: range))
      }
      blocks.append(Block(isRoot ? .paragraph(content) : .plain(content), range: range))
    }
    for node in nodes {
      switch node {
      case .inline(let inline): words.append(inline)
      case .block(let block):
        flush()
        blocks.append(block)
      }
    }
    flush()
    return blocks
  }
}

extension [Inline] {
  /// Whether there is nothing but blanks.
  fileprivate var isBlank: Bool { allSatisfy(\.isBlank) }

  /// Without blanks at both ends.
  fileprivate var trimmed: [Inline] {
    var content = self[...]
    while let first = content.first, first.isBlank { content.removeFirst() }
    while let last = content.last, last.isBlank { content.removeLast() }
    var result = Array(content)
    if case .text(let text)? = result.first?.content {
      result[0].content = .text(String(text.drop { $0 == " " || $0 == "\t" }))
    }
    if case .text(let text)? = result.last?.content {
      var text = text[...]
      while text.last == " " || text.last == "\t" { text.removeLast() }
      result[result.count - 1].content = .text(String(text))
    }
    return result
  }

  /// The content with the words of links instead of links.
  var withoutLinks: [Inline] {
    flatMap { inline -> [Inline] in
      if case .link(let link) = inline.content { return link.content.withoutLinks }
      var inline = inline
      inline.forEachPart { $0 = $0.withoutLinks }
      return [inline]
    }
  }

  /// The words as plain text.
  fileprivate var plainText: String {
    var text = ""
    visit { inline in
      switch inline.content {
      case .text(let words), .code(let words): text += words
      case .formula(let math): text += math.source
      case .softBreak, .lineBreak: text += " "
      default: break
      }
    }
    return text
  }
}

extension Inline {
  fileprivate var isBlank: Bool {
    switch content {
    case .softBreak: true
    case .text(let text): text.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\n" }
    case .html(let html): HTMLComment.isComment(html.utf8)
    default: false
    }
  }
}
