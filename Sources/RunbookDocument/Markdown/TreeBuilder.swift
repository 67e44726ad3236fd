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
    /// The caption directly below the rows, which the parser reads as one of them.
    var captionRow: MarkdownTable.Row?
    var cells: [MarkdownTable.TableCell] = []
    /// The label in `{#label}` after the content, and all that stands in the braces.
    var label: String?
    var attributes: Attributes?
    var linkForm = InlineScanner.LinkForm.bare
    var image: ImageState?
    /// The attributes of the next block, in a line above it.
    var pendingAttributes: Attributes?
    /// Whether one of the inlines is `@word`, which may be a citation.
    var hasMentions = false
    /// Whether one of them is `@fig-x`.
    var hasReferences = false
    /// The brackets in texts that are not markup, since a backslash is before them: by the index of
    /// the inline, their offsets in the text in bytes.
    var escapedBrackets: [Int: Set<Int>] = [:]
    /// Whether this is a list, or an item, that stands for the table of contents.
    var isContents = false
    /// The division that the frame collects; `node` is its opening marker.
    var division: OpenDivision?
    /// Of a list, for each item whether it is a meaning of a definition list.
    var areMeanings: [Bool] = []
  }

  /// The result of the walk.
  struct Result {
    var blocks: [Block]
    var labels = LabelTable()
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
  var checks: [CrossReference] = []
  var dependencies: [Dependency] = []
  var footnotes: [Footnote] = []
  let knownFootnotes: [String]
  /// The last paragraph that was the caption of a table.
  var lastCaption: MarkdownNode?
  var identifiers = HeadingIdentifiers()
  /// The macros in force at the current place.
  var macros: MacroTable
  var macroHistory = MacroHistory()
  /// The ids of headings that were derived from their words.
  var derivedIdentifiers: Set<String> = []
  var cellCount = 0
  var expressionCount = 0

  /// The content of each cell of the current table row, as offsets in its line.
  var rowRanges: [Range<Int>] = []
  /// The content of the current paragraph, heading or table cell.
  var scanner = InlineScanner()
  /// The text node whose first bytes are `{#label}` or `: ` and are not shown.
  var hiddenPrefix: (node: MarkdownNode, length: Int)?
  /// The text node whose last bytes are the `{#label}` of a heading or caption.
  var hiddenSuffix: (node: MarkdownNode, length: Int)?
  /// The formulas in two dollars of the line that was looked at last, and whether there is more in it
  /// than formulas.
  var formulaLine: (nodes: Set<OpaquePointer>, hasWords: Bool) = ([], false)
  var quotationDepth = 0
  var nesting = 0
  /// Whether there are tags of HTML to be read.
  var hasTags = false
  /// The locations of headings below which sections are tabs.
  var tabsetHeadings: Set<SourceLocation> = []
  /// Whether an element or a picture has an id of the author's.
  var hasElementIdentifiers = false
  /// The lines of blocks of HTML.
  var htmlLines: [HTMLPiece.Key: CodeLines] = [:]
  /// The ids that divisions have.
  var divisionIdentifiers: Set<String> = []
  /// The markers of divisions that are nested too deep.
  var unopenedDivisions: Set<Int> = []
  /// Whether a label stands apart from the element that it names.
  var hasAnchors = false
  var hasContents = false
  /// The last line of the block that ended before, and the last one of its content.
  var blankEnd = (last: 0, content: 0)
  private var saysNesting = false

  /// - Parameter knownFootnotes: the names of the footnotes of the document that contains the text,
  ///   if that is a caption or a title; `nil` for a document.
  init(
    source: SourceText, frontMatter: FrontMatter, log: DiagnosticLog,
    knownFootnotes: [String]? = nil
  ) {
    self.source = source
    self.frontMatter = frontMatter
    self.log = log
    macros = frontMatter.macros
    self.knownFootnotes = knownFootnotes ?? []
    text = TextPreparation.prepare(
      source, isFragment: knownFootnotes != nil, frontMatter: frontMatter, log: &self.log)
    for problem in text.bounds.problems {
      self.log.error(
        problem.message, at: source.location(line: problem.line, offset: problem.offset))
    }
    cursor = LineCursor(source: source, text: text)
  }

  /// Builds the tree of the whole document.
  mutating func build() -> Result {
    let tree = parsed()
    var walk = MarkdownWalk(tree.root)
    while let step = walk.next() {
      switch step {
      case .enter(let node): if !enter(node) { walk.skip(node) }
      case .leave(let node): leave(node)
      }
    }
    closeDivisions(in: tree.root)
    if let first = footnotes.first, let last = footnotes.last {
      append(.footnotes(footnotes), from: first.range.start, to: last.range.end)
    }
    var blocks = frames.first?.blocks ?? []
    // With one owner the tree is changed in place.
    frames = []
    FootnoteNumbering.number(&blocks, repeated: text.footnotes.repeated, log: &log)
    blocks = TabsetHeadings.grouped(blocks, below: tabsetHeadings)
    if hasTags { nestElements(&blocks) }
    if hasAnchors {
      LabelAttachment.attach(in: &blocks, &labels, &identifiers, frontMatter, log: &log)
    }
    separateIdentifiers(&blocks)
    if hasElementIdentifiers { ElementIdentifiers.removeTaken(from: &blocks) }
    return Result(
      blocks: RecordedOutputs.grouped(blocks, log: &log), labels: labels,
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
    // `frames.last` would copy the whole frame.
    if !frames.isEmpty, frames[frames.count - 1].division != nil { closeDivisions(in: node) }
    guard !frames.isEmpty, frames[frames.count - 1].node == node else { return nil }
    var frame = frames.removeLast()
    if frame.hasMentions || frame.hasReferences {
      frame.inlines = CitationGroups.grouped(frame.inlines, except: frame.escapedBrackets)
    }
    return frame
  }

  mutating func closeNested(_ node: MarkdownNode) -> Frame? {
    guard let frame = close(node) else { return nil }
    nesting -= 1
    return frame
  }

  mutating func append(_ content: Block.Content, from start: SourceLocation, to end: SourceLocation)
  {
    var block = Block(content, range: SourceRange(start, end))
    if let attributes = frames[frames.count - 1].pendingAttributes {
      frames[frames.count - 1].pendingAttributes = nil
      block = applying(attributes, to: block)
    }
    frames[frames.count - 1].blocks.append(block)
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
    case MD_PARAGRAPH where node.startLine > source.lineCount: return false
    case MD_CODE_BLOCK: takeCodeBlock(node)
    case MD_MATH_BLOCK: takeMathBlock(node)
    case MD_IMAGE: return openImage(node)
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
    case MD_IMAGE: closeImage(node)
    default: if node.kind != MD_DOCUMENT { leaveBlock(node) }
    }
    if !frames.isEmpty, frames[frames.count - 1].division?.end != nil { closeEndedDivisions() }
  }
}
