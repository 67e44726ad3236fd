/// Attributes in braces after a picture, a link and other inline content, spans `[words]{.class}`, and
/// kramdown's lines `{: … }`.
///
/// Attributes of headings, formulas and captions are read with them.
enum AttributeReader: DialectReader {
  static let signs = ["{"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bytes = prose.source.bytes
    var failures = 0
    var taken: [Range<Int>] = []
    func attributes(at open: Int) -> Attributes? {
      let found = Attributes(at: open, in: bytes, limit: failures < 1000 ? 1024 : 64)
      if found == nil { failures += 1 }
      return found.flatMap { $0.isComplete || $0.content.hasPrefix("#") ? $0 : nil }
    }
    func take(_ range: Range<Int>, _ marker: Marker) {
      edits.replace(range, with: marker)
      taken.append(range)
    }
    for line in prose.lines where !line.isCode && !line.isBlank {
      let content = line.content
      guard bytes[content.lowerBound] == UInt8(ascii: "{"),
        bytes[content.upperBound - 1] == UInt8(ascii: "}"),
        let found = attributes(at: content.lowerBound), found.isKramdown,
        content.lowerBound + found.source.utf8.count == content.upperBound
      else { continue }
      if let indentation = indentationInItem(prose, line) {
        edits.replace(
          line.range.lowerBound..<content.upperBound, with: indentation, then: .attributes(found))
        taken.append(content)
      } else {
        take(content, .attributes(found))
      }
    }
    var lines = taken[...]
    // Brackets that are open; few are ever needed. Code and formulas may stand between two of them.
    var brackets: [Int] = []
    for segment in prose.segments {
      var closed: (bracket: Int, end: Int)?
      var index = segment.lowerBound
      while index < segment.upperBound {
        defer { index += 1 }
        switch bytes[index] {
        case UInt8(ascii: "\\"): index += 1
        case UInt8(ascii: "["):
          if brackets.count == 64 { brackets.removeFirst() }
          brackets.append(index)
        case UInt8(ascii: "]"):
          closed = brackets.popLast().map { ($0, index) }
        case UInt8(ascii: "{"):
          while let line = lines.first, line.upperBound <= index { lines.removeFirst() }
          if let line = lines.first, line.contains(index) { continue }
          guard mayHaveAttributes(prose, index), let found = attributes(at: index) else { continue }
          let end = index + found.source.utf8.count
          // The body of a macro: `\newcommand{\f}[2][d]{#1 + #2}`.
          if let closed, closed.end == index - 1, closed.bracket > 0,
            bytes[closed.bracket - 1] == UInt8(ascii: "]")
              ? !isTargetOfPicture(bytes, closed.bracket)
              : isParameter(bytes, before: closed.bracket)
          {
            continue
          }
          if let closed, closed.end == index - 1, found.isComplete,
            isSpan(bytes, from: closed.bracket, to: index)
          {
            let tag = tag(of: found)
            edits.replace(closed.bracket..<(closed.bracket + 1), with: tag.open)
            edits.replace(closed.end..<end, with: tag.close)
          } else {
            // Blanks between a picture and its attributes are none of the text.
            let start = bytes[..<index].lastIndex { $0 != UInt8(ascii: " ") } ?? index - 1
            take((start + 1)..<end, .attributes(found))
          }
          index = end - 1
        default: break
        }
      }
    }
    for range in taken { prose.exclude(range) }
  }

