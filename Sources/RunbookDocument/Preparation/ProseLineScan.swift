/// Tells code from prose line by line, without parsing the document.
struct ProseLineScan {
  /// A code block that is open.
  private struct OpenFence {
    var fence: CodeFence
    var quotations: Int
    /// The indentation below which a line ends the list item that contains the block.
    var indentation: Int
  }

  private var fence: OpenFence?
  /// The directives written as fences that are open, the innermost last.
  private var directives: [OpenFence] = []
  /// The text that ends the HTML block or comment that is open.
  private var htmlEnd: String?
  /// The column at which the content of the current list item begins.
  private var listIndentation = 0
  private var isAfterBlank = true
  private var isAfterIndentedCode = false

  /// The next line, its offsets those of `bytes`.
  mutating func next(_ bytes: ArraySlice<UInt8>, number: Int) -> ProseText.Line {
    let prefix = Prefix(bytes)
    var content = bytes[prefix.end...]
    while let last = content.last, last == 32 || last == 9 { content.removeLast() }
    endDirectives(content, prefix)
    let isFence = isFence(content, prefix)
    let isCode = !isFence && isCode(content, prefix)
    isAfterBlank = content.isEmpty || isFence
    if isFence {
      isAfterIndentedCode = false
      if prefix.hasListMarker { listIndentation = prefix.column }
    }
    return ProseText.Line(
      number: number, range: bytes.startIndex..<bytes.endIndex,
      content: content.startIndex..<content.endIndex, isCode: isCode, isFence: isFence,
      directives: directives.count)
  }

  /// Ends the directives whose list item or quotation has ended.
  private mutating func endDirectives(_ content: ArraySlice<UInt8>, _ prefix: Prefix) {
    while let last = directives.last,
      prefix.quotations < last.quotations
        || !content.isEmpty && prefix.indentation < last.indentation
    {
      directives.removeLast()
    }
  }

  /// Whether a line begins or ends a directive that contains Markdown.
  private mutating func isFence(_ content: ArraySlice<UInt8>, _ prefix: Prefix) -> Bool {
    guard htmlEnd == nil, let first = content.first,
      first == UInt8(ascii: "`") || first == UInt8(ascii: "~"),
      let opened = CodeFence(openedBy: content), prefix.indentation < listIndentation + 4
    else { return false }
    if let open = fence, prefix.quotations >= open.quotations,
      prefix.indentation >= open.indentation
    {
      return false
    }
    if let last = directives.last, last.fence.isClosed(by: content) {
      directives.removeLast()
      fence = nil
      return true
    }
    let sign = String(decoding: content, as: UTF8.self)
    let mark: Character = first == UInt8(ascii: "~") ? "~" : "`"
    guard let head = DirectiveHead(sign, mark: mark), head.isDirective,
      DivisionKinds.isContainer(head.name)
    else { return false }
    fence = nil
    let isInList = listIndentation > 0 && prefix.column >= listIndentation
    directives.append(
      OpenFence(
        fence: opened, quotations: prefix.quotations,
        indentation: prefix.hasListMarker ? prefix.column : isInList ? listIndentation : 0))
    return true
  }

  private mutating func isCode(_ content: ArraySlice<UInt8>, _ prefix: Prefix) -> Bool {
    if let end = htmlEnd {
      if contains(end, content) { htmlEnd = nil }
      return true
    }
    if let open = fence {
      let isOutside =
        prefix.quotations < open.quotations
        || !content.isEmpty && prefix.indentation < open.indentation
      if !isOutside {
        if open.fence.isClosed(by: content) { fence = nil }
        return true
      }
      fence = nil
    }
    guard !content.isEmpty else { return isAfterIndentedCode }
    if prefix.hasListMarker {
      listIndentation = prefix.column
    } else if isAfterBlank, prefix.indentation < listIndentation {
      listIndentation = 0
    }
    isAfterIndentedCode =
      !prefix.hasListMarker && prefix.indentation >= listIndentation + 4
      && (isAfterBlank || isAfterIndentedCode)
    if isAfterIndentedCode { return true }
    if let opened = CodeFence(openedBy: content) {
      let isInList = listIndentation > 0 && prefix.column >= listIndentation
      fence = OpenFence(
        fence: opened, quotations: prefix.quotations,
        indentation: isInList ? listIndentation : 0)
      return true
    }
    return beginsHTML(content)
  }

  private mutating func beginsHTML(_ content: ArraySlice<UInt8>) -> Bool {
    guard content.first == UInt8(ascii: "<") else { return false }
    let start = String(decoding: content.prefix(10), as: UTF8.self).lowercased()
    for (opening, end) in [
      ("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<pre", "</pre>"),
    ] where start.hasPrefix(opening) {
      if !contains(end, content) { htmlEnd = end }
      return true
    }
    return false
  }

  private func contains(_ end: String, _ content: ArraySlice<UInt8>) -> Bool {
    String(decoding: content, as: UTF8.self).lowercased().contains(end)
  }

  /// The markers and blanks before the content of a line.
  private struct Prefix {
    /// The offset of the content.
    var end: Int
    var quotations = 0
    /// The columns before the first character that is neither blank nor `>`, behind the last `>`.
    var indentation = 0
    /// The columns before the content, behind the last `>`.
    var column = 0
    var hasListMarker = false

    init(_ bytes: ArraySlice<UInt8>) {
      end = bytes.startIndex
      skipBlanks(bytes)
      while end < bytes.endIndex, bytes[end] == UInt8(ascii: ">"), column < 4 {
        quotations += 1
        end += 1
        column = 0
        // One blank belongs to the mark.
        if end < bytes.endIndex, bytes[end] == 32 { end += 1 }
        skipBlanks(bytes)
      }
      indentation = column
      while let length = Self.listMarker(bytes[end...]) {
        hasListMarker = true
        end += length
        column += length
        skipBlanks(bytes)
      }
    }

    private mutating func skipBlanks(_ bytes: ArraySlice<UInt8>) {
      while end < bytes.endIndex, bytes[end] == 32 || bytes[end] == 9 {
        column = bytes[end] == 9 ? (column / 4 + 1) * 4 : column + 1
        end += 1
      }
    }

    /// The length of the marker of a list item that has content; `nil` if there is none.
    private static func listMarker(_ bytes: ArraySlice<UInt8>) -> Int? {
      let digits = bytes.prefix(9).prefix { (48...57).contains($0) }.count
      let rest = bytes.dropFirst(digits)
      guard let mark = rest.first, let next = rest.dropFirst().first, next == 32 || next == 9
      else { return nil }
      let isMarker =
        digits > 0
        ? mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
        : mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "+")
      guard isMarker, !isRule(bytes) else { return nil }
      return digits + 1
    }

    /// Whether a line such as `* * *` is a thematic break.
    private static func isRule(_ bytes: ArraySlice<UInt8>) -> Bool {
      guard let mark = bytes.first, mark == UInt8(ascii: "*") || mark == UInt8(ascii: "-") else {
        return false
      }
      return bytes.allSatisfy { $0 == mark || $0 == 32 || $0 == 9 }
        && bytes.count(where: { $0 == mark }) >= 3
    }
  }
}
