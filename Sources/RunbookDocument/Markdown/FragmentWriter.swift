internal import CMarkdown
internal import RunbookFiles

/// Walks a Markdown tree and writes it as fragments: HTML, and what the report fills in.
///
/// The tree is as deep as an author (or an attacker) nests it, so the walk keeps its own state
/// instead of calling itself.
struct FragmentWriter {
  /// What is being written: the document, or the content of a heading or caption.
  struct Sink {
    var html = HTMLText()
    var fragments: [Fragment] = []

    /// Ends the piece of HTML that is being written.
    mutating func flush() {
      if !html.isEmpty { fragments.append(.html(html.take())) }
    }

    mutating func append(_ fragment: Fragment) {
      flush()
      fragments.append(fragment)
    }
  }

  /// A word after `@` that begins like no label.
  struct Mention {
    var word: String
    var location: SourceLocation
  }

  /// What the walk found.
  struct Result {
    var fragments: [Fragment]
    var labels: LabelTable
    var mentions: [Mention]
    /// The labels that cells name with `checks:`.
    var checks: [CrossReference]
    /// The captions in cells' options.
    var captions: [CellOptionsDecoder.Caption]
  }

  let source: SourceText
  let text: MarkedText
  let frontMatter: FrontMatter
  var log: DiagnosticLog
  var cursor: LineCursor
  /// Whether paragraphs are written without `<p>`.
  var omitsParagraphs = false

  var sinks = [Sink()]
  var labels = LabelTable()
  var mentions: [Mention] = []
  var checks: [CrossReference] = []
  var captions: [CellOptionsDecoder.Caption] = []
  var identifiers = HeadingIdentifiers()
  var cellCount = 0
  var expressionCount = 0

  /// The paragraph, heading or table cell that the walk is in.
  var block: MarkdownNode?
  var table: TableState?
  /// The heading or caption whose content is being written.
  var pending: Pending?
  /// The text node whose first bytes belong to `{#label}` or to `: ` and are not shown.
  var hiddenPrefix: (node: MarkdownNode, length: Int)?
  /// The text node whose last bytes belong to a heading's or caption's `{#label}`.
  var hiddenSuffix: (node: MarkdownNode, length: Int)?
  var footnoteCount = 0
  var rawHTML: (count: Int, location: SourceLocation)?

  /// A heading or caption that is entered and not yet left.
  struct Pending {
    var node: MarkdownNode
    var label: String?
    /// Whether `{#…}` stands at its end.
    var hasAttributes = false
  }

  struct TableState {
    var node: MarkdownNode
    var column = 0
    var isHeader = false
    var hasBody = false
    var hasCaption = false
  }

  init(source: SourceText, frontMatter: FrontMatter, log: DiagnosticLog) {
    self.source = source
    self.text = MarkedText(source)
    self.frontMatter = frontMatter
    self.log = log
    cursor = LineCursor(source: source, text: text)
  }

  /// Writes the whole document.
  mutating func write() -> Result {
    let tree = MarkdownTree(text.bytes)
    var walk = MarkdownWalk(tree.root)
    while let step = walk.next() {
      switch step {
      case .enter(let node): if !enter(node) { walk.skip(node) }
      case .leave(let node): leave(node)
      }
    }
    if footnoteCount > 0 { html("</ol>\n</section>\n") }
    warnOfRawHTML()
    sinks[0].flush()
    return Result(
      fragments: sinks[0].fragments, labels: labels, mentions: mentions, checks: checks,
      captions: captions)
  }

  mutating func html(_ text: StaticString) {
    sinks[sinks.count - 1].html.write(text)
  }

  mutating func html(_ text: String) {
    sinks[sinks.count - 1].html.write(text)
  }

  mutating func escaped(_ bytes: some Sequence<UInt8>) {
    sinks[sinks.count - 1].html.write(escaping: bytes)
  }

  /// Writes text of the tree, which may hold marks.
  mutating func escaped(marked bytes: some Collection<UInt8>) {
    if text.mark == nil { escaped(bytes) } else { escaped(text.unmarked(bytes)) }
  }

  mutating func append(_ fragment: Fragment) {
    sinks[sinks.count - 1].append(fragment)
  }

  /// Begins a node.
  ///
  /// - Returns: whether the walk goes on to the node's children.
  private mutating func enter(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case MD_CODE_BLOCK: writeCodeBlock(node)
    case MD_MATH_BLOCK: writeMathBlock(node)
    case MD_IMAGE:
      writeImage(node)
      return false
    case MD_TEXT, MD_SOFT_BREAK, MD_LINE_BREAK, MD_CODE, MD_MATH, MD_DISPLAY_MATH, MD_REFERENCE,
      MD_HTML_INLINE, MD_HTML_BLOCK, MD_FOOTNOTE_REFERENCE:
      writeLeaf(node)
    case MD_EMPHASIS: html("<em>")
    case MD_STRONG: html("<strong>")
    case MD_STRIKETHROUGH: html("<del>")
    case MD_LINK: openLink(node)
    default: enterBlock(node)
    }
    return true
  }

  private mutating func leave(_ node: MarkdownNode) {
    switch node.kind {
    case MD_EMPHASIS: html("</em>")
    case MD_STRONG: html("</strong>")
    case MD_STRIKETHROUGH: html("</del>")
    case MD_LINK: closeLink(node)
    default: leaveBlock(node)
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
