internal import CMarkdown
internal import RunbookFiles

/// Walks the parser's nodes and builds the typed tree of a document.
///
/// The nodes are as deep as an author (or an attacker) nests them, so the walk keeps its own state
/// instead of calling itself, and the tree is at most `nestingLimit` deep: those who read it may recurse.
struct TreeBuilder {
  /// How many quotations, lists and emphases may contain each other.
  static let nestingLimit = 100

  /// A node that is entered and not yet left, with the content that it has so far.
  struct Frame {
    var node: MarkdownNode
    var start: SourceLocation
    var blocks: [Block] = []
    var inlines: [Inline] = []
    var items: [MarkdownList.Item] = []
    var rows: [MarkdownTable.Row] = []
    var cells: [MarkdownTable.TableCell] = []
    /// The label in `{#label}` behind the content, and whether braces stand there at all.
    var label: String?
    var hasAttributes = false
    var linkForm = InlineScanner.LinkForm.bare
  }

  /// A word after `@` that begins like no label.
  struct Mention {
    var word: String
    var location: SourceLocation
  }

  /// What the walk found.
  struct Result {
    var blocks: [Block]
    var labels = LabelTable()
    var mentions: [Mention] = []
    /// The labels that cells name with `checks:`.
    var checks: [CrossReference] = []
  }

  let source: SourceText
  let text: MarkedText
  let frontMatter: FrontMatter
  var log: DiagnosticLog
  var cursor: LineCursor

  var frames: [Frame] = []
  var labels = LabelTable()
  var mentions: [Mention] = []
  var checks: [CrossReference] = []
  var footnotes: [Footnote] = []
  var identifiers = HeadingIdentifiers()
  var cellCount = 0
  var expressionCount = 0

  /// The paragraph, heading or table cell that the walk is in, and where its content stands.
  var block: MarkdownNode?
  var scanner = InlineScanner()
  /// The text node whose first bytes belong to `{#label}` or to `: ` and are not shown.
  var hiddenPrefix: (node: MarkdownNode, length: Int)?
  /// The text node whose last bytes belong to a heading's or caption's `{#label}`.
  var hiddenSuffix: (node: MarkdownNode, length: Int)?
  var quotationDepth = 0
  var nesting = 0
  var rawHTML: (count: Int, location: SourceLocation)?
  private var saysNesting = false

  init(source: SourceText, frontMatter: FrontMatter, log: DiagnosticLog) {
    self.source = source
    self.text = MarkedText(source)
    self.frontMatter = frontMatter
    self.log = log
    cursor = LineCursor(source: source, text: text)
  }

  /// Builds the tree of the whole document.
  mutating func build() -> Result {
    let tree = MarkdownTree(text.bytes)
    var walk = MarkdownWalk(tree.root)
    while let step = walk.next() {
      switch step {
      case .enter(let node): if !enter(node) { walk.skip(node) }
      case .leave(let node): leave(node)
      }
    }
    if let first = footnotes.first, let last = footnotes.last {
      append(.footnotes(footnotes), from: first.range.start, to: last.range.end)
    }
    warnOfRawHTML()
    return Result(
      blocks: frames.first?.blocks ?? [], labels: labels, mentions: mentions, checks: checks)
  }

  // MARK: Frames

  mutating func open(_ node: MarkdownNode, at start: SourceLocation) {
    frames.append(Frame(node: node, start: start))
  }

  /// Opens a node that may contain others of its kind; too deep a one is left out, not its content.
  ///
  /// - Parameter place: where it begins, as far as that has to be known.
  mutating func openNested(_ node: MarkdownNode, at place: (inout Self) -> SourceLocation) {
    guard nesting < Self.nestingLimit else {
      if !saysNesting {
        log.warning(
          "more than \(Self.nestingLimit) quotations, lists or emphases are inside each other; "
            + "what is deeper is shown without them", at: place(&self))
      }
      saysNesting = true
      return
    }
    nesting += 1
    open(node, at: place(&self))
  }

  /// Takes the frame of a node that is left; `nil` for one that was not opened.
  mutating func close(_ node: MarkdownNode) -> Frame? {
    guard frames.last?.node == node else { return nil }
    return frames.popLast()
  }

  mutating func closeNested(_ node: MarkdownNode) -> Frame? {
    guard let frame = close(node) else { return nil }
    nesting -= 1
    return frame
  }

  mutating func append(_ content: Block.Content, from start: SourceLocation, to end: SourceLocation)
  {
    frames[frames.count - 1].blocks.append(Block(content, range: SourceRange(start, end)))
  }

  mutating func append(_ content: Inline.Content, _ range: SourceRange) {
    frames[frames.count - 1].inlines.append(Inline(content, range: range))
  }

  // MARK: Steps

  /// Begins a node.
  ///
  /// - Returns: whether the walk goes on to the node's children.
  private mutating func enter(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case MD_CODE_BLOCK: takeCodeBlock(node)
    case MD_MATH_BLOCK: takeMathBlock(node)
    case MD_IMAGE:
      takeImage(node)
      return false
    case MD_TEXT, MD_SOFT_BREAK, MD_LINE_BREAK, MD_CODE, MD_MATH, MD_DISPLAY_MATH, MD_REFERENCE,
      MD_HTML_INLINE, MD_FOOTNOTE_REFERENCE:
      takeLeaf(node)
    case MD_HTML_BLOCK: takeHTMLBlock(node)
    case MD_EMPHASIS, MD_STRONG, MD_STRIKETHROUGH: openEmphasis(node)
    case MD_LINK: openLink(node)
    default: enterBlock(node)
    }
    return true
  }

  private mutating func leave(_ node: MarkdownNode) {
    switch node.kind {
    case MD_EMPHASIS, MD_STRONG, MD_STRIKETHROUGH: closeEmphasis(node)
    case MD_LINK: closeLink(node)
    default: if node.kind != MD_DOCUMENT { leaveBlock(node) }
    }
  }

  private mutating func warnOfRawHTML() {
    guard let rawHTML else { return }
    let others = rawHTML.count - 1
    let more = others > 0 ? " here and in \(others) more \(others == 1 ? "place" : "places")" : ""
    log.warning(
      "HTML\(more) is shown as text; write Markdown, or 'html: true' in the front matter",
      at: rawHTML.location)
  }
}
