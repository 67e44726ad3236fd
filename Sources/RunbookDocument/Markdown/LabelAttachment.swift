internal import RunbookFiles

/// Gives the labels that stand before or behind an element to that element.
///
/// MyST writes `(name)=` in the line above a heading, a figure, a formula or a table; d2l writes
/// `` :label:`name` `` in the line below. A label without such a neighbour stays where it is, as an
/// anchor.
struct LabelAttachment {
  private var labels: LabelTable
  private var identifiers: HeadingIdentifiers
  private var log: DiagnosticLog
  private let frontMatter: FrontMatter

  static func attach(
    in blocks: inout [Block], _ labels: inout LabelTable, _ identifiers: inout HeadingIdentifiers,
    _ frontMatter: FrontMatter, log: inout DiagnosticLog
  ) {
    var attachment = LabelAttachment(
      labels: labels, identifiers: identifiers, log: log, frontMatter: frontMatter)
    attachment.attach(in: &blocks)
    // From now on the side does not matter.
    blocks.forEachNode(
      block: { _ in },
      inline: { inline in
        guard var anchor = inline.anchor else { return }
        anchor.side = .behind
        inline.content = .anchor(anchor)
      })
    (labels, identifiers, log) = (attachment.labels, attachment.identifiers, attachment.log)
  }

  private mutating func attach(in blocks: inout [Block]) {
    for index in blocks.indices {
      blocks[index].forEachPart {
        attach(in: &$0)
      } inlines: {
        attach(in: &$0)
      }
      if case .table(var table) = blocks[index].content, takeLastRow(of: &table) {
        blocks[index].content = .table(table)
      }
    }
    var result: [Block] = []
    var pending: [Inline] = []
    for var block in blocks {
      if case .paragraph(let inlines) = block.content {
        let (leading, rest) = Self.leadingAnchors(inlines)
        if rest.isEmpty {
          let anchors = leading.compactMap(\.anchor)
          let behind = anchors.filter { $0.side == .behind }
          let left = behind.filter { result.isEmpty || !name(&result[result.count - 1], by: $0) }
          pending += leading.filter { $0.anchor?.side == .before }
          if !left.isEmpty {
            result.append(
              Block(
                .paragraph(leading.filter { inline in left.contains { $0 == inline.anchor } }),
                range: block.range))
          }
          takeCaption(in: &result)
          continue
        }
        if let image = Self.loneImage(rest) {
          block.range.start = image.location
          block.content = .figure(captioned(image, block.range))
          pending += leading.filter { $0.anchor?.side == .before }
          for anchor in inlines.compactMap(\.anchor) where anchor.side == .behind {
            _ = name(&block, by: anchor)
          }
        }
      }
      pending = pending.filter { inline in inline.anchor.map { !name(&block, by: $0) } ?? false }
      if !pending.isEmpty {
        result.append(Block(.paragraph(pending), range: pending[0].range))
        pending = []
      }
      result.append(block)
      if case .table = block.content { takeCaption(in: &result) }
    }
    if let first = pending.first { result.append(Block(.paragraph(pending), range: first.range)) }
    blocks = result
  }

  /// Names a display formula by the label behind it.
  private mutating func attach(in inlines: inout [Inline]) {
    guard inlines.contains(where: { $0.anchor?.side == .behind }) else { return }
    var result: [Inline] = []
    for inline in inlines {
      let formula = result.lastIndex { $0.content != .softBreak }
      if let anchor = inline.anchor, anchor.side == .behind, let formula,
        case .formula(var math) = result[formula].content, math.isDisplay, math.label == nil
      {
        add(anchor, .equation)
        math.label = anchor.label
        result[formula].content = .formula(math)
        result.removeSubrange((formula + 1)...)
      } else {
        result.append(inline)
      }
    }
    inlines = result
  }

