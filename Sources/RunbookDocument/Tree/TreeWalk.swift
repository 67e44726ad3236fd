extension [Block] {
  /// Changes every node in place, in document order: a block before its content.
  package mutating func forEachNode(
    block change: (inout Block) -> Void, inline changeInline: (inout Inline) -> Void
  ) {
    for index in indices {
      change(&self[index])
      self[index].forEachPart { blocks in
        blocks.forEachNode(block: change, inline: changeInline)
      } inlines: { inlines in
        inlines.forEachInline(changeInline)
      }
    }
  }

  /// Visits every node in document order.
  package func visit(
    block: (Block) -> Void = { _ in }, inline: (Inline) -> Void
  ) {
    // A loop over the array itself would copy each node.
    withUnsafeBufferPointer { nodes in
      for index in nodes.indices {
        block(nodes[index])
        nodes[index].visitParts {
          $0.visit(block: block, inline: inline)
        } inlines: {
          $0.visit(inline)
        }
      }
    }
  }

  /// Visits every block in document order.
  package func visit(block: (Block) -> Void) {
    withUnsafeBufferPointer { nodes in
      for index in nodes.indices {
        block(nodes[index])
        nodes[index].visitParts {
          $0.visit(block: block)
        } inlines: { _ in
        }
      }
    }
  }

  /// Changes every block in place, in document order: a block before its content.
  mutating func forEachBlock(_ change: (inout Block) -> Void) {
    for index in indices {
      change(&self[index])
      if self[index].containsNoBlocks { continue }
      self[index].forEachPart { blocks in
        blocks.forEachBlock(change)
      } inlines: { _ in
      }
    }
  }

  /// Changes every list of inlines as a whole, inner lists first.
  package mutating func forEachInlineList(_ change: (inout [Inline]) -> Void) {
    for index in indices {
      self[index].forEachPart { blocks in
        blocks.forEachInlineList(change)
      } inlines: { inlines in
        inlines.forEachInlineList(change)
      }
    }
  }
}

extension [Inline] {
  /// Changes every node in place, in the order of the text: a node before its content.
  package mutating func forEachInline(_ change: (inout Inline) -> Void) {
    for index in indices {
      change(&self[index])
      self[index].forEachPart { $0.forEachInline(change) }
    }
  }

  /// Visits every node in the order of the text.
  package func visit(_ inline: (Inline) -> Void) {
    withUnsafeBufferPointer { nodes in
      for index in nodes.indices {
        inline(nodes[index])
        nodes[index].nested?.visit(inline)
      }
    }
  }

  /// Changes this list and all lists in it as a whole, inner lists first.
  package mutating func forEachInlineList(_ change: (inout [Inline]) -> Void) {
    for index in indices {
      self[index].forEachPart { $0.forEachInlineList(change) }
    }
    change(&self)
  }
}

extension Block {
  /// Whether the block is of a kind that contains inlines at most.
  fileprivate var containsNoBlocks: Bool {
    switch content {
    case .paragraph, .plain, .heading, .table, .cell, .listing, .figure, .bibliography, .formula,
      .contents, .rule, .html, .unknown:
      true
    case .element, .quotation, .recorded, .list, .footnotes, .division, .definitions: false
    }
  }

  /// Visits the content of the block, piece by piece in order.
  func visitParts(blocks visit: ([Block]) -> Void, inlines visitInlines: ([Inline]) -> Void) {
    switch content {
    case .paragraph(let inlines), .plain(let inlines): visitInlines(inlines)
    case .element(let element): visit(element.content)
    case .heading(let heading): visitInlines(heading.content)
    case .quotation(let blocks), .recorded(let blocks): visit(blocks)
    case .list(let list): for item in list.items { visit(item.content) }
    case .table(let table):
      for row in [table.header] + table.rows {
        for cell in row.cells { visitInlines(cell.content) }
      }
      if let caption = table.caption { visitInlines(caption.content) }
    case .cell(let cell): for caption in cell.captions.all { visitInlines(caption.content) }
    case .listing(let listing): if let caption = listing.caption { visitInlines(caption.content) }
    case .figure(let image): if let caption = image.caption { visitInlines(caption.content) }
    case .footnotes(let footnotes): for footnote in footnotes { visit(footnote.content) }
    case .division(let division): division.visitParts(blocks: visit, inlines: visitInlines)
    case .definitions(let list): list.visitParts(blocks: visit, inlines: visitInlines)
    case .bibliography(let list): for entry in list.entries { visitInlines(entry.content) }
    case .formula, .contents, .rule, .html, .unknown: break
    }
  }

