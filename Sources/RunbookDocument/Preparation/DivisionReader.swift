internal import RunbookFiles

/// Divisions: blocks between lines `::: {.class}` and `:::`, and directives written as fences.
///
/// The first and the last line of a division become markers, between which the content is read as
/// Markdown. Option lines of directives become empty, and so does content for other formats.
struct DivisionReader: DialectReader {
  static let signs = [":::", "```{", "~~~{", "``` {"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var reader = DivisionReader(prose: prose, edits: edits)
    reader.read(&log)
    prose = reader.prose
    edits = reader.edits
  }

  /// A division whose last line has not been read yet.
  private struct Open {
    /// The number of its marker.
    var number: Int
    var isFence: Bool
    /// For code, the fence that replaces its colons.
    var fence: String?
  }

  private var prose: ProseText
  private var edits: TextEdits
  private var open: [Open] = []
  /// The number of open divisions that are fences.
  private var fences = 0

  /// The last lines of divisions by their first lines, once they are needed.
  private var ends: [Int: Int]?

  private init(prose: ProseText, edits: TextEdits) {
    (self.prose, self.edits) = (prose, edits)
  }

  private mutating func read(_ log: inout DiagnosticLog) {
    var index = 0
    while index < prose.lines.count {
      let line = prose.lines[index]
      let colon = UInt8(ascii: ":")
      let content = prose.source.bytes[line.content]
      let isColons = !line.isCode && content.starts(with: ":::".utf8)
      guard isColons || line.isFence else {
        index += 1
        continue
      }
      if line.isFence
        ? content.allSatisfy({ $0 == content.first }) : content.allSatisfy({ $0 == colon })
      {
        close(index)
      } else {
        let mark: Character = isColons ? ":" : content.first == UInt8(ascii: "~") ? "~" : "`"
        index = begin(prose.string(line.content), mark: mark, at: index)
      }
      index += 1
    }
  }

  // MARK: First lines

  /// Reads a first line and the options below it; returns the index of the last line read.
  private mutating func begin(_ sign: String, mark: Character, at index: Int) -> Int {
    guard let head = DirectiveHead(sign, mark: mark) else { return index }
    let line = prose.lines[index]
    if mark == ":", head.isDirective, Self.isCode(head.name) {
      beginCode(sign, at: index)
      return index
    }
    let (options, last) = head.isDirective ? takeOptions(below: index) : ([], index)
    let location = prose.location(of: line.content.lowerBound)
    let opening = DivisionOpening(head, options: options, sign: sign) { offset in
      var location = location
      location.column += offset
      return location
    }
    if case .hidden = opening.division.kind, let end = end(of: index) {
      hide((last + 1)..<end, of: line, opening)
      setMarker(prose.lines[end].content, .close(edits.markers.count - 1))
      return end
    }
    if line.isFence {
      // Fences whose list item has ended are not open any more.
      while fences > line.directives - 1, !open.isEmpty { removeLast() }
      fences += 1
    }
    open.append(Open(number: edits.markers.count, isFence: mark != ":"))
    setMarker(line.content, .open(opening))
    return last
  }

  private mutating func setMarker(_ range: Range<Int>, _ marker: Marker) {
    edits.replace(range, with: marker)
    prose.exclude(range)
  }

  /// Directives whose content is code or a formula.
  private static func isCode(_ name: String) -> Bool {
    ["code", "code-block", "code-cell", "sourcecode", "math", "mermaid", "raw", "eval-rst"]
      .contains(name.lowercased())
  }

  /// Makes a fence of the colons around code.
  private mutating func beginCode(_ sign: String, at index: Int) {
    let start = prose.lines[index].content.lowerBound
    let count = sign.prefix { $0 == ":" }.count
    let fence = String(repeating: "~", count: count)
    edits.replace(start..<(start + count), with: fence)
    open.append(Open(number: edits.markers.count, isFence: false, fence: fence))
  }

  /// The option lines of a directive, `:key: value` or YAML between lines `---`.
  private mutating func takeOptions(
    below first: Int
  ) -> (options: [DivisionOpening.Option], last: Int) {
    let below = prose.lines[(first + 1)...].prefix(64).prefix { !$0.isCode }
    let found = DirectiveOptions(below.map { prose.string($0.content)[...] })
    let last = first + found.count
    // A slice of the lines would make each exclusion copy them all.
    for index in (first + 1)..<(last + 1) {
      let content = prose.lines[index].content
      edits.replace(content, with: "")
      prose.exclude(content)
    }
    return (found.options, last)
  }

  // MARK: Last lines

  private mutating func close(_ index: Int) {
    let line = prose.lines[index]
    if line.isFence {
      // A fence ends the directive that is a fence, with all divisions that were begun in it.
      while let last = open.last, fences > line.directives + 1 || !last.isFence { removeLast() }
    }
    // Colons never end a fence.
    guard let last = open.last, line.isFence || !last.isFence else {
      return setMarker(line.content, .close(nil))
    }
    removeLast()
    if let fence = last.fence {
      edits.replace(line.content, with: fence)
      return prose.exclude(line.content)
    }
    setMarker(line.content, .close(last.number))
  }

  private mutating func removeLast() {
    if open.removeLast().isFence { fences -= 1 }
  }

  // MARK: Content for other formats

  /// The last line of the division that begins in a line; `nil` if it is never closed.
  private mutating func end(of first: Int) -> Int? {
    if let ends { return ends[first] }
    var found: [Int: Int] = [:]
    var open: [Int] = []
    for (index, line) in prose.lines.enumerated() where !line.isCode {
      guard prose.source.bytes[line.content].starts(with: ":::".utf8) else { continue }
      let sign = prose.string(line.content)
      if sign.allSatisfy({ $0 == ":" }) {
        if let first = open.popLast() { found[first] = index }
      } else if DirectiveHead(sign, mark: ":") != nil {
        open.append(index)
      }
    }
    ends = found
    return found[first]
  }

  /// Takes the lines of a division for other formats out of the document.
  private mutating func hide(
    _ lines: Range<Int>, of first: ProseText.Line, _ opening: DivisionOpening
  ) {
    var opening = opening
    let indentation = first.content.lowerBound - first.range.lowerBound
    var source = ""
    for line in prose.lines[lines] {
      // What stands before the division stands before its lines.
      let start = min(line.content.lowerBound, line.range.lowerBound + indentation)
      source += prose.string(start..<max(start, line.content.upperBound)) + "\n"
      if !line.content.isEmpty { edits.replace(start..<line.content.upperBound, with: "") }
    }
    if let last = lines.last {
      prose.exclude(first.content.lowerBound..<prose.lines[last].content.upperBound)
    }
    opening.division.kind = .hidden(source: source)
    setMarker(first.content, .open(opening))
  }
}
