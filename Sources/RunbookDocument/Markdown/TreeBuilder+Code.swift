internal import CMarkdown
internal import RunbookFiles

extension TreeBuilder {
  /// Adds a code block: as a cell if it is Swift that runs, otherwise as a listing.
  mutating func takeCodeBlock(_ node: MarkdownNode) {
    var character: CChar = 0
    var length: Int32 = 0
    let isFenced = md_code_fence(node.handle, &character, &length)
    let fence = start(of: node)
    let info = Self.trimmed(text.string(node.info))
    if isFenced, !isClosed(node, character: UInt8(bitPattern: character), length: Int(length)) {
      let mark = String(
        repeating: Character(Unicode.Scalar(UInt8(bitPattern: character))), count: Int(length))
      log.error("the code block is never closed; end it with a line '\(mark)'", at: fence)
    }
    let code = CodeLines(
      text.string(node.literal), firstLine: isFenced ? node.startLine + 1 : node.startLine,
      source: source)
    let range = SourceRange(fence, end(of: node))
    if isFenced, takeDirective(node, info: info, range) { return }
    switch isFenced ? FenceInfo(info) : .listing(language: "") {
    case .cell: takeCell(code, info: info, range)
    case .shownSwift:
      let listing = Listing(
        language: "swift", info: "swift", source: code.text(from: 0),
        location: code.location(from: 0),
        options: CellOptions(), optionLines: ["eval: false"], caption: nil,
        captionKind: .listing, diagram: nil)
      append(.listing(listing), from: range.start, to: range.end)
    case .listing("math"): takeMathFence(code, range)
    case .listing(let language): takeListing(code, language: language, info: info, range)
    case .malformed(let problem):
      log.error(problem, at: fence)
      takeListing(code, language: "swift", info: info, range)
    }
  }

  mutating func takeCell(_ code: CodeLines, info: String, _ range: SourceRange) {
    let lines = OptionLines(lines: code.lines, location: code.location)
    let decoded = CellOptionsDecoder.decode(lines.yaml, log: &log)
    for line in lines.misplaced {
      log.warning(
        "an option below the first line of code is a comment; move it to the top of the cell",
        at: code.location(line, 0))
    }
    addLabel(of: decoded, fence: range.start)
    checks += decoded.checks
    guard decoded.eval ?? frontMatter.execution.eval else {
      return append(
        .listing(listing(code, lines, decoded, language: "swift", info: info)), from: range.start,
        to: range.end)
    }
    cellCount += 1
    macroHistory.note(cell: cellCount)
    dependencies += zip(decoded.options.dependencies, decoded.dependencyLocations).map {
      Dependency(path: $0, location: $1, cell: cellCount)
    }
    let cell = Cell(
      index: cellCount, source: code.text(from: lines.count), fence: range.start,
      location: code.location(from: lines.count), options: decoded.options, in: settings,
      optionLines: lines.yaml.lines.map(\.text), captions: captions(of: decoded, areEvaluated: true)
    )
    append(.cell(cell), from: range.start, to: range.end)
  }

  mutating func takeListing(
    _ code: CodeLines, language: String, info: String, _ range: SourceRange
  ) {
    // Options need a language; without one, the lines may be an example of options.
    let lines =
      language.isEmpty
      ? OptionLines()
      : OptionLines(
        lines: code.lines, marks: OptionMarks.read(in: language), location: code.location)
    var decoded = CellOptionsDecoder.Decoded()
    if lines.count > 0 {
      decoded =
        language == "swift"
        ? CellOptionsDecoder.decode(lines.yaml, log: &log)
        : CellOptionsDecoder.decode(ofListing: lines.yaml, log: &log)
      addLabel(of: decoded, fence: range.start)
    }
    let header = ChunkHeader(info: language == "swift" ? "" : info)
    header.apply(to: &decoded)
    if let caption = header.figureCaption, !decoded.captions.contains(where: { $0.kind == .figure })
    {
      let node = YAMLNode(value: .scalar(caption, isPlain: false), location: range.start)
      decoded.captions.append(.init(node, text: caption, kind: .figure))
    }
    let listing = listing(code, lines, decoded, language: language, info: info)
    if listing.diagram == .other {
      log.warning(
        "a '\(language)' diagram is shown as its source; write it as 'dot', show a picture of it, "
          + "or set 'eval: false'", at: range.start)
    }
    append(.listing(listing), from: range.start, to: range.end)
  }

