internal import RunbookFiles

/// Puts the tags of a document together to elements.
///
/// The Markdown parser gives tags as pieces: `<details>` in one block, Markdown after it, `</details>`
/// in another. Within each list of blocks or of inlines this makes properly nested elements of them:
/// what is not closed ends with the list, an end tag without beginning disappears, and `p`, `li`, `td`
/// and the like end where HTML lets them end.
struct HTMLNesting {
  /// The content of an element while it is collected.
  enum Node {
    case block(Block)
    case inline(Inline)
  }

  /// How an open tag ends up in the tree.
  enum Role {
    case element(tag: String, attributes: [ElementAttribute])
    /// Only its content stays.
    case transparent
    /// It is shown as written unless its end tag follows.
    case unknown(source: String)
    /// Its content is left out, in a line of Markdown.
    case removed
    /// A link to something that would be loaded.
    case linked(address: String?, title: String?)
    /// The list itself.
    case container
  }

  /// A tag whose end has not been reached.
  struct Open {
    /// The tag as the author names it, in lower case.
    var name: String
    var role: Role
    var start: SourceLocation
    var nodes: [Node] = []
    /// The number of elements within each other in the nodes.
    var height = 0
  }

  /// The maximum number of elements within each other.
  static let nestingLimit = 50

  let lines: [HTMLPiece.Key: CodeLines]
  var log: DiagnosticLog
  var identifiers: HeadingIdentifiers
  var problems = HTMLProblems()
  /// The ids that headings in tags have, in order.
  var headingLabels: [(label: String, location: SourceLocation)] = []
  /// Whether some element has an id.
  var hasIdentifiers = false

  /// The open elements of the current list, and whether it is one of inlines.
  var stack: [Open] = []
  var isInline = false
  /// The tags that were left out since they are nested too deep, by name; their ends are too.
  var ignored: [String: Int] = [:]

  init(
    lines: [HTMLPiece.Key: CodeLines], log: DiagnosticLog, identifiers: HeadingIdentifiers
  ) {
    self.lines = lines
    self.log = log
    self.identifiers = identifiers
  }

  /// Nests the elements of a list of blocks, inner lists first.
  ///
  /// - Returns: the number of elements within each other.
  @discardableResult
  mutating func nest(_ blocks: inout [Block]) -> Int {
    let heights = blocks.indices.map { index in
      var height = 0
      blocks[index].forEachPart {
        height = max(height, nest(&$0))
      } inlines: {
        height = max(height, nest(&$0))
      }
      return height
    }
    guard blocks.contains(where: { $0.tags != nil }) else { return heights.max() ?? 0 }
    open(isInline: false, at: blocks[0].range.start)
    for (block, height) in zip(blocks, heights) {
      if let html = block.tags { feed(html, block.range) } else { add(.block(block), height) }
    }
    closeAll(at: blocks[blocks.count - 1].range.end)
    let list = stack.removeLast()
    blocks = grouped(list.nodes, isRoot: true)
    return list.height
  }

  /// Nests the elements of a list of inlines, inner lists first.
  private mutating func nest(_ inlines: inout [Inline]) -> Int {
    let heights = inlines.indices.map { index in
      var height = 0
      inlines[index].forEachPart { height = max(height, nest(&$0)) }
      if case .link(var link) = inlines[index].content {
        link.content = link.content.withoutLinks
        inlines[index].content = .link(link)
      }
      return height
    }
    guard inlines.contains(where: { $0.tags != nil }) else { return heights.max() ?? 0 }
    open(isInline: true, at: inlines[0].range.start)
    for (inline, height) in zip(inlines, heights) {
      if let html = inline.tags { feed(html, inline.range) } else { add(.inline(inline), height) }
    }
    closeAll(at: inlines[inlines.count - 1].range.end)
    let list = stack.removeLast()
    inlines = list.nodes.inlines
    return list.height
  }

  private mutating func open(isInline: Bool, at start: SourceLocation) {
    // Inner lists are nested before their containers, so lists never overlap.
    self.isInline = isInline
    stack = [Open(name: "", role: .container, start: start)]
    ignored = [:]
  }

  private mutating func closeAll(at end: SourceLocation) {
    while stack.count > 1 { closeLast(at: end, isStated: false) }
  }

  /// - Parameter height: the number of elements within each other in the node.
  mutating func add(_ node: Node, _ height: Int = 0) {
    stack[stack.count - 1].nodes.append(node)
    stack[stack.count - 1].height = max(stack[stack.count - 1].height, height)
  }

  mutating func add(_ content: Inline.Content, _ range: SourceRange) {
    add(.inline(Inline(content, range: range)))
  }

  // MARK: Tokens

