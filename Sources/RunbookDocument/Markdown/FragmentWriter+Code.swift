internal import CMarkdown
internal import RunbookFiles

extension FragmentWriter {
  /// Writes a code block: as a cell if it is Swift that runs, else as a listing.
  mutating func writeCodeBlock(_ node: MarkdownNode) {
    var character: CChar = 0
    var length: Int32 = 0
    let isFenced = md_code_fence(node.handle, &character, &length)
    let fence = source.location(line: node.startLine, offset: sourceOffset(ofStart: node))
    let info = Self.trimmed(text.string(node.info))
    if isFenced, !isClosed(node, character: UInt8(bitPattern: character), length: Int(length)) {
      let mark = String(
        repeating: Character(Unicode.Scalar(UInt8(bitPattern: character))), count: Int(length))
      log.error("the code block is never closed; end it with a line '\(mark)'", at: fence)
    }
    let code = CodeLines(
      text.string(node.literal), firstLine: isFenced ? node.startLine + 1 : node.startLine,
      source: source)
    switch isFenced ? FenceInfo(info) : .listing(language: "") {
    case .cell: writeCell(code, fence: fence)
    case .listing(let language): writeListing(code, language: language, fence: fence)
    case .malformed(let problem):
      log.error(problem, at: fence)
      writeListing(code, language: "swift", fence: fence)
    }
  }

  private mutating func writeCell(_ code: CodeLines, fence: SourceLocation) {
    let lines = OptionLines(lines: code.lines, location: code.location)
    let decoded = CellOptionsDecoder.decode(lines.yaml, log: &log)
    for line in lines.misplaced {
      log.warning(
        "an option below the first line of code is a comment; move it to the head of the cell",
        at: code.location(line, 0))
    }
    addLabel(of: decoded, fence: fence)
    checks += decoded.checks
    guard decoded.eval ?? frontMatter.execution.eval else {
      return append(
        .listing(
          Listing(
            language: "swift", source: code.text(from: lines.count),
            location: code.location(from: lines.count), options: decoded.options)))
    }
    cellCount += 1
    append(
      .cell(
        Cell(
          index: cellCount, source: code.text(from: lines.count), fence: fence,
          location: code.location(from: lines.count), options: decoded.options,
          captionExpressions: expressions(in: decoded.captions))))
  }

  /// The inline values in a cell's captions, which are evaluated after the cell.
  private mutating func expressions(
    in captions: [CellOptionsDecoder.Caption]
  ) -> [InlineExpression] {
    var result: [InlineExpression] = []
    for caption in captions where caption.text.contains("{swift}") {
      if self.captions.contains(where: {
        $0.text == caption.text && $0.location != caption.location
      }) {
        log.error(
          "two captions have the same words and an inline value; change the words of one",
          at: caption.location)
      }
      for var expression in MarkdownText.expressions(in: caption.text) {
        expressionCount += 1
        expression.index = expressionCount
        expression.location = expression.location.moved(into: caption.text, at: caption.location)
        result.append(expression)
      }
    }
    return result
  }

  private mutating func writeListing(
    _ code: CodeLines, language: String, fence: SourceLocation
  ) {
    var lines = OptionLines(lines: code.lines, location: code.location)
    // Without a language there is nothing to have options; the lines may show what options are.
    if language.isEmpty { lines.count = 0 }
    var options = CellOptions()
    if lines.count > 0 {
      let decoded = CellOptionsDecoder.decode(lines.yaml, log: &log)
      addLabel(of: decoded, fence: fence)
      options = decoded.options
    }
    append(
      .listing(
        Listing(
          language: language, source: code.text(from: lines.count),
          location: code.location(from: lines.count), options: options)))
  }

  private mutating func addLabel(of decoded: CellOptionsDecoder.Decoded, fence: SourceLocation) {
    captions += decoded.captions
    guard let label = decoded.options.label else { return }
    let location = decoded.labelLocation ?? fence
    switch Label.kind(of: label) {
    case .equation, .section:
      log.error(
        "'\(label)' cannot name a cell; begin the label with fig-, tbl- or lst-", at: location)
      return
    case .figure
    where decoded.options.figureCaption == nil && decoded.options.figureAlternative == nil:
      log.warning(
        "'\(label)' has no alternative text; add '//| fig-alt: …' or '//| fig-cap: …'",
        at: location)
    default: break
    }
    labels.add(label, location: location, log: &log)
  }

  /// Whether a fenced block has its closing fence.
  private func isClosed(_ node: MarkdownNode, character: UInt8, length: Int) -> Bool {
    guard node.endLine > node.startLine else { return false }
    let line = text.line(node.endLine)
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let fence = line.reversed().drop(while: isBlank)
    guard fence.prefix(while: { $0 == character }).count >= length else { return false }
    // A fence that ended with its list or quotation reaches to the line after it.
    return node.following?.startLine != node.endLine
  }

  private static func trimmed(_ text: String) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
