internal import RunbookFiles

/// Template languages of site generators: what has a meaning in a note becomes Markdown, and the rest
/// is left out with a warning.
struct TemplateReader: DialectReader {
  static let signs = ["{%", "{{"]

  var prose: ProseText
  let frontMatter: FrontMatter
  var edits: TextEdits
  var log: DiagnosticLog
  /// The tags of the note, and the one that is read next.
  let tags: [TemplateTag]
  var next = 0
  /// The variables that the note itself sets to a text.
  var variables: [String: String] = [:]
  private var cursor = ProseCursor()
  /// Whether the settings of the site are among the variables.
  private var hasSettings = false
  /// The indices of the tags with each name.
  private let places: [String: [Int]]
  /// The indices of the ends of loops, by those of their beginnings.
  let loopEnds: [Int: Int]
  /// The ends of listings and formulas that do not occur in the rest of the note.
  var missingEnds: Set<String> = []

  private init(
    _ tags: [TemplateTag], prose: ProseText, frontMatter: FrontMatter, edits: TextEdits,
    log: DiagnosticLog
  ) {
    (self.tags, self.prose, self.frontMatter) = (tags, prose, frontMatter)
    (self.edits, self.log) = (edits, log)
    places = Dictionary(grouping: tags.indices) { String(tags[$0].name) }
    loopEnds = Self.ends(of: tags, among: Self.loops)
  }

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let tags = TemplateScan.tags(in: prose, log: &log)
    guard !tags.isEmpty else { return }
    var reader = TemplateReader(
      tags, prose: prose, frontMatter: frontMatter, edits: edits, log: log)
    while reader.next < tags.count {
      let tag = tags[reader.next]
      reader.next += 1
      reader.read(tag)
    }
    (prose, edits, log) = (reader.prose, reader.edits, reader.log)
  }

  private mutating func read(_ tag: TemplateTag) {
    switch tag.form {
    case .tag: readLiquid(tag)
    case .variable: readVariable(tag)
    case .shortcode: readShortcode(tag)
    case .escapedShortcode: show(tag, asCode: "{{< \(tag.body) >}}")
    }
  }

  // MARK: Variables

  private mutating func readVariable(_ tag: TemplateTag) {
    // An editor's mark for the contents, which the tree builder reads.
    if tag.body.lowercased() == "toc", isAlone(tag) { return }
    let place = addressPlace(of: tag)
    if var value = value(of: tag.body) {
      if place != .prose { value = MarkdownAddress.encoded(value) }
      return replace(tag, with: value)
    }
    switch place {
    case .prose:
      warn(tag, "is known only to the site generator; its name is shown")
      show(tag, asCode: prose.string(tag.range))
    case .link(let opening, let target):
      warn(tag, "is known only to the site generator; write the address")
      // Only the words of the link or picture remain.
      edits.replace(opening, with: "")
      edits.replace(target, with: "")
      skipTags(before: target.upperBound)
    case .other:
      warn(tag, "is known only to the site generator; write the address")
      replace(tag, with: "")
    }
  }

  /// The value of an expression, as far as the note determines it.
  mutating func value(of text: Substring) -> String? {
    if !hasSettings, text.contains("site.") {
      hasSettings = true
      if !log.path.isEmpty, let folder = ProjectFiles.absoluteFolder(of: log.path) {
        variables.merge(SiteSettings.variables(above: folder)) { own, _ in own }
      }
    }
    return LiquidExpression.value(of: text, in: frontMatter, variables: variables)
  }

  /// The role of the text in which a tag stands.
  private enum Place: Equatable {
    case prose
    /// The address of a link or picture in one line: the range of `[` or `![`, and that from `]` on.
    case link(opening: Range<Int>, target: Range<Int>)
    /// Another address: an attribute of HTML, or the definition of a link.
    case other
  }

  private func addressPlace(of tag: TemplateTag) -> Place {
    let bytes = prose.source.bytes
    let line = prose.line(at: tag.range.lowerBound).range
    var index = tag.range.lowerBound - 1
    var isInTag = false
    // Other tags may precede this one in the same address.
    while index > line.lowerBound, tag.range.lowerBound - index < 512 {
      let byte = bytes[index]
      if isInTag {
        if byte == UInt8(ascii: "{") { isInTag = false }
      } else if byte == UInt8(ascii: "}") {
        isInTag = true
      } else if byte == UInt8(ascii: "("), bytes[index - 1] == UInt8(ascii: "]") {
        return link(closing: index - 1, behind: tag.range.upperBound, in: line)
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        return bytes[index - 1] == UInt8(ascii: "=") ? .other : .prose
      } else if byte == UInt8(ascii: ":"), bytes[index - 1] == UInt8(ascii: "]") {
        return .other
      } else if byte == UInt8(ascii: ")") || byte == UInt8(ascii: ">") {
        break
      }
      index -= 1
    }
    return .prose
  }

  /// The parts of a link whose words end at `closing`.
  private func link(closing: Int, behind end: Int, in line: Range<Int>) -> Place {
    let bytes = prose.source.bytes
    var depth = 0
    var open: Int?
    for index in stride(from: closing, through: line.lowerBound, by: -1) {
      if bytes[index] == UInt8(ascii: "]") { depth += 1 }
      guard bytes[index] == UInt8(ascii: "[") else { continue }
      depth -= 1
      if depth == 0 {
        open = index
        break
      }
    }
    guard let open, let close = bytes[end..<line.upperBound].firstIndex(of: UInt8(ascii: ")"))
    else {
      return .other
    }
    let isPicture = open > line.lowerBound && bytes[open - 1] == UInt8(ascii: "!")
    return .link(opening: (isPicture ? open - 1 : open)..<(open + 1), target: closing..<(close + 1))
  }

  // MARK: Results

  /// Whether nothing else is in the line of a tag, or of a range.
  func isAlone(_ tag: TemplateTag) -> Bool { isAlone(tag.range) }

  func isAlone(_ range: Range<Int>) -> Bool {
    prose.line(at: range.lowerBound).content.lowerBound == range.lowerBound
      && prose.line(at: range.upperBound).content.upperBound == range.upperBound
  }

  mutating func replace(_ tag: TemplateTag, with text: String) {
    edits.replace(tag.range, with: text)
  }

  /// Shows a text as code instead of a tag.
  private mutating func show(_ tag: TemplateTag, asCode text: String) {
    let fence = text.contains("`") ? "``" : "`"
    replace(tag, with: fence + text + fence)
    prose.exclude(tag.range)
  }

  /// Leaves out a part of the note.
  mutating func remove(_ range: Range<Int>) {
    edits.replace(range, with: "")
    prose.exclude(range)
  }

  mutating func warn(_ tag: TemplateTag, _ message: String) {
    let location = cursor.location(of: tag.range.lowerBound, in: prose)
    log.warning("'\(tag.excerpt)' \(message)", at: location)
  }

  // MARK: Pairs

  /// The index of the next tag with a name.
  func closing(_ name: String) -> Int? {
    guard let places = places[name] else { return nil }
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < next { low = middle + 1 } else { high = middle }
    }
    return low < places.count ? places[low] : nil
  }

  /// For each tag that opens a part which may contain others of its kind, the index of its end.
  static func ends(of tags: [TemplateTag], among names: Set<String>) -> [Int: Int] {
    var open: [(name: String, index: Int)] = []
    var ends: [Int: Int] = [:]
    for (index, tag) in tags.enumerated() {
      let name = String(tag.name)
      if names.contains(name) {
        open.append((name, index))
      } else if name.hasPrefix("end"), names.contains(String(name.dropFirst(3))) {
        guard let last = open.last, last.name == name.dropFirst(3) else { continue }
        ends[last.index] = index
        open.removeLast()
      }
    }
    return ends
  }

  /// Continues behind the tags that begin before a place.
  mutating func skipTags(before place: Int) {
    while next < tags.count, tags[next].range.lowerBound < place { next += 1 }
  }
}
