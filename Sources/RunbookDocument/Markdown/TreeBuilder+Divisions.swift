internal import CMarkdown
internal import RunbookFiles

/// Divisions, whose first and last lines are markers among the parser's nodes.
extension TreeBuilder {
  /// A division that is open.
  struct OpenDivision {
    var opening: DivisionOpening
    /// The number of the marker that opened it.
    var number: Int
    var title: [Inline]
    /// The words of the first line that begin the content.
    var words: [Inline]
    /// The place of its last line, if that is inside of a list or quotation that still goes on.
    var end: SourceLocation?
  }

  /// Adds the node of a marker that is a block of its own.
  mutating func take(_ marker: Marker, number: Int, _ node: MarkdownNode) {
    switch marker {
    case .attributes(let attributes): takeAttributeLine(attributes, node)
    case .tag(let html):
      hasTags = true
      append(.html(html), from: start(of: node), to: end(of: node))
    case .open(let opening): openDivision(opening, number: number, node)
    case .close(let opened): closeDivision(opened, node)
    case .closeInnermost:
      closeDivision(frames.last { $0.division != nil }?.division?.number, node)
    }
  }

  private mutating func openDivision(
    _ opening: DivisionOpening, number: Int, _ node: MarkdownNode
  ) {
    if opening.endsTab, frames.last?.division?.opening.joinsTabs == true {
      closeDivisions(downTo: frames.count - 1)
    }
    let depth = nesting
    let start = start(of: node)
    openNested(node) { _ in start }
    // Too deep: the content stays where it is.
    guard nesting > depth else {
      unopenedDivisions.insert(number)
      return
    }
    if let warning = opening.warning { log.warning(warning, at: start) }
    var opening = opening
    if let identifier = opening.division.identifier {
      if let label = opening.label {
        labels.add(label, of: opening.labelledKind, location: start, log: &log)
      } else if divisionIdentifiers.contains(identifier) {
        log.warning("the id '\(identifier)' is already used; choose another", at: start)
        opening.division.identifier = nil
      }
      identifiers.reserve(identifier)
      divisionIdentifiers.insert(identifier)
    }
    frames[frames.count - 1].division = OpenDivision(
      opening: opening, number: number, title: inlines(of: opening.title),
      words: inlines(of: opening.text))
  }

  /// Markdown of the first line of a division.
  mutating func inlines(of words: DivisionOpening.Words?) -> [Inline] {
    guard let words else { return [] }
    var inlines = MarkdownText.inlines(
      of: words.text, at: words.place, in: settings, keepsExpressions: true,
      footnotes: text.footnotes)
    inlines.forEachInline { number(&$0) }
    return inlines
  }

  /// - Parameter number: the marker that opened the division; `nil` for a line that closes nothing.
  private mutating func closeDivision(_ number: Int?, _ node: MarkdownNode) {
    if let number, unopenedDivisions.remove(number) != nil { return }
    guard let number,
      let index = frames.lastIndex(where: { $0.division?.number == number })
    else {
      return log.warning(
        "this line closes nothing; remove it, or open a division above", at: start(of: node))
    }
    let end = end(of: node)
    // Frames above it are divisions that were not closed, or lists that still go on.
    closeDivisions(downTo: index + 1)
    if frames.count == index + 1 {
      endDivision(at: end)
    } else {
      frames[index].division?.end = end
    }
  }

  /// Closes the divisions that are still open when the node around them ends.
  mutating func closeDivisions(in node: MarkdownNode) {
    while let frame = frames.last, frame.division != nil, frame.node.parent == node {
      closeDivisions(downTo: frames.count - 1)
    }
  }

  /// Closes divisions that have no last line, with a warning, as long as they are the innermost
  /// nodes.
  private mutating func closeDivisions(downTo count: Int) {
    while frames.count > count, let frame = frames.last, let division = frame.division {
      if division.end == nil, !division.opening.joinsTabs {
        log.warning(
          "'\(division.opening.sign)' is never closed; end it with a line ':::' or its fence",
          at: frame.start)
      }
      endDivision(at: division.end ?? frame.blocks.last?.range.end ?? frame.start)
    }
  }