  private mutating func feed(_ html: String, _ range: SourceRange) {
    let key = HTMLPiece.Key(start: range.start, html: html)
    var piece = HTMLPiece(html, at: range.start, lines: isInline ? nil : lines[key])
    for token in HTMLTokenizer.tokens(of: piece.bytes) {
      if case .text(let words) = token.token {
        // It asks for its places itself: going back costs the length of the piece.
        addWords(words, from: token.range.lowerBound, in: &piece)
        continue
      }
      let place = piece.range(token.range)
      switch token.token {
      case .startTag(let name, let attributes, let isSelfClosing):
        let source = String(decoding: piece.bytes[token.range], as: UTF8.self)
        start(
          name, attributes, isClosed: isSelfClosing, source: source, at: place)
      case .endTag(let name): end(name, at: place)
      case .raw(let tag, let isClosed):
        endRaw(tag, isClosed: isClosed, in: piece, token.range, place)
      case .text, .hidden: break
      }
    }
  }

  /// Adds text between the tags of a block.
  private mutating func addWords(_ words: String, from offset: Int, in piece: inout HTMLPiece) {
    if isVerbatim {
      // A line end after `<pre>` is not shown.
      let isFirst = stack[stack.count - 1].name == "pre" && stack[stack.count - 1].nodes.isEmpty
      let shown = isFirst && words.first == "\n" ? String(words.dropFirst()) : words
      let range = piece.range(offset..<(offset + words.utf8.count))
      return add(.text(HTMLEntities.decode(shown)), range)
    }
    for part in HTMLWords.pieces(of: words) {
      let bytes = (offset + part.range.lowerBound)..<(offset + part.range.upperBound)
      switch part.piece {
      case .words(let text): add(.text(text), piece.range(bytes))
      case .lineEnd: add(.softBreak, piece.range(bytes))
      case .formula(let source, let isDisplay):
        // Places are asked for from left to right: going back costs the length of the piece.
        let start = piece.location(at: bytes.lowerBound)
        let continuations = bytes.filter { piece.bytes[$0] == UInt8(ascii: "\n") }
          .map { piece.location(at: $0 + 1) }
        let math = Math(
          source: source, isDisplay: isDisplay, location: start, continuations: continuations)
        add(.formula(math), SourceRange(start, piece.location(at: bytes.upperBound)))
      }
    }
  }

  /// Whether blanks and dollars in the current element are literal.
  private var isVerbatim: Bool {
    stack.contains { ["pre", "code", "kbd", "samp", "xmp", "tt"].contains($0.name) }
  }

  private mutating func start(
    _ name: String, _ given: [ElementAttribute], isClosed: Bool, source: String,
    at range: SourceRange
  ) {
    if stack[stack.count - 1].isRemoved {
      // An inner tag of the same name has an end tag of its own.
      if stack[stack.count - 1].name == name, !isClosed { push(name, .removed, range.start) }
      return
    }
    endImplied(by: name, at: range.start)
    switch HTMLAllowList.treatment(of: name) {
    case .kept("img"): addImage(given, range)
    case .kept(let tag):
      if HTMLAllowList.tableParts.contains(tag), !stack.contains(where: { $0.name == "table" }) {
        return
      }
      let attributes = HTMLAllowList.attributes(of: name, given) {
        problems.add($0, at: range.start)
      }
      if ElementAttribute.voidTags.contains(tag) {
        return addVoid(tag, attributes, range)
      }
      push(name, .element(tag: tag, attributes: attributes), range.start)
      // `<span/>` is not closed in HTML, but nobody means that.
      if isClosed { end(name, at: range) }
    case .transparent:
      if name == "source" { takeSource(given) }
      if name != "source", name != "track" { push(name, .transparent, range.start) }
    case .refused:
      problems.add(
        "<\(name)> is left out, and what it encloses is shown; a note has no such elements",
        at: range.start)
    case .removed:
      problems.add(Self.removal(of: name), at: range.start)
      if !isClosed { push(name, .removed, range.start) }
    case .linked:
      let address = given.first { ["src", "data"].contains($0.name) }?.value
      problems.add(
        "<\(name)> would load something; a link to it is shown instead", at: range.start)
      let title = given.first { $0.name == "title" }?.value
      push(name, .linked(address: address, title: title), range.start)
      if isClosed || name == "embed" { end(name, at: range) }
    case .unknown:
      guard !isClosed else {
        return problems.add(
          "<\(name)> is not a tag of HTML and is left out; remove it", at: range.start)
      }
      push(name, .unknown(source: source), range.start)
    }
  }