  /// The blanks that put a line of attributes between two items of a list into the upper one, so that
  /// it does not end the list; `nil` elsewhere.
  private static func indentationInItem(_ prose: ProseText, _ line: ProseText.Line) -> String? {
    let isItem = { (line: ProseText.Line) in
      prose.source.bytes[line.range.lowerBound..<line.content.lowerBound].contains {
        $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: ">")
      }
    }
    guard line.number > 1, line.number < prose.lines.count,
      line.content.lowerBound == line.range.lowerBound
    else { return nil }
    let (above, below) = (prose.lines[line.number - 2], prose.lines[line.number])
    guard !above.isBlank, !above.isCode, !below.isCode, isItem(above), isItem(below) else {
      return nil
    }
    return String(repeating: " ", count: above.content.lowerBound - above.range.lowerBound)
  }

  /// Whether something that attributes can belong to ends before a brace.
  private static func mayHaveAttributes(_ prose: ProseText, _ open: Int) -> Bool {
    let bytes = prose.source.bytes
    guard open > 0, open + 1 < bytes.count else { return false }
    let (previous, next) = (bytes[open - 1], bytes[open + 1])
    if ")]`>".utf8.contains(previous) {
      return next != UInt8(ascii: "{") && !isHeading(prose, open)
    }
    // kramdown's second list of attributes.
    if previous == UInt8(ascii: "}") { return next == UInt8(ascii: ":") }
    // In `x_{i=1}` there are none.
    if "*_~".utf8.contains(previous) { return "#.:".utf8.contains(next) && !isHeading(prose, open) }
    // A picture may have blanks before its attributes.
    guard previous == UInt8(ascii: " "), "#.:wh".utf8.contains(next) else { return false }
    let before = bytes[..<open].lastIndex { $0 != UInt8(ascii: " ") } ?? 0
    guard bytes[before] == UInt8(ascii: ")") else { return false }
    let line = prose.line(at: open).content
    // A picture farther away than this is another one.
    let start = max(line.lowerBound, before - 4096)
    return start < before
      && zip(bytes[start..<before], bytes[(start + 1)...])
        .contains { $0 == UInt8(ascii: "!") && $1 == UInt8(ascii: "[") }
  }

  /// Whether a line is a heading, whose attributes are read with it.
  private static func isHeading(_ prose: ProseText, _ offset: Int) -> Bool {
    let line = prose.line(at: offset).content
    return prose.source.bytes[line].first == UInt8(ascii: "#")
  }

  /// Whether a bracket encloses words and no picture, footnote, citation or link of a vault.
  private static func isSpan(_ bytes: [UInt8], from bracket: Int, to end: Int) -> Bool {
    let isPicture = bracket > 0 && bytes[bracket - 1] == UInt8(ascii: "!")
    guard !isPicture, !isTargetOfPicture(bytes, bracket), !"^@[".utf8.contains(bytes[bracket + 1]),
      end - bracket < 1 << 12
    else {
      return false
    }
    return !zip(bytes[bracket..<end], bytes[(bracket + 1)..<end]).contains { $0 == 10 && $1 == 10 }
  }

  /// Whether a bracket follows the name of a macro that is defined: `{\f}[1]`.
  static func isParameter(_ bytes: [UInt8], before bracket: Int) -> Bool {
    guard bracket > 2, bytes[bracket - 1] == UInt8(ascii: "}") else { return false }
    let name = bytes[max(0, bracket - 64)..<(bracket - 1)]
    guard let open = name.lastIndex(of: UInt8(ascii: "{")) else { return false }
    return bytes[open + 1] == UInt8(ascii: "\\")
  }

  /// Whether a bracket names the address of a picture: `![words][name]`.
  private static func isTargetOfPicture(_ bytes: [UInt8], _ bracket: Int) -> Bool {
    guard bracket > 2, bytes[bracket - 1] == UInt8(ascii: "]") else { return false }
    let words = bytes[max(0, bracket - 512)..<(bracket - 1)]
    guard let open = words.lastIndex(where: { "[]\n".utf8.contains($0) }) else { return false }
    return bytes[open] == UInt8(ascii: "[") && open > 0 && bytes[open - 1] == UInt8(ascii: "!")
  }

  /// The tag that a span is read as.
  static func tag(of attributes: Attributes) -> (open: String, close: String) {
    var name = "span"
    var classes: [String] = []
    var style = attributes["style"].map { [$0] } ?? []
    for word in attributes.classes {
      switch word {
      case "mark", "highlight", "hl": name = "mark"
      case "underline", "ul": name = "u"
      case "kbd", "small", "sub", "sup", "del", "ins", "u", "s": name = word
      case "smallcaps": style.append("font-variant: small-caps")
      default: classes.append(word)
      }
    }
    for key in ["color", "background-color"] {
      if let value = attributes[key] { style.append("\(key): \(value)") }
    }
    var given: [(String, String)] = []
    if let identifier = attributes.identifier { given.append(("id", identifier)) }
    if !classes.isEmpty { given.append(("class", classes.joined(separator: " "))) }
    if !style.isEmpty { given.append(("style", style.joined(separator: "; "))) }
    for key in ["title", "lang", "dir"] {
      if let value = attributes[key] { given.append((key, value)) }
    }
    let words = given.map { name, value in
      let value = value.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        .replacing("<", with: "&lt;").replacing("\n", with: " ")
      return " \(name)=\"\(value)\""
    }
    return ("<\(name)\(words.joined())>", "</\(name)>")
  }
}