  /// Changes the content of the block, piece by piece in order.
  mutating func forEachPart(
    blocks change: (inout [Block]) -> Void, inlines changeInlines: (inout [Inline]) -> Void
  ) {
    switch content {
    case .paragraph(var inlines):
      content = .rule
      changeInlines(&inlines)
      content = .paragraph(inlines)
    case .plain(var inlines):
      content = .rule
      changeInlines(&inlines)
      content = .plain(inlines)
    case .element(var element):
      content = .rule
      change(&element.content)
      content = .element(element)
    case .heading(var heading):
      content = .rule
      changeInlines(&heading.content)
      content = .heading(heading)
    case .quotation(var blocks):
      content = .rule
      change(&blocks)
      content = .quotation(blocks)
    case .recorded(var blocks):
      content = .rule
      change(&blocks)
      content = .recorded(blocks)
    case .list(var list):
      content = .rule
      for index in list.items.indices { change(&list.items[index].content) }
      content = .list(list)
    case .table(var table):
      content = .rule
      for index in table.header.cells.indices { changeInlines(&table.header.cells[index].content) }
      for row in table.rows.indices {
        for index in table.rows[row].cells.indices {
          changeInlines(&table.rows[row].cells[index].content)
        }
      }
      if table.caption != nil { changeInlines(&table.caption!.content) }
      content = .table(table)
    case .cell(var cell):
      content = .rule
      cell.captions.changeEach { changeInlines(&$0.content) }
      content = .cell(cell)
    case .listing(var listing):
      guard listing.caption != nil else { return }
      content = .rule
      changeInlines(&listing.caption!.content)
      content = .listing(listing)
    case .figure(var image):
      guard image.caption != nil else { return }
      content = .rule
      changeInlines(&image.caption!.content)
      content = .figure(image)
    case .footnotes(var footnotes):
      content = .rule
      for index in footnotes.indices { change(&footnotes[index].content) }
      content = .footnotes(footnotes)
    case .division(var division):
      content = .rule
      division.forEachPart(blocks: change, inlines: changeInlines)
      content = .division(division)
    case .definitions(var list):
      content = .rule
      list.forEachPart(blocks: change, inlines: changeInlines)
      content = .definitions(list)
    case .bibliography(var list):
      content = .rule
      for index in list.entries.indices { changeInlines(&list.entries[index].content) }
      content = .bibliography(list)
    case .formula, .contents, .rule, .html, .unknown: break
    }
  }
}

extension Inline {
  /// The inlines that this one contains; `nil` for a kind that contains none.
  package var nested: [Inline]? {
    switch content {
    case .emphasis(let inlines), .strong(let inlines), .strikethrough(let inlines): inlines
    case .link(let link): link.content
    case .element(let element): element.content
    case .citation(let citation): citation.items.flatMap { $0.prefix + $0.suffix }
    case .text, .softBreak, .lineBreak, .code, .image, .formula, .reference, .anchor,
      .footnoteReference,
      .expression, .html, .unknown:
      nil
    }
  }

  /// Changes the content of an inline that contains others.
  mutating func forEachPart(_ change: (inout [Inline]) -> Void) {
    switch content {
    case .emphasis(var inlines):
      content = .softBreak
      change(&inlines)
      content = .emphasis(inlines)
    case .strong(var inlines):
      content = .softBreak
      change(&inlines)
      content = .strong(inlines)
    case .strikethrough(var inlines):
      content = .softBreak
      change(&inlines)
      content = .strikethrough(inlines)
    case .link(var link):
      content = .softBreak
      change(&link.content)
      content = .link(link)
    case .element(var element):
      content = .softBreak
      change(&element.content)
      content = .element(element)
    case .citation(var citation):
      content = .softBreak
      for index in citation.items.indices {
        change(&citation.items[index].prefix)
        change(&citation.items[index].suffix)
      }
      content = .citation(citation)
    case .text, .softBreak, .lineBreak, .code, .image, .formula, .reference, .anchor,
      .footnoteReference,
      .expression, .html, .unknown:
      break
    }
  }
}
