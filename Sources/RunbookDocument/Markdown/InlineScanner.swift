/// Finds the locations of the inline content of one block in its source.
///
/// The parser gives exact locations of blocks, but only estimates for their content. So the scanner
/// reads the text of the block in parallel with the walk over its nodes: each node is expected at
/// the position at which the previous one ended. Escapes and entities match the characters they
/// represent. If a node is not at the expected position, the scanner searches the text for it, so
/// that one surprise does not misplace the rest.
struct InlineScanner {
  /// One line of the block, without the markers of lists and quotations before it.
  struct Line {
    /// The line of the text, from 1.
    var number: Int
    /// The number of bytes of that line before the content.
    var offset: Int
    /// The position in `bytes` at which the content begins.
    var start: Int
  }

  /// The content of the block, its lines joined by newlines.
  private var bytes: [UInt8] = []
  private(set) var lines: [Line] = []
  /// The position at which the next node is expected.
  private(set) var position = 0
  private var failures = 0

  /// Adds a line of the block.
  mutating func append(_ content: ArraySlice<UInt8>, line: Int, offset: Int) {
    if !lines.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    lines.append(Line(number: line, offset: offset, start: bytes.count))
    bytes.append(contentsOf: content)
  }

  /// Line and byte offset of a position.
  func place(of position: Int) -> (line: Int, offset: Int) {
    var low = 0
    var high = lines.count - 1
    guard high >= 0 else { return (1, 0) }
    while low < high {
      let middle = (low + high + 1) / 2
      if lines[middle].start <= position { low = middle } else { high = middle - 1 }
    }
    return (lines[low].number, lines[low].offset + position - lines[low].start)
  }

  // MARK: Nodes

  /// The text node with this literal.
  mutating func takeText(_ literal: some Collection<UInt8>) -> Range<Int> {
    let literal = Array(literal)
    guard !literal.isEmpty else { return position..<position }
    move(to: next { aligned(literal, at: $0) != nil })
    return advance(from: position, to: aligned(literal, at: position) ?? position)
  }

  /// `count` characters of `*`, `_` or `~` that open or close emphasis.
  mutating func takeDelimiter(_ count: Int) -> Range<Int> {
    let isDelimiter = { (byte: UInt8) in
      byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
    }
    move(to: next { $0 < bytes.count && isDelimiter(bytes[$0]) })
    return advance(from: position, to: min(bytes.count, position + count))
  }

  /// The end of a line, including the blanks or the backslash before it.
  mutating func takeBreak() -> Range<Int> {
    let start = position
    var end = position
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    end = min(bytes.count, end + 1)
    while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
    return advance(from: start, to: end)
  }

  /// A code span with its backticks.
  mutating func takeCode() -> Range<Int> {
    move(to: next { $0 < bytes.count && bytes[$0] == UInt8(ascii: "`") })
    return advance(from: position, to: endOfCode(at: position))
  }

  /// `before`, the literal verbatim, `after`.
  mutating func takeVerbatim(
    _ literal: some Collection<UInt8>, between before: String, and after: String
  ) -> Range<Int> {
    let words = Array(before.utf8) + literal + Array(after.utf8)
    move(to: next { verbatim(words, at: $0) != nil })
    return advance(from: position, to: verbatim(words, at: position) ?? position)
  }

