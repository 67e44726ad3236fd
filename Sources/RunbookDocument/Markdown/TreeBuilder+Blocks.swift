internal import CMarkdown
internal import RunbookFiles

extension TreeBuilder {
  /// Begins a block that has children.
  mutating func enterBlock(_ node: MarkdownNode) {
    switch node.kind {
    case MD_DOCUMENT: open(node, at: source.location(line: 1, column: 1))
    case MD_BLOCK_QUOTE:
      quotationDepth += 1
      openNested(node) { $0.start(of: node) }
    case MD_LIST: openNested(node) { $0.start(of: node) }
    case MD_ITEM:
      if frames.last?.node == node.parent { open(node, at: start(of: node)) }
    case MD_PARAGRAPH, MD_HEADING: openContent(node)
    case MD_THEMATIC_BREAK: append(.rule, from: start(of: node), to: end(of: node))
    case MD_FOOTNOTE_DEFINITION: open(node, at: start(of: node))
    case MD_TABLE:
      open(node, at: source.location(line: headerLine(of: node.firstChild ?? node), column: 1))
    case MD_TABLE_ROW: openRow(node)
    case MD_TABLE_CELL: openCell(node)
    default:
      append(.unknown(text.string(node.literal)), from: start(of: node), to: end(of: node))
    }
  }

  mutating func leaveBlock(_ node: MarkdownNode) {
    switch node.kind {
    case MD_BLOCK_QUOTE:
      let mayBeCallout = beginsCallout(node)
      quotationDepth -= 1
      if let frame = closeNested(node) {
        let callout = mayBeCallout ? Self.callout(frame.blocks) : nil
        append(
          callout.map { .division($0) } ?? .quotation(frame.blocks), from: frame.start,
          to: end(of: node))
      }
    case MD_LIST: closeList(node)
    case MD_ITEM: closeItem(node)
    case MD_PARAGRAPH: closeParagraph(node)
    case MD_HEADING: closeHeading(node)
    case MD_FOOTNOTE_DEFINITION: closeFootnote(node)
    case MD_TABLE: closeTable(node)
    case MD_TABLE_ROW: closeRow(node)
    case MD_TABLE_CELL: closeCell(node)
    default: break
    }
  }

  // MARK: Lists

  private mutating func closeList(_ node: MarkdownNode) {
    guard let frame = closeNested(node) else { return }
    if frame.areMeanings.contains(true) { return closeDefinitions(node, frame) }
    let list = MarkdownList(
      start: md_list_is_ordered(node.handle) ? Int(md_list_start(node.handle)) : nil,
      isTight: md_list_is_tight(node.handle), items: frame.items)
    if frame.isContents { return appendContents(from: frame.start, to: end(of: node)) }
    append(.list(list), from: frame.start, to: end(of: node))
  }

  private mutating func closeItem(_ node: MarkdownNode) {
    guard let frame = close(node) else { return }
    frames[frames.count - 1].areMeanings.append(isMeaning(node))
    if frame.isContents { frames[frames.count - 1].isContents = true }
    frames[frames.count - 1].items.append(
      MarkdownList.Item(
        isDone: md_item_is_task(node.handle) ? md_item_is_done(node.handle) : nil,
        content: frame.blocks, range: SourceRange(frame.start, end(of: node))))
  }

  // MARK: Paragraphs

  private mutating func openContent(_ node: MarkdownNode) {
    enterContent(node)
    open(node, at: start(of: node))
    if node.kind == MD_HEADING {
      takeLabel(endOf: node) { label in
        Label.isAllowed(label, for: .section) ? nil : "the label of a heading begins with sec-"
      }
    } else if isCaption(node) {
      takeLabel(endOf: node) { label in
        Label.isAllowed(label, for: .table) ? nil : "the label of a table begins with tbl-"
      }
      if let first = node.firstChild { hiddenPrefix = (first, 2) }
      lastCaption = node
    } else if isRepeatedCaption(node) {
      takeRepeatedCaption(node)
    }
  }

  private mutating func closeParagraph(_ node: MarkdownNode) {
    guard let frame = close(node) else { return }
    if isCaption(node) { return closeCaption(frame) }
    if let picture = node.firstChild, isFigure(picture),
      case .image(let image)? = frame.inlines.first?.content
    {
      return append(.figure(image), from: frame.start, to: end(of: node))
    }
    if takeContents(node, frame) { return }
    append(.paragraph(frame.inlines), from: frame.start, to: end(of: node))
  }

