internal import RunbookFiles

/// The lines of a document before it is parsed, and the parts of them that are prose.
///
/// Code blocks, code spans, formulas in dollars and HTML comments are not prose: signs of other
/// dialects mean nothing in them. Containers are recognised as far as this needs.
struct ProseText {
  /// A line of the document.
  struct Line {
    /// Counted from 1.
    var number: Int
    /// The whole line, as offsets in the source.
    var range: Range<Int>
    /// The line without indentation, markers of lists and quotations, and blanks at its end.
    var content: Range<Int>
    /// Whether it belongs to a code block or a comment.
    var isCode: Bool
    /// Whether it is the first or last line of a directive written as a fence; what is between them
    /// is no code.
    var isFence = false
    /// The number of such directives that are open after the line.
    var directives = 0

    var isBlank: Bool { content.isEmpty }

    fileprivate var isProse: Bool { !isCode && !isBlank && !isFence }
  }

  let source: SourceText
  private(set) var lines: [Line]
  /// The prose before anything was taken out of it.
  private var found: [Range<Int>] = []
  /// For each byte whether it was taken out of the prose; empty if none was.
  private var isExcluded: [Bool] = []

  /// The parts of lines that are prose, in order, as offsets in the source.
  ///
  /// - Complexity: O(bytes) if anything was taken out.
  var segments: [Range<Int>] {
    guard !isExcluded.isEmpty else { return found }
    var segments: [Range<Int>] = []
    segments.reserveCapacity(found.count)
    isExcluded.withUnsafeBufferPointer { isExcluded in
      for part in found {
        var index = part.lowerBound
        while index < part.upperBound {
          let start = index
          while index < part.upperBound, !isExcluded[index] { index += 1 }
          if start < index { segments.append(start..<index) }
          while index < part.upperBound, isExcluded[index] { index += 1 }
        }
      }
    }
    return segments
  }

  /// Whether the text is a caption or a title and not a document.
  let isFragment: Bool

  init(_ source: SourceText, isFragment: Bool = false) {
    self.source = source
    self.isFragment = isFragment
    var scan = ProseLineScan()
    lines = []
    lines.reserveCapacity(source.lineCount)
    for number in 1...max(1, source.lineCount) {
      lines.append(scan.next(source.line(number), number: number))
    }
    findSegments()
  }

  /// Reads the lines again, of which some begin elsewhere than at their first byte.
  ///
  /// - Parameter contents: the beginnings of lines, by the lines' indices.
  mutating func rescan(contents: [Int: Int]) {
    var scan = ProseLineScan()
    for index in lines.indices {
      let line = source.line(lines[index].number)
      let start = contents[index] ?? line.startIndex
      lines[index] = scan.next(line[start...], number: lines[index].number)
    }
    (found, isExcluded) = ([], [])
    findSegments()
  }

  /// Takes a range out of the prose, for readers that follow; lines that it covers become code.
  ///
  /// - Complexity: O(bytes of the range).
  mutating func exclude(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let first = Self.firstIndex(in: lines) { $0.range.upperBound > range.lowerBound }
    for index in first..<lines.count {
      if lines[index].range.lowerBound >= range.upperBound { break }
      let content = lines[index].content
      if range.lowerBound <= content.lowerBound, content.upperBound <= range.upperBound {
        lines[index].isCode = true
      }
    }
    if isExcluded.isEmpty {
      isExcluded = Array(repeating: false, count: source.bytes.count)
    }
    for offset in range.clamped(to: isExcluded.indices) { isExcluded[offset] = true }
  }

  /// The line that contains a byte of the source.
  func line(at offset: Int) -> Line {
    lines[max(0, Self.firstIndex(in: lines) { $0.range.upperBound >= offset })]
  }

  /// Whether a byte of the source is prose.
  func contains(_ offset: Int) -> Bool {
    guard isExcluded.isEmpty || !isExcluded[offset] else { return false }
    let index = Self.firstIndex(in: found) { $0.upperBound > offset }
    return index < found.count && found[index].contains(offset)
  }

  func location(of offset: Int) -> SourceLocation {
    let line = line(at: offset)
    return source.location(line: line.number, offset: offset - line.range.lowerBound)
  }

  func string(_ range: Range<Int>) -> String {
    String(decoding: source.bytes[range], as: UTF8.self)
  }

  /// The first index at which a condition holds that holds for all later elements too.
  private static func firstIndex<Element>(
    in elements: [Element], where holds: (Element) -> Bool
  ) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if holds(elements[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  // MARK: Segments

  private mutating func findSegments() {
    var index = 0
    while index < lines.count {
      guard lines[index].isProse else {
        index += 1
        continue
      }
      let first = index
      while index < lines.count, lines[index].isProse { index += 1 }
      let borders = lines[first..<index].filter(beginsBlock).map(\.range.lowerBound)
      let excluded = ProseSpans.code(
        in: source.bytes, lines[first].range.lowerBound..<lines[index - 1].range.upperBound,
        borders: borders)
      addSegments(of: lines[first..<index], without: excluded)
    }
  }

  /// Whether a line begins a list item, a heading or a row of a table.
  private func beginsBlock(_ line: Line) -> Bool {
    let prefix = source.bytes[line.range.lowerBound..<line.content.lowerBound]
    if prefix.contains(where: { $0 != 32 && $0 != 9 && $0 != UInt8(ascii: ">") }) { return true }
    switch source.bytes[line.content.lowerBound] {
    case UInt8(ascii: "|"): return true
    case UInt8(ascii: "#"):
      let rest = source.bytes[line.content].drop { $0 == UInt8(ascii: "#") }
      return rest.first.map { $0 == 32 || $0 == 9 } ?? true
    default: return false
    }
  }

  private mutating func addSegments(of lines: ArraySlice<Line>, without excluded: [Range<Int>]) {
    var excluded = excluded[...]
    for line in lines {
      var start = line.range.lowerBound
      while let next = excluded.first, next.lowerBound < line.range.upperBound {
        if start < next.lowerBound { found.append(start..<next.lowerBound) }
        start = max(start, min(next.upperBound, line.range.upperBound))
        if next.upperBound > line.range.upperBound { break }
        excluded.removeFirst()
      }
      if start < line.range.upperBound { found.append(start..<line.range.upperBound) }
    }
  }
}
