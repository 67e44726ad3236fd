internal import RunbookFiles

/// MkDocs' indented blocks: boxes `!!! note "Title"`, foldable ones `??? note`, and tabs `=== "Title"`.
///
/// A box becomes a quotation with GitHub's sign, so that no line has to be added for its end.
struct AdmonitionReader: DialectReader {
  static let signs = ["!!! ", "??? ", "???+ ", "=== \"", "=== '"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var reader = AdmonitionReader(prose: prose, edits: edits)
    reader.read(0..<prose.lines.count, indentation: 0, prefix: "")
    guard !reader.contents.isEmpty else { return }
    (prose, edits) = (reader.prose, reader.edits)
    prose.rescan(contents: reader.contents)
  }

  private let prose: ProseText
  private var edits: TextEdits
  /// The beginnings of the content of lines in blocks, by the lines' indices.
  private var contents: [Int: Int] = [:]
  /// The number of blocks around the lines that are read.
  private var depth = 0
  /// The numbers of the markers of tabs that are open.
  private var numbers: [Int] = []

  private init(prose: ProseText, edits: TextEdits) {
    (self.prose, self.edits) = (prose, edits)
  }

  /// - Parameters:
  ///   - indentation: the number of blanks that belong to the blocks around the lines.
  ///   - prefix: the marks of quotations that replace them.
  private mutating func read(_ lines: Range<Int>, indentation: Int, prefix: String) {
    var fence: CodeFence?
    // Whether a tab is open that no empty line ends.
    var isTabOpen = false
    var index = lines.lowerBound
    while index < lines.upperBound {
      let content = content(of: index, from: indentation)
      if let open = fence {
        if open.isClosed(by: Self.trimmed(content)) { fence = nil }
      } else if !(indentation == 0 && prose.lines[index].isCode) {
        let blanks = content.prefix { $0 == 32 }.count
        let own = indentation + blanks
        if var head = Head(String(decoding: content.prefix(1024), as: UTF8.self)), depth < 16,
          let end = end(of: index, in: lines, indentation: own + 4)
        {
          let isClosed = end < lines.upperBound && isEmpty(end)
          let next = end < lines.upperBound ? self.content(of: end, from: own) : []
          // Text right below a tab would belong to it.
          head.isTab =
            head.isTab
            && (isClosed || end >= lines.upperBound
              || Head(String(decoding: next, as: UTF8.self))?.isTab == true)
          let inner = prefix + String(repeating: " ", count: blanks)
          if indentation > 0 { replaceIndentation(index, indentation, prefix) }
          begin(head, at: index, indentation: own, endsTab: isTabOpen)
          depth += 1
          read(
            (index + 1)..<end, indentation: own + 4, prefix: head.isTab ? inner : inner + "> ")
          depth -= 1
          index = end
          isTabOpen = head.isTab && !isClosed
          if head.isTab, let number = numbers.popLast(), isClosed {
            let range = prose.lines[end].range
            edits.replace(range, with: inner + edits.add(.close(number)))
            contents[end] = range.upperBound
            index += 1
          }
          continue
        }
        if indentation > 0 { fence = CodeFence(openedBy: Self.trimmed(content)) }
      }
      write(index, indentation, prefix)
      index += 1
    }
  }

  private func isEmpty(_ index: Int) -> Bool {
    prose.source.bytes[prose.lines[index].range].allSatisfy { $0 == 32 || $0 == 9 }
  }

  private func content(of index: Int, from indentation: Int) -> ArraySlice<UInt8> {
    let range = prose.lines[index].range
    return prose.source.bytes[
      min(range.lowerBound + indentation, range.upperBound)..<range.upperBound]
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.drop { $0 == 32 }
  }

  /// The line behind the last one that is indented as the content of a block; `nil` without content.
  private func end(of first: Int, in lines: Range<Int>, indentation: Int) -> Int? {
    var end: Int?
    for index in (first + 1)..<max(first + 1, lines.upperBound) {
      if isEmpty(index) { continue }
      let blanks = prose.source.bytes[prose.lines[index].range].prefix { $0 == 32 }.count
      guard blanks >= indentation else { break }
      end = index + 1
    }
    return end
  }

  private mutating func begin(
    _ head: Head, at index: Int, indentation: Int, endsTab: Bool
  ) {
    let range = prose.lines[index].range
    let start = range.lowerBound + indentation
    contents[index] = range.upperBound
    guard head.isTab else {
      let fold = head.folding.map { String($0) } ?? ""
      let title = head.title.isEmpty ? "" : " " + head.title
      return edits.replace(
        start..<range.upperBound, with: "> [!\(head.kind)]\(fold)\(title)")
    }
    var opening = DivisionOpening(
      division: Division(.plain), sign: prose.string(start..<range.upperBound))
    opening.role = .tab
    opening.joinsTabs = true
    opening.endsTab = endsTab
    opening.takesHeading = false
    opening.title = DivisionOpening.Words(
      text: head.title, place: TextPlace(prose.location(of: start), form: .folded))
    numbers.append(edits.markers.count)
    edits.replace(start..<range.upperBound, with: .open(opening))
  }

  private mutating func write(_ index: Int, _ indentation: Int, _ prefix: String) {
    guard indentation > 0 else { return }
    replaceIndentation(index, indentation, prefix)
    let range = prose.lines[index].range
    contents[index] = min(range.lowerBound + indentation, range.upperBound)
  }

  private mutating func replaceIndentation(_ index: Int, _ indentation: Int, _ prefix: String) {
    let range = prose.lines[index].range
    let end = min(range.lowerBound + indentation, range.upperBound)
    edits.replace(range.lowerBound..<end, with: prefix)
  }

  /// The first line of a block.
  private struct Head {
    var isTab = false
    var kind = "note"
    /// `-` for a folded box, `+` for one that can be folded.
    var folding: Character?
    var title = ""

    init?(_ line: String) {
      let line = line.drop { $0 == " " }
      let sign = line.prefix { "!?=+".contains($0) }
      guard ["!!!", "???", "???+", "===", "===+", "===!"].contains(String(sign)),
        line[sign.endIndex...].first == " "
      else { return nil }
      isTab = sign.hasPrefix("=")
      folding = sign == "???" ? "-" : sign == "???+" ? "+" : nil
      var rest = line[sign.endIndex...].drop { $0 == " " }
      while rest.last?.isWhitespace == true { rest.removeLast() }
      var words: [Substring] = []
      while let first = rest.first, first.isLetter {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        words.append(word)
        rest = rest[word.endIndex...].drop { $0 == " " }
      }
      if let quote = rest.first, quote == "\"" || quote == "'" {
        guard rest.count >= 2, rest.last == quote else { return nil }
        title = String(rest.dropFirst().dropLast())
      } else if !rest.isEmpty {
        return nil
      }
      guard isTab ? words.isEmpty && !title.isEmpty : !words.isEmpty else { return nil }
      if let word = words.first { kind = String(word) }
    }
  }
}
