internal import CMarkdown
internal import RunbookFiles

/// Attributes in braces, which the parser sees as markers.
extension TreeBuilder {
  /// The attributes directly after an inline node.
  func attributes(after node: MarkdownNode) -> Attributes? {
    guard let next = node.next, next.kind == MD_HTML_INLINE,
      case .attributes(let attributes)? = marker(in: next)
    else { return nil }
    return attributes
  }

  /// The marker that an inline node is.
  func marker(in node: MarkdownNode) -> Marker? {
    guard let number = Marker.number(in: text.unmarked(node.literal)),
      text.markers.indices.contains(number)
    else { return nil }
    return text.markers[number]
  }

  /// Takes attributes within a line; they are text where they belong to nothing.
  mutating func takeAttributes(_ attributes: Attributes, _ node: MarkdownNode, _ range: SourceRange)
  {
    let owners = [
      MD_IMAGE, MD_LINK, MD_CODE, MD_EMPHASIS, MD_STRONG, MD_STRIKETHROUGH, MD_HTML_INLINE,
      MD_FOOTNOTE_REFERENCE, MD_REFERENCE,
    ]
    guard let previous = node.previous, owners.contains(previous.kind), attributes.isComplete else {
      if let previous = node.previous, previous.kind == MD_IMAGE { return }
      // The blanks before the braces are part of the text then.
      let blanks = range.end.column - range.start.column - attributes.source.count
      return append(
        .text(String(repeating: " ", count: max(0, blanks)) + attributes.source), range)
    }
    // A picture has taken its own.
    guard previous.kind != MD_IMAGE, previous.kind != MD_HTML_INLINE,
      let last = frames[frames.count - 1].inlines.popLast()
    else { return }
    let kept = Self.elementAttributes(attributes)
    if attributes.identifier != nil { hasElementIdentifiers = true }
    guard kept.contains(where: { $0.name != "class" }) else {
      return frames[frames.count - 1].inlines.append(last)
    }
    append(
      .element(Element(tag: "span", attributes: kept, content: [last])),
      SourceRange(last.range.start, range.end))
  }

  /// Takes a line of attributes: they belong to the block directly above, otherwise to the one below.
  mutating func takeAttributeLine(_ attributes: Attributes, _ node: MarkdownNode) {
    let place = start(of: node)
    let top = frames.count - 1
    if let last = frames[top].blocks.last, last.range.end.line + 1 == place.line {
      frames[top].blocks[frames[top].blocks.count - 1] = applying(attributes, to: last)
    } else {
      frames[top].pendingAttributes = attributes
    }
  }

  /// The block with attributes that stand in a line of their own.
  mutating func applying(_ attributes: Attributes, to block: Block) -> Block {
    var block = block
    switch block.content {
    case .figure(var image):
      take(attributes, into: &image, at: block.range.start)
      block.content = .figure(image)
      return block
    case .heading(var heading):
      take(attributes, into: &heading)
      block.content = .heading(heading)
      return block
    case .html: return block
    default: break
    }
    if let callout = HTMLNesting.mostSpecific(attributes.classes.compactMap(Self.callout)) {
      var content = [block]
      // A quotation is only the frame of such a box.
      if case .quotation(let blocks) = block.content { content = blocks }
      block = Block(.division(Division(.callout(callout), content: content)), range: block.range)
    }
    let kept = Self.elementAttributes(attributes).filter { $0.name != "class" }
    if attributes.identifier != nil { hasElementIdentifiers = true }
    guard !kept.isEmpty else { return block }
    return Block(
      .element(Element(tag: "div", attributes: kept, content: [block])), range: block.range)
  }

  /// The box that a class of a blog's theme stands for.
  private static func callout(ofClass name: String) -> Callout? {
    if let callout = DivisionKinds.callout(ofClass: name) { return callout }
    let name = name.hasPrefix("prompt-") ? String(name.dropFirst(7)) : name
    return DivisionKinds.calloutWords.contains(name) ? Callout(name: name) : nil
  }

  /// What attributes in braces mean for an element of HTML.
  private static func elementAttributes(_ attributes: Attributes) -> [ElementAttribute] {
    var given: [ElementAttribute] = []
    if let identifier = attributes.identifier { given.append(ElementAttribute("id", identifier)) }
    if !attributes.classes.isEmpty {
      given.append(ElementAttribute("class", attributes.classes.joined(separator: " ")))
    }
    var layout = ImageLayout()
    for name in attributes.classes { layout.take(class: name) }
    if let alignment = layout.alignment {
      given.append(ElementAttribute("align", alignment.rawValue))
    }
    given += attributes.pairs.filter { ["style", "title", "lang", "dir"].contains($0.name) }
    return HTMLAllowList.attributes(of: "div", given) { _ in }
  }

  /// Takes the attributes of a picture.
  mutating func take(
    _ attributes: Attributes, into image: inout ImageReference, at location: SourceLocation
  ) {
    for pair in attributes.pairs { image.layout.take(pair.name, pair.value) }
    for name in attributes.classes { image.layout.take(class: name) }
    if let words = attributes["fig-alt"] ?? attributes["alt"] { image.alternative = words }
    guard attributes.isComplete else {
      return log.error(
        "'\(attributes.source)' is not a label; write letters, digits, '-' and '_' after '#'",
        at: location)
    }
    guard let identifier = attributes.identifier else { return }
    switch attributes.label.flatMap(Label.kind) {
    case .figure: image.label = identifier
    case nil:
      image.identifier = identifier
      hasElementIdentifiers = true
    default:
      log.error(
        "'\(identifier)' is not allowed here; the label begins with fig-", at: location)
    }
  }

  /// Takes the attributes of a heading, except its identifier.
  func takeStyle(_ attributes: Attributes, into heading: inout Heading) {
    let classes = Set(attributes.classes)
    if attributes.isUnnumbered || !classes.isDisjoint(with: ["unnumbered", "nonumber"]) {
      heading.isNumbered = false
    }
    if !classes.isDisjoint(with: ["unlisted", "no_toc", "no-toc", "notoc"]) {
      heading.isListed = false
    }
  }

  private mutating func take(_ attributes: Attributes, into heading: inout Heading) {
    takeStyle(attributes, into: &heading)
    guard let identifier = attributes.identifier, heading.label == nil else { return }
    heading.identifier = identifier
    heading.label = identifier
    identifiers.reserve(identifier)
    if attributes.label.flatMap(Label.kind) == .section || labels.locations[identifier] == nil {
      labels.add(identifier, of: .section, location: heading.location, log: &log)
    }
  }
}
