internal import RunbookFiles

extension [Block] {
  /// The same tree with all locations at the first character of no file, for the comparison of
  /// trees.
  ///
  /// Expressions in prose keep their order and lose their index.
  package func withoutPlaces() -> [Block] {
    var blocks = self
    blocks.forEachNode(block: { $0.removePlaces() }, inline: { $0.removePlaces() })
    return blocks
  }
}

extension [Inline] {
  /// The same content without locations.
  package func withoutPlaces() -> [Inline] {
    var inlines = self
    inlines.forEachInline { $0.removePlaces() }
    return inlines
  }
}

extension SourceLocation {
  fileprivate static let nowhere = SourceLocation(line: 1)
}

extension SourceRange {
  fileprivate static let nowhere = SourceRange(.nowhere, .nowhere)
}

extension Block {
  fileprivate mutating func removePlaces() {
    range = .nowhere
    switch content {
    case .heading(var heading):
      heading.location = .nowhere
      content = .heading(heading)
    case .list(var list):
      for index in list.items.indices { list.items[index].range = .nowhere }
      content = .list(list)
    case .table(var table):
      table.header.removePlaces()
      for index in table.rows.indices { table.rows[index].removePlaces() }
      table.caption?.range = .nowhere
      content = .table(table)
    case .formula(var math):
      math.removePlaces()
      content = .formula(math)
    case .cell(var cell):
      cell.fence = .nowhere
      cell.location = .nowhere
      cell.captions.changeEach { $0.range = .nowhere }
      content = .cell(cell)
    case .listing(var listing):
      listing.location = .nowhere
      listing.caption?.range = .nowhere
      content = .listing(listing)
    case .figure(var image):
      image.removePlaces()
      content = .figure(image)
    case .footnotes(var footnotes):
      for index in footnotes.indices { footnotes[index].range = .nowhere }
      content = .footnotes(footnotes)
    case .division(var division):
      division.removePlaces(.nowhere)
      content = .division(division)
    case .definitions(var list):
      list.removePlaces(.nowhere)
      content = .definitions(list)
    case .bibliography(var list):
      for index in list.entries.indices { list.entries[index].location = .nowhere }
      content = .bibliography(list)
    case .paragraph, .plain, .element, .quotation, .contents, .rule, .html, .unknown, .recorded:
      break
    }
  }
}

extension Inline {
  fileprivate mutating func removePlaces() {
    range = .nowhere
    switch content {
    case .image(var image):
      image.removePlaces()
      content = .image(image)
    case .formula(var math):
      math.removePlaces()
      content = .formula(math)
    case .reference(var reference):
      reference.location = .nowhere
      reference.target?.location = .nowhere
      content = .reference(reference)
    case .anchor(var anchor):
      anchor.location = .nowhere
      content = .anchor(anchor)
    case .citation(var citation):
      for index in citation.items.indices { citation.items[index].location = .nowhere }
      content = .citation(citation)
    case .expression(var expression):
      expression.location = .nowhere
      expression.index = 0
      content = .expression(expression)
    case .text, .softBreak, .lineBreak, .code, .emphasis, .strong, .strikethrough, .link,
      .element, .footnoteReference, .html, .unknown:
      break
    }
  }
}

extension MarkdownTable.Row {
  fileprivate mutating func removePlaces() {
    range = .nowhere
    for index in cells.indices { cells[index].range = .nowhere }
  }
}

extension Math {
  fileprivate mutating func removePlaces() {
    location = .nowhere
    continuations = []
  }
}

extension ImageReference {
  fileprivate mutating func removePlaces() {
    location = .nowhere
    caption?.range = .nowhere
  }
}