  /// Gives a label to a block that has none.
  private mutating func name(_ block: inout Block, by anchor: Anchor) -> Bool {
    switch block.content {
    case .heading(var heading):
      // Without this each further label would copy the content.
      block.content = .rule
      if heading.label == nil {
        labels.add(anchor.label, of: .section, location: heading.location, log: &log)
        heading.label = anchor.label
        heading.identifier = anchor.label
        identifiers.reserve(anchor.label)
      } else {
        add(anchor, .section)
        heading.content.insert(
          Inline(.anchor(anchor), range: SourceRange(anchor.location, anchor.location)), at: 0)
      }
      block.content = .heading(heading)
    case .figure(var image) where image.label == nil:
      add(anchor, .figure)
      image.label = anchor.label
      block.content = .figure(image)
    case .table(var table) where table.caption?.label == nil:
      add(anchor, .table)
      var caption =
        table.caption ?? Caption(range: SourceRange(anchor.location, anchor.location))
      caption.label = anchor.label
      table.caption = caption
      block.content = .table(table)
    case .formula(var math) where math.label == nil:
      add(anchor, .equation)
      math.label = anchor.label
      block.content = .formula(math)
    case .listing(var listing) where listing.options.label == nil:
      add(anchor, .listing)
      listing.options.label = anchor.label
      block.content = .listing(listing)
    default: return false
    }
    return true
  }

  private mutating func add(_ anchor: Anchor, _ kind: Label.Kind) {
    labels.add(anchor.label, of: kind, location: anchor.location, log: &log)
  }

  // MARK: Tables

  /// Takes the label in the line below a table, which the parser reads as a row.
  private mutating func takeLastRow(of table: inout MarkdownTable) -> Bool {
    guard table.caption?.label == nil, let row = table.rows.last, let first = row.cells.first,
      first.content.count == 1, let anchor = first.content[0].anchor,
      row.cells.dropFirst().allSatisfy(\.content.isEmpty)
    else { return false }
    table.rows.removeLast()
    add(anchor, .table)
    var caption = table.caption ?? Caption(range: row.range)
    caption.label = anchor.label
    table.caption = caption
    return true
  }

  /// Makes the paragraph `:words` above a labelled table its caption.
  private func takeCaption(in blocks: inout [Block]) {
    guard blocks.count > 1, case .table(var table)? = blocks.last?.content,
      var caption = table.caption, caption.label != nil, caption.content.isEmpty,
      case .paragraph(var inlines) = blocks[blocks.count - 2].content,
      case .text(let text)? = inlines.first?.content, text.hasPrefix(":"), text.count > 1
    else { return }
    inlines[0].content = .text(String(text.dropFirst()))
    inlines[0].range.start.column += 1
    caption.content = inlines
    caption.source = LaTeXText.plain(inlines)
    caption.range = blocks[blocks.count - 2].range
    table.caption = caption
    blocks[blocks.count - 1].content = .table(table)
    blocks.remove(at: blocks.count - 2)
  }

  // MARK: Paragraphs

  /// The anchors at the beginning of a paragraph, and the rest of it.
  private static func leadingAnchors(_ inlines: [Inline]) -> (anchors: [Inline], rest: [Inline]) {
    var anchors: [Inline] = []
    var rest = inlines[...]
    while let first = rest.first, first.anchor != nil || first.isBlank && !anchors.isEmpty {
      if first.anchor != nil { anchors.append(first) }
      rest.removeFirst()
    }
    return (anchors, Array(rest))
  }

  /// A picture as a figure: with its title as the caption or, for want of one, its words.
  private func captioned(_ image: ImageReference, _ range: SourceRange) -> ImageReference {
    let words = image.title ?? image.alternative
    guard image.caption == nil, !words.isEmpty else { return image }
    var image = image
    image.title = words
    image.caption = Caption(
      content: MarkdownText.inlines(
        of: words, at: TextPlace(image.location, form: .folded), in: frontMatter),
      source: words, range: range)
    return image
  }

  /// The picture of a paragraph without other content than labels.
  private static func loneImage(_ inlines: [Inline]) -> ImageReference? {
    guard case .image(let image)? = inlines.first?.content,
      inlines.contains(where: { $0.anchor != nil }) || inlines.count == 1,
      inlines.dropFirst().allSatisfy({ $0.isBlank || $0.anchor?.side == .behind })
    else { return nil }
    return image
  }
}

extension Inline {
  fileprivate var anchor: Anchor? {
    if case .anchor(let anchor) = content { anchor } else { nil }
  }

  fileprivate var isBlank: Bool {
    content == .softBreak || text.map { $0.allSatisfy { $0 == " " } } ?? false
  }
}