  /// `[^name]`.
  mutating func takeFootnoteReference() -> Range<Int> {
    move(to: next { startsWith("[^", at: $0) })
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 }
    return advance(from: position, to: end ?? position)
  }

  /// The syntax of a link.
  enum LinkForm {
    /// `[words](address)`, `[words][label]` or `[words]`.
    case brackets
    /// `<address>`.
    case angles
    /// An address without any markup.
    case bare
  }

  /// The opening of a link whose words begin with `literal`.
  mutating func openLink(_ literal: some Collection<UInt8>) -> (start: Int, form: LinkForm) {
    let literal = Array(literal)
    move(to: next { linkForm(at: $0, literal) != nil })
    return open(linkForm(at: position, literal) ?? .bare)
  }

  private func linkForm(at position: Int, _ literal: [UInt8]) -> LinkForm? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "["): return .brackets
    case UInt8(ascii: "<") where isAddress(literal, at: position + 1): return .angles
    default: return !literal.isEmpty && isAddress(literal, at: position) ? .bare : nil
    }
  }

  /// Whether there is an address at `position`; a backslash in it is literal.
  private func isAddress(_ literal: [UInt8], at position: Int) -> Bool {
    verbatim(literal, at: position) != nil || aligned(literal, at: position) != nil
  }

  private mutating func open(_ form: LinkForm) -> (start: Int, form: LinkForm) {
    let start = position
    if form != .bare { position = min(bytes.count, position + 1) }
    return (start, form)
  }

  /// The words of a link that is an address.
  mutating func takeAddress(_ literal: some Collection<UInt8>) -> Range<Int> {
    let literal = Array(literal)
    let end = verbatim(literal, at: position) ?? aligned(literal, at: position) ?? position
    return advance(from: position, to: end)
  }

  /// The closing of a link; returns its end.
  mutating func closeLink(_ form: LinkForm) -> Int {
    switch form {
    case .bare: break
    case .angles:
      move(to: next { $0 < bytes.count && bytes[$0] == UInt8(ascii: ">") })
      position = min(bytes.count, position + 1)
    case .brackets:
      move(to: next { $0 < bytes.count && bytes[$0] == UInt8(ascii: "]") })
      if position < bytes.count { position = endOfTarget(after: position + 1) }
    }
    return position
  }

  /// The opening of a picture; returns its beginning.
  mutating func openImage() -> Int {
    move(to: next { startsWith("![", at: $0) })
    let start = position
    if startsWith("![", at: position) { position += 2 }
    return start
  }

  /// A picture, whose words are skipped.
  mutating func takeImage() -> Range<Int> {
    move(to: next { startsWith("![", at: $0) })
    guard startsWith("![", at: position) else { return position..<position }
    let close = endOfWords(from: position + 2)
    return advance(from: position, to: close < bytes.count ? endOfTarget(after: close + 1) : close)
  }

  /// The whole text of the block.
  var content: ArraySlice<UInt8> { bytes[...] }

  /// The text of a range.
  func content(of range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

  /// The first position of `word` in a range; the end of the range if there is none.
  func first(_ word: String, in range: Range<Int>) -> Int {
    range.first { startsWith(word, at: $0) } ?? range.upperBound
  }

  /// The last position of `word`; the beginning if there is none.
  func last(_ word: String) -> Int {
    bytes.indices.last { startsWith(word, at: $0) } ?? 0
  }

  /// The first position from `position` on that is not a blank.
  func skippingBlanks(from position: Int) -> Int {
    var position = position
    while position < bytes.count, Self.isBlank(bytes[position]) || bytes[position] == 10 {
      position += 1
    }
    return position
  }

  /// The positions at which the lines within a range begin, except the first.
  func lineStarts(in range: Range<Int>) -> [Int] {
    range.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// The length of the run of one character at a position.
  func runLength(at position: Int) -> Int {
    guard position < bytes.count else { return 0 }
    return bytes[position...].prefix { $0 == bytes[position] }.count
  }

  // MARK: Matching

  private mutating func advance(from start: Int, to end: Int) -> Range<Int> {
    position = max(start, end)
    return start..<position
  }

  /// The first position from here on at which a condition holds, if there is one near enough.
  ///
  /// After some failed searches the distance is limited, so that any text takes linear time.
  private func next(where condition: (Int) -> Bool) -> Int? {
    let reach = failures < 16 ? 1 << 14 : 64
    return (position..<min(bytes.count, position + reach)).first(where: condition)
  }

  private mutating func move(to position: Int?) {
    if let position { self.position = position } else { failures += 1 }
  }

  private func startsWith(_ word: String, at position: Int) -> Bool {
    position < bytes.count && bytes[position...].starts(with: word.utf8)
  }

  /// The end of a literal that is written with escapes and entities; `nil` if it is not here.
  private func aligned(_ literal: [UInt8], at start: Int) -> Int? {
    var read = start
    var index = 0
    while index < literal.count {
      guard read < bytes.count else { return nil }
      let byte = bytes[read]
      if byte == UInt8(ascii: "\\"), read + 1 < bytes.count, Self.isPunctuation(bytes[read + 1]) {
        guard literal[index] == bytes[read + 1] else { return nil }
        read += 2
        index += 1
      } else if byte == UInt8(ascii: "&"), let length = entityLength(at: read),
        !literal[index...].starts(with: bytes[read..<(read + length)])
          || Self.knownEntities.contains(Array(bytes[read..<(read + length)]))
      {
        // An entity stands for one character, sometimes for two.
        read += length
        index += Self.scalarLength(literal[index])
        let next = read < bytes.count ? bytes[read] : 0
        if index < literal.count, literal[index] >= 0x80, literal[index] != next {
          index += Self.scalarLength(literal[index])
        }
        guard index <= literal.count else { return nil }
      } else {
        guard literal[index] == byte else { return nil }
        read += 1
        index += 1
      }
    }
    return read
  }

  /// The end of words that are written verbatim; in a table, a bar has a backslash.
  private func verbatim(_ words: [UInt8], at start: Int) -> Int? {
    var read = start
    for byte in words {
      if byte == UInt8(ascii: "|"), read + 1 < bytes.count, bytes[read] == UInt8(ascii: "\\"),
        bytes[read + 1] == byte
      {
        read += 1
      }
      guard read < bytes.count, bytes[read] == byte else { return nil }
      read += 1
    }
    return read
  }

  private static let knownEntities: Set<[UInt8]> = Set(
    ["&amp;", "&AMP;", "&#38;"].map { Array($0.utf8) })

  private func entityLength(at start: Int) -> Int? {
    let rest = bytes[(start + 1)...].prefix(40)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")), end > start + 1,
      rest[..<end].allSatisfy({
        Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "#")
      })
    else { return nil }
    return end + 1 - start
  }

  private func endOfCode(at start: Int) -> Int {
    let length = runLength(at: start)
    var index = start + length
    let limit = min(bytes.count, start + 1 << 16)
    while index < limit {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = runLength(at: index)
      index += run
      if run == length { return index }
    }
    return min(bytes.count, start + length)
  }

  /// The `]` that closes words in brackets.
  private func endOfWords(from start: Int) -> Int {
    var depth = 1
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "`"):
        index = endOfCode(at: index)
        continue
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return bytes.count
  }

  /// The end of `(address "title")` or `[label]`; `start` itself if neither follows.
  private func endOfTarget(after start: Int) -> Int {
    guard start < bytes.count else { return bytes.count }
    switch bytes[start] {
    case UInt8(ascii: "("): return endOfAddress(from: start + 1) ?? start
    case UInt8(ascii: "["):
      var index = start + 1
      while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      return index < bytes.count ? index + 1 : start
    default: return start
    }
  }

  private func endOfAddress(from start: Int) -> Int? {
    var index = skippingBlanks(from: start)
    guard index < bytes.count else { return nil }
    if bytes[index] == UInt8(ascii: "<") {
      guard let end = end(of: UInt8(ascii: ">"), from: index + 1) else { return nil }
      index = end + 1
    } else {
      var depth = 0
      while index < bytes.count, !Self.isBlank(bytes[index]), bytes[index] != UInt8(ascii: "\n") {
        if bytes[index] == UInt8(ascii: "\\") {
          index += 1
        } else if bytes[index] == UInt8(ascii: "(") {
          depth += 1
        } else if bytes[index] == UInt8(ascii: ")") {
          if depth == 0 { break }
          depth -= 1
        }
        index += 1
      }
    }
    index = skippingBlanks(from: index)
    guard index < bytes.count else { return nil }
    let closers: [UInt8: UInt8] = [
      UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
      UInt8(ascii: "("): UInt8(ascii: ")"),
    ]
    if let closer = closers[bytes[index]] {
      guard let end = end(of: closer, from: index + 1) else { return nil }
      index = skippingBlanks(from: end + 1)
    }
    return index < bytes.count && bytes[index] == UInt8(ascii: ")") ? index + 1 : nil
  }

  private func end(of closer: UInt8, from start: Int) -> Int? {
    var index = start
    while index < bytes.count, bytes[index] != closer {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index < bytes.count ? index : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !isLetterOrDigit(byte)
  }

  private static func scalarLength(_ first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }
}
