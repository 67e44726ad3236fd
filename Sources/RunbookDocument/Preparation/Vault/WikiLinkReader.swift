internal import RunbookFiles

/// Links and embedded files as vaults write them: `[[note#part|words]]`, `![[picture.png|300]]`.
struct WikiLinkReader: DialectReader {
  static let signs = ["[["]

  /// The number of bytes of the longest link.
  private static let longestLink = 1024

  private var prose: ProseText
  private var edits: TextEdits
  private var log: DiagnosticLog
  private var cursor = ProseCursor()

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var reader = WikiLinkReader(prose: prose, edits: edits, log: log)
    for segment in prose.segments { reader.read(segment) }
    (prose, edits, log) = (reader.prose, reader.edits, reader.log)
  }

  private init(prose: ProseText, edits: TextEdits, log: DiagnosticLog) {
    (self.prose, self.edits, self.log) = (prose, edits, log)
  }

  private var bytes: [UInt8] { prose.source.bytes }

  /// Finds the links of a segment.
  private mutating func read(_ segment: Range<Int>) {
    var index = segment.lowerBound
    while index + 1 < segment.upperBound {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      guard bytes[index] == UInt8(ascii: "["), bytes[index + 1] == UInt8(ascii: "[") else {
        index += 1
        continue
      }
      guard let close = closing(from: index + 2),
        let link = WikiLink(prose.string((index + 2)..<close))
      else {
        index += 1
        while index < segment.upperBound, bytes[index] == UInt8(ascii: "[") { index += 1 }
        continue
      }
      let isEmbedded =
        index > segment.lowerBound && bytes[index - 1] == UInt8(ascii: "!")
        && !(index > segment.lowerBound + 1 && bytes[index - 2] == UInt8(ascii: "\\"))
      let range = (isEmbedded ? index - 1 : index)..<(close + 2)
      if isLink(link, range, isEmbedded: isEmbedded) {
        isEmbedded ? embed(link, range) : read(link, range)
      }
      index = close + 2
    }
  }

  /// The place of `]]` in the same line; brackets before it belong to another construct.
  private func closing(from start: Int) -> Int? {
    var index = start
    let limit = min(bytes.count, start + Self.longestLink)
    while index + 1 < limit {
      switch bytes[index] {
      case UInt8(ascii: "["), 10: return nil
      case UInt8(ascii: "]"):
        return bytes[index + 1] == UInt8(ascii: "]") && prose.contains(index) ? index : nil
      default: index += 1
      }
    }
    return nil
  }

  /// Whether brackets hold a link and are not a list of numbers, a subscript, or the words of an ordinary
  /// link in brackets.
  private func isLink(_ link: WikiLink, _ range: Range<Int>, isEmbedded: Bool) -> Bool {
    if isEmbedded { return true }
    let next = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
    if next == UInt8(ascii: "(") || next == UInt8(ascii: "[") || next == UInt8(ascii: "]") {
      return false
    }
    let previous = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0
    if previous == UInt8(ascii: ")") || previous == UInt8(ascii: "]") || Self.isWord(previous) {
      return false
    }
    let line = prose.line(at: range.lowerBound).content
    if line == range, ["toc", "_toc_"].contains(link.target.lowercased()) { return false }
    guard let first = link.target.first ?? link.part?.first, first != "^", first != "@" else {
      return false
    }
    let isNamed = link.part != nil || link.words != nil || !link.target.contains(",")
    return isNamed && (link.target.isEmpty || link.target.contains { $0.isLetter })
      || !link.target.isEmpty && file(link.target, at: range.lowerBound) != nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  // MARK: Links

  private mutating func read(_ link: WikiLink, _ range: Range<Int>) {
    guard let address = address(of: link, at: range.lowerBound) else {
      log.warning(
        "there is no note '\(link.target)'; its words are shown without a link",
        at: cursor.location(of: range.lowerBound, in: prose))
      return replace(link, range, before: "", after: "")
    }
    replace(link, range, before: "[", after: "](\(address))")
  }

  /// Shows the words of a link between two texts.
  private mutating func replace(
    _ link: WikiLink, _ range: Range<Int>, before: String, after: String
  ) {
    if let offset = link.wordsOffset {
      // The words stay, so that what they contain keeps its place.
      let words = range.lowerBound + 2 + offset
      edits.replace(range.lowerBound..<words, with: before)
      edits.replace((range.upperBound - 2)..<range.upperBound, with: after)
    } else {
      edits.replace(range, with: before + link.label + after)
      prose.exclude(range)
    }
  }

  private mutating func embed(_ link: WikiLink, _ range: Range<Int>) {
    let location = cursor.location(of: range.lowerBound, in: prose)
    if TemplatePicture.isPicture(link.target) {
      let path =
        file(link.target, at: range.lowerBound).map { MarkdownAddress.encoded(path: $0) }
        ?? MarkdownAddress.encoded(link.target)
      let (words, size) = link.pictureWords
      edits.replace(range, with: "![\(words)](\(path))\(size)")
      return prose.exclude(range)
    }
    prose.exclude(range)
    guard let address = address(of: link, at: range.lowerBound) else {
      log.warning("there is no file '\(link.target)' to embed; add it", at: location)
      return edits.replace(range, with: link.label)
    }
    let isNote = [".md", ".markdown", ".qmd"].contains {
      address.prefix { $0 != "#" }.hasSuffix($0)
    }
    let advice =
      isNote && link.part == nil
      ? "; write '{{< include \(LinkAddress.decodingPercent(address)) >}}' to include its text" : ""
    log.warning("'\(link.target)' is not embedded but linked\(advice)", at: location)
    edits.replace(range, with: "[\(link.label)](\(address))")
  }

  /// The address of a link as ordinary Markdown; `nil` if its file does not exist.
  private mutating func address(of link: WikiLink, at place: Int) -> String? {
    let fragment = link.fragment.map { "#\($0)" } ?? ""
    if link.target.isEmpty { return fragment.isEmpty ? "#" : fragment }
    if link.target.contains("://") { return MarkdownAddress.encoded(link.target) }
    return file(link.target, at: place).map { MarkdownAddress.encoded(path: $0) + fragment }
  }

  /// The path of a file of the project as seen from the file that names it.
  private func file(_ name: String, at place: Int) -> String? {
    let line = prose.line(at: place).number
    let path = prose.source.location(line: line, column: 1).file ?? log.path
    guard !path.isEmpty, let folder = ProjectFiles.absoluteFolder(of: path),
      let files = ProjectFiles.around(note: path), let found = files.path(of: name, near: folder)
    else { return nil }
    return ProjectFiles.relative(found, to: folder)
  }
}
