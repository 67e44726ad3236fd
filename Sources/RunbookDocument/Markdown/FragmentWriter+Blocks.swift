internal import CMarkdown

extension FragmentWriter {
  /// Begins a block that has children.
  mutating func enterBlock(_ node: MarkdownNode) {
    switch node.kind {
    case MD_BLOCK_QUOTE: html("<blockquote>\n")
    case MD_LIST: openList(node)
    case MD_ITEM: openItem(node)
    case MD_PARAGRAPH: openParagraph(node)
    case MD_HEADING: openHeading(node)
    case MD_THEMATIC_BREAK: html("<hr>\n")
    case MD_FOOTNOTE_DEFINITION: openFootnote(node)
    case MD_TABLE: openTable(node)
    case MD_TABLE_ROW: openRow(node)
    case MD_TABLE_CELL: openCell(node)
    default: break
    }
  }

  mutating func leaveBlock(_ node: MarkdownNode) {
    switch node.kind {
    case MD_BLOCK_QUOTE: html("</blockquote>\n")
    case MD_LIST: html(md_list_is_ordered(node.handle) ? "</ol>\n" : "</ul>\n")
    case MD_ITEM: html("</li>\n")
    case MD_PARAGRAPH: closeParagraph(node)
    case MD_HEADING: closeHeading(node)
    case MD_FOOTNOTE_DEFINITION: closeFootnote(node)
    case MD_TABLE: closeTable()
    case MD_TABLE_ROW: closeRow()
    case MD_TABLE_CELL: closeCell()
    default: break
    }
  }

  // MARK: Lists

  private mutating func openList(_ node: MarkdownNode) {
    guard md_list_is_ordered(node.handle) else { return html("<ul>\n") }
    let start = md_list_start(node.handle)
    html(start == 1 ? "<ol>\n" : "<ol start=\"\(start)\">\n")
  }

  private mutating func openItem(_ node: MarkdownNode) {
    guard md_item_is_task(node.handle) else { return html("<li>") }
    let state = md_item_is_done(node.handle) ? " checked" : ""
    html("<li class=\"task\"><input type=\"checkbox\" disabled\(state)> ")
  }

  // MARK: Paragraphs

  /// Whether the paragraph is written without `<p>`: in a list without blank lines between its
  /// items, or if it holds nothing but one picture, which the report sets as a figure.
  private func isBare(_ paragraph: MarkdownNode) -> Bool {
    if omitsParagraphs { return true }
    if let list = paragraph.parent?.parent, list.kind == MD_LIST,
      md_list_is_tight(list.handle)
    {
      return true
    }
    return paragraph.firstChild.map(isBlockImage) ?? false
  }

  /// Whether a picture is all there is in its paragraph, `{#fig-x}` apart.
  func isBlockImage(_ node: MarkdownNode) -> Bool {
    guard node.kind == MD_IMAGE, let parent = node.parent, parent.kind == MD_PARAGRAPH,
      node.previous == nil
    else { return false }
    guard let next = node.next else { return true }
    guard next.kind == MD_TEXT, next.next == nil,
      let attributes = Attributes(startOf: next.literal)
    else { return false }
    return next.literal.dropFirst(attributes.length).allSatisfy { $0 == UInt8(ascii: " ") }
  }

  private mutating func openParagraph(_ node: MarkdownNode) {
    block = node
    if isCaption(node) { return openCaption(node) }
    if !isBare(node) { html("<p>") }
  }

  private mutating func closeParagraph(_ node: MarkdownNode) {
    block = nil
    if pending?.node == node { return closeCaption(node) }
    if let parent = node.parent, parent.kind == MD_FOOTNOTE_DEFINITION, node.next == nil {
      writeBackReferences(parent)
    }
    if !isBare(node) {
      html("</p>\n")
    } else if node.next != nil {
      html("\n")
    }
  }

  // MARK: Headings

  private mutating func openHeading(_ node: MarkdownNode) {
    block = node
    let label = takeLabel(endOf: node) { label in
      Label.kind(of: label) == .section || Label.kind(of: label) == nil
        ? nil : "the label of a heading begins with sec-"
    }
    pending = Pending(node: node, label: label, hasAttributes: hiddenSuffix != nil)
    sinks.append(Sink())
  }

  private mutating func closeHeading(_ node: MarkdownNode) {
    guard var sink = sinks.popLast() else { return }
    sink.flush()
    let plain = plainText(of: node)
    let location = source.location(
      line: contentLine(of: node), offset: max(0, node.startColumn - 1))
    let label = pending?.label
    let words = pending?.hasAttributes == true ? Self.droppingAttributes(plain) : plain
    let identifier = label ?? identifiers.identifier(for: words)
    if let label { identifiers.reserve(label) }
    let isSection = label.flatMap(Label.kind) == .section
    append(
      .heading(
        Heading(
          level: Int(md_heading_level(node.handle)), identifier: identifier,
          content: sink.fragments, text: words, location: location,
          label: isSection ? label : nil)))
    if isSection, let label {
      labels.add(label, location: location, log: &log)
    }
    pending = nil
    block = nil
  }

  private static func droppingAttributes(_ text: String) -> String {
    guard let attributes = Attributes(endOf: Array(text.utf8)) else { return text }
    return String(decoding: Array(text.utf8).dropLast(attributes.length), as: UTF8.self)
  }

  /// The label in `{#label}` at the end of a heading or caption; that text is not shown.
  ///
  /// - Parameter problem: what is wrong with a label of this form, if anything.
  func label(endOf node: MarkdownNode) -> (text: MarkdownNode, attributes: Attributes)? {
    var last = node.firstChild
    while let next = last?.next { last = next }
    guard let last, last.kind == MD_TEXT, let attributes = Attributes(endOf: last.literal) else {
      return nil
    }
    return (last, attributes)
  }

  mutating func takeLabel(
    endOf node: MarkdownNode, problem: (String) -> String?
  ) -> String? {
    guard let (last, attributes) = label(endOf: node) else { return nil }
    let location = self.location(of: last, byteOffset: attributes.offset)
    hiddenSuffix = (last, attributes.length)
    guard let label = attributes.label else {
      log.error(
        "'{\(attributes.content)}' is no label; write letters, digits, '-' and '_' after '#'",
        at: location)
      return nil
    }
    if let problem = problem(label) {
      log.error("'\(label)' cannot stand here; \(problem)", at: location)
      return nil
    }
    return label
  }

  // MARK: Footnotes

  private mutating func openFootnote(_ node: MarkdownNode) {
    if footnoteCount == 0 { html("<section class=\"footnotes\">\n<ol>\n") }
    footnoteCount += 1
    html("<li id=\"fn-\(footnoteCount)\">")
  }

  private mutating func closeFootnote(_ node: MarkdownNode) {
    var last = node.firstChild
    while let next = last?.next { last = next }
    if last?.kind != MD_PARAGRAPH { writeBackReferences(node) }
    html("</li>\n")
  }

  private mutating func writeBackReferences(_ footnote: MarkdownNode) {
    for use in 1...max(1, md_footnote_uses(footnote.handle)) {
      let suffix = use > 1 ? "-\(use)" : ""
      html(" <a class=\"back\" href=\"#fnref-\(footnoteCount)\(suffix)\">↩</a>")
    }
  }
}