  private static func removal(of name: String) -> String {
    switch name {
    case "script": "<script> is left out; a note runs no scripts"
    case "style": "<style> is left out; name colours and sizes in 'style' of a tag"
    case "svg": "<svg> is left out; save it as a file and show it as a picture"
    default: "<\(name)> is left out with what it encloses; remove it"
    }
  }

  private mutating func push(_ name: String, _ role: Role, _ start: SourceLocation) {
    guard stack.count <= Self.nestingLimit else {
      reportNesting(at: start)
      ignored[name, default: 0] += 1
      return
    }
    stack.append(Open(name: name, role: role, start: start))
  }

  mutating func reportNesting(at start: SourceLocation) {
    problems.add(
      "elements are nested more than \(Self.nestingLimit) deep; such ones are left out, and what they "
        + "enclose is shown", at: start)
  }

  private mutating func addVoid(
    _ tag: String, _ attributes: [ElementAttribute], _ range: SourceRange
  ) {
    if tag == "hr", !isInline { return add(.block(Block(.rule, range: range))) }
    let element = Element<Inline>(tag: tag, attributes: attributes)
    if tag == "col", !isInline {
      return add(.block(Block(.element(Element(tag: tag, attributes: attributes)), range: range)))
    }
    add(.element(element), range)
  }

  /// Takes the address of a `<source>` in a video or the like.
  private mutating func takeSource(_ given: [ElementAttribute]) {
    guard let index = stack.lastIndex(where: \.isLinked),
      case .linked(nil, let title) = stack[index].role
    else { return }
    let address = given.first { $0.name == "src" }?.value
    stack[index].role = .linked(address: address, title: title)
  }

  private mutating func addImage(_ given: [ElementAttribute], _ range: SourceRange) {
    var image = ImageReference(source: "", alternative: "", location: range.start)
    var address = ""
    for attribute in given {
      switch attribute.name {
      case "src", "data-src": if address.isEmpty { address = attribute.value }
      case "alt": image.alternative = attribute.value
      case "title": image.title = attribute.value.isEmpty ? nil : attribute.value
      case "id" where !attribute.value.contains(where: \.isWhitespace) && !attribute.value.isEmpty:
        image.identifier = attribute.value
      case "class":
        for name in attribute.value.split(separator: " ") { image.layout.take(class: String(name)) }
      default: image.layout.take(attribute.name, attribute.value)
      }
    }
    if image.identifier != nil { hasIdentifiers = true }
    HTMLAllowList.check(given) { problems.add($0, at: range.start) }
    if !given.contains(where: { $0.name == "alt" }) {
      log.warning("the picture has no alternative text; write alt=\"…\"", at: range.start)
    }
    address = HTMLAllowList.address(address)
    guard let source = PictureAddress.source(of: address, at: range.start, log: &log) else {
      return add(.unknown(image.alternative), range)
    }
    image.source = source
    add(.image(image), range)
  }

  /// Ends a script or the like whose content is not markup.
  private mutating func endRaw(
    _ tag: String, isClosed: Bool, in piece: HTMLPiece, _ bytes: Range<Int>, _ range: SourceRange
  ) {
    // It was too deep.
    guard stack[stack.count - 1].name == tag else { return }
    if tag == "xmp" {
      let content = String(decoding: piece.bytes[bytes], as: UTF8.self)
      add(
        .text(content.lowercased().hasSuffix("</xmp>") ? String(content.dropLast(6)) : content),
        range)
    }
    if !isClosed, let start = stack.last?.start {
      log.warning(
        "the <\(tag)> is never closed, so that nothing below it is shown; end it with </\(tag)>",
        at: start)
      stack[stack.count - 1].nodes = []
      return closeLast(at: range.end, isStated: true)
    }
    closeLast(at: range.end, isStated: true)
  }
}

extension HTMLNesting.Open {
  fileprivate var isRemoved: Bool {
    if case .removed = role { true } else { false }
  }

  fileprivate var isLinked: Bool {
    if case .linked = role { true } else { false }
  }
}

extension Block {
  /// The tags that this block consists of; `nil` for other blocks and for a comment.
  fileprivate var tags: String? {
    guard case .html(let html) = content, !HTMLComment.isComment(html.utf8) else { return nil }
    return html
  }
}

extension Inline {
  fileprivate var tags: String? {
    guard case .html(let html) = content, !HTMLComment.isComment(html.utf8) else { return nil }
    return html
  }
}

extension [HTMLNesting.Node] {
  /// The inlines among the nodes; in a list of inlines there is nothing else.
  var inlines: [Inline] {
    compactMap { node in
      if case .inline(let inline) = node { inline } else { nil }
    }
  }

  var hasBlocks: Bool {
    contains { node in
      if case .block = node { true } else { false }
    }
  }
}