  /// Closes divisions whose last line was inside of the node that was just left.
  mutating func closeEndedDivisions() {
    while let end = frames.last?.division?.end { endDivision(at: end) }
  }

  private mutating func endDivision(at end: SourceLocation) {
    guard let frame = frames.popLast(), var open = frame.division else { return }
    nesting -= 1
    var blocks = frame.blocks
    if !open.words.isEmpty { Self.prepend(open.words, at: frame.start, to: &blocks) }
    let range = SourceRange(frame.start, end)
    if open.opening.role == .contents { return appendContents(from: frame.start, to: end) }
    if case .figure(let path) = open.opening.role, path.isEmpty, !blocks.isEmpty {
      // The figure is what the content shows: a diagram, a table, several pictures.
      open.opening.role = .division
      open.opening.division.kind = .float(.figure, columns: nil)
    }
    if case .figure(let path) = open.opening.role {
      if let advice = Self.linkAdvice(for: path) {
        log.warning("'\(path)' \(advice); a link is shown", at: frame.start)
        let words = [Inline(.text(Self.name(of: path)), range: range)]
        let link = Inline(.link(Link(address: path, content: words)), range: range)
        frames[frames.count - 1].blocks += [Block(.paragraph([link]), range: range)] + blocks
        return
      }
      if let image = figure(path, open, at: frame.start) {
        let builder = DivisionBuilder(open: open, range: range)
        frames[frames.count - 1].blocks += builder.figure(image, blocks)
      } else {
        frames[frames.count - 1].blocks += blocks
      }
      return
    }
    let built = DivisionBuilder(open: open, range: range).blocks(of: blocks, log: &log)
    let top = frames.count - 1
    if open.opening.joinsTabs, case .division(let added)? = built.first?.content,
      case .tabs(let parts) = added.kind, let before = frames[top].blocks.last,
      case .division(var division) = before.content, case .tabs(let tabs) = division.kind
    {
      division.kind = .tabs(tabs + parts)
      frames[top].blocks[frames[top].blocks.count - 1] = Block(
        .division(division), range: SourceRange(before.range.start, end))
      return
    }
    frames[top].blocks += built
  }

  /// Puts the words of the first line before the content.
  private static func prepend(
    _ words: [Inline], at start: SourceLocation, to blocks: inout [Block]
  ) {
    guard let end = words.last?.range.end else { return }
    if case .paragraph(let inlines)? = blocks.first?.content,
      blocks[0].range.start.line == start.line + 1
    {
      let gap = SourceRange(end, blocks[0].range.start)
      blocks[0].content = .paragraph(words + [Inline(.softBreak, range: gap)] + inlines)
      blocks[0].range.start = words[0].range.start
    } else {
      blocks.insert(
        Block(.paragraph(words), range: SourceRange(words[0].range.start, end)), at: 0)
    }
  }

  /// The picture of a directive `figure` or `image`; `nil` if it has none.
  private mutating func figure(
    _ path: String, _ open: OpenDivision, at start: SourceLocation
  ) -> ImageReference? {
    guard !path.isEmpty else {
      log.error("the figure has no picture; write its path after '}'", at: start)
      return nil
    }
    let attributes = open.opening.attributes
    var image = ImageReference(
      source: LinkAddress.decodingPercent(path), alternative: attributes.values["alt"] ?? "",
      location: start)
    image.label = open.opening.label
    for key in ["width", "height", "scale", "align"] {
      guard var value = attributes.values[key] else { continue }
      if key == "scale", value.allSatisfy(\.isNumber) { value += "%" }
      image.layout.take(key, value)
    }
    for name in attributes.classes { image.layout.take(class: name) }
    if image.isRemote {
      log.warning(
        "'\(path)' would be fetched from the network; copy the picture beside the notebook",
        at: start)
    } else if let file = start.file {
      image.source = NotebookFile.path(image.source, named: file, seenFrom: log.path)
    }
    return image
  }
}
