internal import RunbookFiles

/// Finds `[see @a, p. 3; @b]` among the inlines of one list, where the parser sees words in brackets.
struct CitationGroups {
  /// A byte of a text.
  private struct Place {
    var inline: Int
    var offset: Int
  }

  private let inlines: [Inline]

  /// The inlines with each group in the place of the nodes that it consists of.
  ///
  /// - Parameter escaped: by the index of a text, the offsets of brackets that are not markup.
  static func grouped(_ inlines: [Inline], except escaped: [Int: Set<Int>]) -> [Inline] {
    let groups = CitationGroups(inlines: inlines)
    var result: [Inline] = []
    var rest = Place(inline: 0, offset: 0)
    for (open, close) in groups.brackets(except: escaped) {
      guard let group = groups.group(from: open, to: close) else { continue }
      result += groups.slice(from: rest, to: open)
      result.append(group)
      rest = Place(inline: close.inline, offset: close.offset + 1)
    }
    return result + groups.slice(from: rest, to: Place(inline: inlines.count, offset: 0))
  }

  /// The innermost pairs of brackets with a mention between them.
  private func brackets(except escaped: [Int: Set<Int>]) -> [(open: Place, close: Place)] {
    var pairs: [(Place, Place)] = []
    var open: Place?
    var hasMention = false
    for (index, inline) in inlines.enumerated() {
      switch inline.content {
      case .citation, .reference: hasMention = true
      case .text(let text):
        for (offset, byte) in text.utf8.enumerated() {
          guard byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]"),
            escaped[index]?.contains(offset) != true
          else { continue }
          if byte == UInt8(ascii: "[") {
            open = Place(inline: index, offset: offset)
            hasMention = false
          } else if let start = open {
            if hasMention { pairs.append((start, Place(inline: index, offset: offset))) }
            open = nil
          }
        }
      default: break
      }
    }
    return pairs
  }

  /// The nodes between two places; a text that a place is in is divided.
  private func slice(from start: Place, to end: Place) -> [Inline] {
    guard start.inline < inlines.count else { return [] }
    if start.inline == end.inline {
      return [part(of: start.inline, start.offset..<end.offset)].compactMap { $0 }
    }
    var nodes = [part(of: start.inline, start.offset..<Int.max)].compactMap { $0 }
    nodes += inlines[(start.inline + 1)..<end.inline]
    if end.inline < inlines.count, let last = part(of: end.inline, 0..<end.offset) {
      nodes.append(last)
    }
    return nodes
  }

  /// A part of a text, or a whole other node; `nil` if it is empty.
  private func part(of index: Int, _ bytes: Range<Int>) -> Inline? {
    guard case .text(let text) = inlines[index].content else {
      return bytes.isEmpty ? nil : inlines[index]
    }
    guard bytes != 0..<Int.max else { return inlines[index] }
    let lower = text.utf8.index(text.startIndex, offsetBy: bytes.lowerBound)
    let upper =
      bytes.upperBound == .max
      ? text.endIndex : text.utf8.index(text.startIndex, offsetBy: bytes.upperBound)
    guard lower < upper else { return nil }
    let range = inlines[index].range
    var (start, end) = (range.start, range.end)
    // With escapes before it, a part begins a little later than it is said to.
    if upper < text.endIndex { end.column = start.column + text[..<upper].count }
    start.column += text[..<lower].count
    return Inline(.text(String(text[lower..<upper])), range: SourceRange(start, end))
  }

  // MARK: Items

  private func group(from open: Place, to close: Place) -> Inline? {
    let end = Place(inline: close.inline, offset: close.offset + 1)
    let written = slice(from: open, to: end)
    guard let first = written.first, let last = written.last else { return nil }
    let range = SourceRange(first.range.start, last.range.end)
    let content = slice(from: Place(inline: open.inline, offset: open.offset + 1), to: close)
    if content.count == 2, content[0].text == "-",
      case .reference(var reference) = content[1].content
    {
      reference.form = .number
      return Inline(.reference(reference), range: range)
    }
    var citation = Citation(form: .parenthetical, items: [])
    var prefix: [Inline] = []
    for part in Self.parts(of: content) {
      if let item = Self.item(prefix + part) {
        citation.items.append(item)
        prefix = []
      } else if citation.items.isEmpty {
        prefix += part
      } else {
        let words = ([Inline(.text("; "), range: range)] + Self.trimmed(part)).map(Self.withoutEnd)
        citation.items[citation.items.count - 1].suffix += words
      }
    }
    guard !citation.items.isEmpty else { return nil }
    citation.written = written
    return Inline(.citation(citation), range: range)
  }

  /// The nodes between semicolons.
  private static func parts(of inlines: [Inline]) -> [[Inline]] {
    var parts: [[Inline]] = [[]]
    for inline in inlines {
      guard case .text(let text) = inline.content, text.contains(";") else {
        parts[parts.count - 1].append(inline)
        continue
      }
      for (index, piece) in text.split(separator: ";", omittingEmptySubsequences: false)
        .enumerated()
      {
        if index > 0 { parts.append([]) }
        if !piece.isEmpty {
          parts[parts.count - 1].append(Inline(.text(String(piece)), range: inline.range))
        }
      }
    }
    return parts
  }

  private static func item(_ part: [Inline]) -> Citation.Item? {
    let found = part.firstIndex { inline in
      if case .citation(let citation) = inline.content {
        citation.form == .narrative
      } else {
        false
      }
    }
    guard let found, case .citation(let citation) = part[found].content,
      var item = citation.items.first
    else { return nil }
    item.prefix = Array(part[..<found])
    if case .text(let text)? = item.prefix.last?.content, text.hasSuffix("-"),
      text.count == 1 || text.dropLast().last == " "
    {
      item.omitsAuthors = true
      item.prefix[item.prefix.count - 1].content = .text(String(text.dropLast()))
    }
    item.prefix = trimmed(item.prefix)
    item.suffix = trimmed(Array(part[(found + 1)...]))
    if case .text(let text)? = item.suffix.first?.content, text.hasPrefix(",") {
      item.suffix[0].content = .text(String(text.dropFirst()))
      item.suffix = trimmed(item.suffix)
    }
    item.prefix = item.prefix.map(withoutEnd)
    item.suffix = item.suffix.map(withoutEnd)
    return item
  }

  /// A text of which a part was taken, so that only its beginning is known.
  private static func withoutEnd(_ inline: Inline) -> Inline {
    guard inline.text != nil else { return inline }
    return Inline(inline.content, range: SourceRange(inline.range.start, inline.range.start))
  }

  /// The nodes without blanks at both ends.
  private static func trimmed(_ inlines: [Inline]) -> [Inline] {
    var inlines = inlines
    while let first = inlines.first {
      if first.content == .softBreak {
        inlines.removeFirst()
        continue
      }
      guard let text = first.text, text.isEmpty || text.first == " " else { break }
      inlines[0].content = .text(String(text.drop { $0 == " " }))
      if inlines[0].text?.isEmpty == true { inlines.removeFirst() }
    }
    while let last = inlines.last {
      if last.content == .softBreak {
        inlines.removeLast()
        continue
      }
      guard var text = last.text, text.isEmpty || text.last == " " else { break }
      while text.last == " " { text.removeLast() }
      inlines[inlines.count - 1].content = .text(text)
      if text.isEmpty { inlines.removeLast() }
    }
    return inlines
  }
}

extension Inline {
  /// The words of a text; `nil` for other nodes.
  var text: String? {
    if case .text(let text) = content { text } else { nil }
  }
}