  /// Whether a picture is the only content of its paragraph, apart from its attributes.
  func isFigure(_ node: MarkdownNode) -> Bool {
    guard node.kind == MD_IMAGE, let parent = node.parent, parent.kind == MD_PARAGRAPH,
      node.previous == nil
    else { return false }
    guard let next = node.next else { return true }
    return next.next == nil && attributes(after: node) != nil
  }

  // MARK: Headings

  private mutating func closeHeading(_ node: MarkdownNode) {
    guard let frame = close(node) else { return }
    let plain = plainText(of: node)
    let words = frame.attributes != nil ? Self.droppingAttributes(plain) : plain
    let identifier = frame.label ?? identifiers.identifier(for: words)
    if frame.label == nil { derivedIdentifiers.insert(identifier) }
    var heading = Heading(
      level: Int(md_heading_level(node.handle)), identifier: identifier,
      content: frame.inlines, text: words, location: frame.start, label: frame.label)
    if let attributes = frame.attributes {
      takeStyle(attributes, into: &heading)
      if attributes.classes.contains("tabset") { tabsetHeadings.insert(heading.location) }
    }
    append(.heading(heading), from: frame.start, to: end(of: node))
    // A plain id that is used twice is no more than a warning, which names the second heading.
    if let label = frame.label,
      Label.kind(of: label) == .section || labels.locations[label] == nil
    {
      labels.add(label, of: .section, location: frame.start, log: &log)
    }
  }

  private static func droppingAttributes(_ text: String) -> String {
    guard let attributes = Attributes(endOf: Array(text.utf8)) else { return text }
    return String(decoding: Array(text.utf8).dropLast(attributes.length), as: UTF8.self)
  }

  /// The label in `{#label}` at the end of a heading or caption; that text is not shown.
  func label(endOf node: MarkdownNode) -> (text: MarkdownNode, attributes: Attributes)? {
    var last = node.firstChild
    while let next = last?.next { last = next }
    guard let last, last.kind == MD_TEXT, let attributes = Attributes(endOf: last.literal) else {
      return nil
    }
    return (last, attributes)
  }

  /// Takes the label at the end of the node that was just opened.
  ///
  /// - Parameter problem: the error in a label of this form, if any.
  private mutating func takeLabel(endOf node: MarkdownNode, problem: (String) -> String?) {
    guard let (last, attributes) = label(endOf: node) else { return }
    let location = self.location(at: scanner.last("{\(attributes.content)}"))
    hiddenSuffix = (last, attributes.length)
    frames[frames.count - 1].attributes = attributes
    guard let identifier = attributes.identifier, attributes.isComplete else {
      if attributes.isComplete { return }
      return log.error(
        "'{\(attributes.content)}' is not a label; write letters, digits, '-' and '_' after '#'",
        at: location)
    }
    if let problem = problem(identifier) {
      return log.error("'\(identifier)' is not allowed here; \(problem)", at: location)
    }
    frames[frames.count - 1].label = identifier
  }

  // MARK: Footnotes

  /// The parser moves the definitions to the end of the document, in the order of their numbers.
  private mutating func closeFootnote(_ node: MarkdownNode) {
    guard let frame = close(node) else { return }
    if node.startLine > source.lineCount {
      if let footnote = addedFootnote(node) { footnotes.append(footnote) }
      return
    }
    footnotes.append(
      Footnote(
        number: footnotes.count + 1, name: footnoteName(node) ?? "\(footnotes.count + 1)",
        uses: max(1, Int(md_footnote_uses(node.handle))),
        content: frame.blocks, range: SourceRange(frame.start, end(of: node))))
  }

  /// The name in `[^name]:`.
  private func footnoteName(_ node: MarkdownNode) -> String? {
    let line = text.line(node.startLine)
    guard let open = line.indices.first(where: { line[$0...].starts(with: "[^".utf8) }),
      let close = line[open...].firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    return text.string(line[(open + 2)..<close])
  }

  // MARK: HTML

  mutating func takeHTMLBlock(_ node: MarkdownNode) {
    let bytes = text.unmarked(node.literal)
    let start = start(of: node)
    if let number = Marker.number(in: bytes), number < text.markers.count {
      return take(text.markers[number], number: number, node)
    }
    let html = String(
      decoding: restoringMarkers(in: bytes, firstLine: node.startLine), as: UTF8.self)
    if !frontMatter.allowsHTML, !HTMLComment.isComment(html.utf8) {
      hasTags = true
      htmlLines[HTMLPiece.Key(start: start, html: html)] = CodeLines(
        html, firstLine: node.startLine, source: source, text: text)
    }
    append(.html(html), from: start, to: end(of: node))
  }
}