  private mutating func listing(
    _ code: CodeLines, _ lines: OptionLines, _ decoded: CellOptionsDecoder.Decoded,
    language: String, info: String
  ) -> Listing {
    let captions = captions(of: decoded, areEvaluated: false)
    let named = decoded.options.label.flatMap(Label.kind)
    // What the code of another tool draws is not here, but its caption is, and can be referred to.
    let kinds = [named, .listing, .figure, .table].compactMap { $0 }
    let kind = kinds.first { captions[$0] != nil } ?? named ?? .listing
    var caption = captions[kind]
    caption?.label = decoded.options.label
    return Listing(
      language: language, info: info, source: code.text(from: lines.count),
      location: code.location(from: lines.count), options: decoded.options,
      optionLines: lines.yaml.lines.map(\.text), caption: caption,
      captionKind: [.figure, .table].contains(kind) ? kind : .listing,
      diagram: decoded.eval == false ? nil : DiagramLanguage(language))
  }

  /// The captions of a cell, parsed.
  ///
  /// - Parameter areEvaluated: whether their inline values are evaluated, after the cell.
  private mutating func captions(
    of decoded: CellOptionsDecoder.Decoded, areEvaluated: Bool
  ) -> CellCaptions {
    var captions = CellCaptions()
    for stated in decoded.captions {
      var content = MarkdownText.inlines(
        of: stated.text, at: stated.place, in: settings, keepsExpressions: areEvaluated,
        footnotes: text.footnotes)
      content.forEachInline { number(&$0) }
      let end = stated.place.location(of: SourceLocation(line: 1, column: stated.text.count + 1))
      let caption = Caption(
        content: content, source: stated.text, range: SourceRange(stated.place.start, end))
      if let kind = stated.kind {
        captions[kind] = caption
      } else {
        captions.subfigures.append(caption)
      }
    }
    return captions
  }

  /// Numbers an expression in a caption among those of the notebook.
  mutating func number(_ inline: inout Inline) {
    guard case .expression(var expression) = inline.content else { return }
    expressionCount += 1
    expression.index = expressionCount
    inline.content = .expression(expression)
  }

  private mutating func addLabel(of decoded: CellOptionsDecoder.Decoded, fence: SourceLocation) {
    guard let label = decoded.options.label else { return }
    let location = decoded.labelLocation ?? fence
    let kind = Label.kind(of: label) ?? decoded.captions.lazy.compactMap(\.kind).first
    switch kind {
    case .equation, .section:
      log.error(
        "'\(label)' cannot name a cell; begin the label with fig-, tbl- or lst-", at: location)
      return
    case .figure
    where decoded.options.figureAlternative == nil
      && !decoded.captions.contains { $0.kind == .figure }:
      log.warning(
        "'\(label)' has no alternative text; add '//| fig-alt: …' or '//| fig-cap: …'",
        at: location)
    default: break
    }
    labels.add(label, of: kind, location: location, log: &log)
  }

  /// Whether a fenced block has its closing fence.
  private func isClosed(_ node: MarkdownNode, character: UInt8, length: Int) -> Bool {
    guard node.endLine > node.startLine else { return false }
    let line = text.line(node.endLine)
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let fence = line.reversed().drop(while: isBlank)
    guard fence.prefix(while: { $0 == character }).count >= length else { return false }
    // A fence that ended with its list or quotation extends to the line after it.
    return node.following?.startLine != node.endLine
  }

  private static func trimmed(_ text: String) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
