internal import RunbookFiles

/// Pandoc's raw blocks and spans, line blocks, and `H~2~O` and `x^2^`; commands of LaTeX that only
/// change the pages of a book.
struct PandocReader: DialectReader {
  static let signs = [
    "{=", "| ", "~", "^", "\\newpage", "\\page", "\\clear", "\\no", "\\vspace",
    "\\list", "\\print", "\\app", "skip", "matter",
  ]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var reader = PandocReader(prose: prose, edits: edits)
    reader.readLines()
    reader.readScripts()
    (prose, edits) = (reader.prose, reader.edits)
  }

  private var prose: ProseText
  private var edits: TextEdits

  private init(prose: ProseText, edits: TextEdits) {
    (self.prose, self.edits) = (prose, edits)
  }

  private func text(_ index: Int) -> ArraySlice<UInt8> {
    prose.source.bytes[prose.lines[index].content]
  }

  private mutating func readLines() {
    var index = 0
    while index < prose.lines.count {
      let line = prose.lines[index]
      let content = text(index)
      switch content.first {
      case UInt8(ascii: "`"), UInt8(ascii: "~"): index = readRaw(at: index)
      case UInt8(ascii: "|") where !line.isCode: index = readLineBlock(at: index)
      case UInt8(ascii: "\\") where !line.isCode && Self.isPageCommand(prose.string(line.content)):
        edits.replace(line.content, with: "")
        prose.exclude(line.content)
      default: break
      }
      index += 1
    }
  }

  // MARK: Content for one format

  /// Reads a fence `{=format}`; returns the index of its last line.
  private mutating func readRaw(at first: Int) -> Int {
    let head = prose.string(prose.lines[first].content)
    guard let fence = CodeFence(openedBy: text(first)) else { return first }
    let info = head.drop { $0 == "`" || $0 == "~" }.filter { $0 != " " }
    let last = prose.lines[(first + 1)...].indices.first { fence.isClosed(by: text($0)) }
    guard let last else { return first }
    guard info.hasPrefix("{="), info.hasSuffix("}") else { return last }
    let format = info.dropFirst(2).dropLast()
    let ends = (prose.lines[first].content, prose.lines[last].content)
    if format.lowercased().hasPrefix("html") {
      edits.replace(ends.0, with: "")
      edits.replace(ends.1, with: "")
    } else {
      var opening = DivisionOpening(division: Division(.plain), sign: head)
      var source = ""
      for line in prose.lines[(first + 1)..<last] {
        source += prose.string(line.content) + "\n"
        edits.replace(line.content, with: "")
      }
      opening.division.kind = .hidden(source: source)
      let number = edits.markers.count
      edits.replace(ends.0, with: .open(opening))
      edits.replace(ends.1, with: .close(number))
    }
    prose.exclude(ends.0.lowerBound..<ends.1.upperBound)
    return last
  }

  /// Whether a line is a command that has an effect on printed pages only.
  private static func isPageCommand(_ line: String) -> Bool {
    let name = line.dropFirst().prefix { $0.isLetter }
    let rest = line.dropFirst(1 + name.count)
    guard rest.isEmpty || rest.hasPrefix("{") && rest.hasSuffix("}") || rest == "*" else {
      return false
    }
    return [
      "newpage", "pagebreak", "clearpage", "cleardoublepage", "bigskip", "medskip", "smallskip",
      "vspace", "noindent", "appendix", "frontmatter", "mainmatter", "backmatter",
      "listoffigures", "listoftables", "printindex",
    ].contains(String(name))
  }

  // MARK: Line blocks

  /// Reads lines that begin with `| ` and are no table, whose ends are kept; returns the index of the
  /// last one.
  private mutating func readLineBlock(at first: Int) -> Int {
    let isLine = { (prose: ProseText, index: Int) in
      let bytes = prose.source.bytes[prose.lines[index].content]
      return !prose.lines[index].isCode && bytes.first == UInt8(ascii: "|")
        && (bytes.count == 1 || bytes.dropFirst().first == 32)
    }
    var end = first
    while end < prose.lines.count, text(end).first == UInt8(ascii: "|") { end += 1 }
    let isFree =
      (first == 0 || prose.lines[first - 1].isBlank)
      && (end == prose.lines.count || prose.lines[end].isBlank)
    guard isFree, end - first >= 2,
      (first..<end).allSatisfy({ index in
        isLine(prose, index) && text(index).count { $0 == UInt8(ascii: "|") } == 1
      })
    else { return max(first, end - 1) }
    for index in first..<end {
      let content = prose.lines[index].content
      let blanks = text(index).dropFirst(2).prefix { $0 == 32 }.count
      let start = min(content.lowerBound + 2 + blanks, content.upperBound)
      let isEmpty = start == content.upperBound
      edits.replace(
        content.lowerBound..<start,
        with: isEmpty ? "&nbsp;" : String(repeating: "&nbsp;", count: blanks))
      if index < end - 1 {
        edits.replace(content.upperBound..<content.upperBound, with: "\\")
      }
    }
    return end - 1
  }

  // MARK: Raw spans, subscripts and superscripts

  private mutating func readScripts() {
    let bytes = prose.source.bytes
    for segment in prose.segments {
      var index = segment.lowerBound
      // A raw span ends right before its attribute.
      if bytes[segment].starts(with: "{=".utf8), index > 0, bytes[index - 1] == UInt8(ascii: "`"),
        let close = bytes[segment].firstIndex(of: UInt8(ascii: "}"))
      {
        readRawSpan(endingAt: index, format: (index + 2)..<close)
        index = close + 1
      }
      while index < segment.upperBound {
        let byte = bytes[index]
        guard byte == UInt8(ascii: "~") || byte == UInt8(ascii: "^") else {
          index += byte == UInt8(ascii: "\\") ? 2 : 1
          continue
        }
        guard let close = Self.end(ofScriptAt: index, in: bytes[segment]) else {
          index += bytes[index..<segment.upperBound].prefix { $0 == byte }.count
          continue
        }
        let name = byte == UInt8(ascii: "~") ? "sub" : "sup"
        edits.replace(index..<(index + 1), with: "<\(name)>")
        edits.replace(close..<(close + 1), with: "</\(name)>")
        index = close + 1
      }
    }
  }

  /// The sign that ends a script: after a letter, a digit or a bracket, with a few characters and no
  /// blank between the signs.
  private static func end(ofScriptAt index: Int, in bytes: ArraySlice<UInt8>) -> Int? {
    let isWord = { (byte: UInt8) in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (48...57).contains(byte)
    }
    let sign = bytes[index]
    guard index > bytes.startIndex,
      isWord(bytes[index - 1]) || ")]*".utf8.contains(bytes[index - 1])
    else { return nil }
    let inner = bytes[(index + 1)...].prefix(17).prefix { byte in
      isWord(byte) || "+-=*().,".utf8.contains(byte)
    }
    let close = inner.endIndex
    guard inner.contains(where: isWord) || inner.count == 1, close < bytes.endIndex,
      bytes[close] == sign
    else { return nil }
    // `~~` strikes out, and `a~b~c` is no subscript if numbers are ranges: `1~2~3`.
    let next = close + 1 < bytes.endIndex ? bytes[close + 1] : 32
    guard next != sign else { return nil }
    let isRange = (48...57).contains(bytes[index - 1]) && sign == UInt8(ascii: "~")
    return isRange ? nil : close
  }

  /// Reads a code span with the attribute `{=format}`.
  private mutating func readRawSpan(endingAt end: Int, format: Range<Int>) {
    let bytes = prose.source.bytes
    var start = end
    while start > 0, bytes[start - 1] == UInt8(ascii: "`") { start -= 1 }
    let run = end - start
    var position = start - 1
    while position >= 0, bytes[position] != 10 {
      guard bytes[position] == UInt8(ascii: "`") else {
        position -= 1
        continue
      }
      let last = position + 1
      while position >= 0, bytes[position] == UInt8(ascii: "`") { position -= 1 }
      guard last - position - 1 == run else { continue }
      let isHTML = prose.string(format).lowercased().hasPrefix("html")
      let words = isHTML ? prose.string(last..<start) : ""
      edits.replace((position + 1)..<(format.upperBound + 1), with: words)
      prose.exclude(end..<(format.upperBound + 1))
      return
    }
  }
}
