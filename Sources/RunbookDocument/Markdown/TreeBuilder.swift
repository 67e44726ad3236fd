internal import CMarkdown
internal import RunbookFiles

/// Walks the parser's nodes and builds the typed tree of a document.
///
/// Nodes may be nested arbitrarily deep by an author (or an attacker), so the walk uses an explicit
/// stack instead of recursion, and the tree is at most `nestingLimit` deep, so that its readers may
/// recurse.
struct TreeBuilder {
  /// The maximum nesting depth of quotations, lists and emphases.
  static let nestingLimit = 100

  /// A node that has been entered and not yet left, with its content so far.
  struct Frame {
    var node: MarkdownNode
    var start: SourceLocation
    var blocks: [Block] = []
    var inlines: [Inline] = []
    var items: [MarkdownList.Item] = []
    var rows: [MarkdownTable.Row] = []
    var cells: [MarkdownTable.TableCell] = []
    /// The label in `{#label}` after the content, and whether there are braces at all.
    var label: String?
    var hasAttributes = false
    var linkForm = InlineScanner.LinkForm.bare
    /// Whether this is a list, or an item, that stands for the table of contents.
    var isContents = false
    /// The division that the frame collects, without its content; `node` is its opening marker.
    var division: Division?
  }

  /// A word after `@` without a known label prefix.
  struct Mention {
    var word: String
    var location: SourceLocation
  }

  /// The result of the walk.
  struct Result {
    var blocks: [Block]
    var labels = LabelTable()
    var mentions: [Mention] = []
    /// The labels that cells name with `checks:`.
    var checks: [CrossReference] = []
    var macros = MacroHistory()
    /// The files that cells name with `deps:`.
    var dependencies: [Dependency] = []
  }

  let source: SourceText
  let text: PreparedText
  let frontMatter: FrontMatter
  var log: DiagnosticLog
  var cursor: LineCursor

  var frames: [Frame] = []
  var labels = LabelTable()
  var mentions: [Mention] = []
  var checks: [CrossReference] = []
  var dependencies: [Dependency] = []
  var footnotes: [Footnote] = []
  var identifiers = HeadingIdentifiers()
  /// The macros in force at the current place.
  var macros: MacroTable
  var macroHistory = MacroHistory()
  /// The ids of headings that were derived from their words.
  var derivedIdentifiers: Set<String> = []
  var cellCount = 0
  var expressionCount = 0

  /// The content of the current paragraph, heading or table cell.
  var scanner = InlineScanner()
  /// The text node whose first bytes are `{#label}` or `: ` and are not shown.
  var hiddenPrefix: (node: MarkdownNode, length: Int)?
  /// The text node whose last bytes are the `{#label}` of a heading or caption.
  var hiddenSuffix: (node: MarkdownNode, length: Int)?
  var quotationDepth = 0
  var nesting = 0
  var hasContents = false
  var rawHTML: (count: Int, location: SourceLocation)?
  private var saysNesting = false

  init(source: SourceText, frontMatter: FrontMatter, log: DiagnosticLog) {
    self.source = source
    self.frontMatter = frontMatter
    self.log = log
    macros = frontMatter.macros
    text = TextPreparation.prepare(source, frontMatter: frontMatter, log: &self.log)
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
    closeDivisions()
    if let first = footnotes.first, let last = footnotes.last {
      append(.footnotes(footnotes), from: first.range.start, to: last.range.end)
    }
    warnOfRawHTML()
    var blocks = frames.first?.blocks ?? []
    separateIdentifiers(&blocks)
    return Result(
      blocks: RecordedOutputs.grouped(blocks, log: &log), labels: labels, mentions: mentions,
      checks: checks, macros: macroHistory, dependencies: dependencies)
  }

  /// The settings for texts within the document, such as captions.
  var settings: FrontMatter {
    var settings = frontMatter
    settings.macros = macros
    return settings
  }

  // MARK: Frames

  mutating func open(_ node: MarkdownNode, at start: SourceLocation) {
    frames.append(Frame(node: node, start: start))
  }

  /// Opens a node that may contain others of its kind; one that is nested too deep is left out, but
  /// its content is kept.
  ///
  /// - Parameter place: the location of its beginning, computed only if needed.
  mutating func openNested(_ node: MarkdownNode, at place: (inout Self) -> SourceLocation) {
    guard nesting < Self.nestingLimit else {
      if !saysNesting {
        log.warning(
          "quotations, lists or emphases are nested more than \(Self.nestingLimit) deep; "
            + "deeper ones are shown as plain content", at: place(&self))
      }
      saysNesting = true
      return
    }
    nesting += 1
    open(node, at: place(&self))
  }

  /// Removes the frame of a node that is left; `nil` if the node was not opened.
  mutating func close(_ node: MarkdownNode) -> Frame? {
    if frames.last?.division != nil { closeDivisions() }
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
  /// - Returns: whether the walk continues with the node's children.
  private mutating func enter(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case MD_CODE_BLOCK: takeCodeBlock(node)
    case MD_MATH_BLOCK: takeMathBlock(node)
    case MD_IMAGE:
      takeImage(node)
      return false
    case MD_TEXT, MD_SOFT_BREAK, MD_LINE_BREAK, MD_CODE, MD_MATH, MD_DISPLAY_MATH, MD_REFERENCE,
      MD_LATEX_REFERENCE, MD_HTML_INLINE, MD_FOOTNOTE_REFERENCE:
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
