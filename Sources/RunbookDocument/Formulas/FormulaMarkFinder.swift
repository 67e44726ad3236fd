internal import CMarkdown

/// Finds the backslashes at which LaTeX may begin outside dollars: `\(`, `\[`, `\begin{align}`,
/// `\newcommand`, `\ref{…}`.
///
/// Only those whose closing sign follows in time are found, so that no open sign takes the rest of
/// the text. Whether they are formulas is decided by the parser's extension, which knows the
/// structure of the text. Each closing sign is searched for once, so any text takes linear time.
struct FormulaMarkFinder {
  private(set) var backslashes: [Int] = []
  /// The first of the two dollars that end a formula at the beginning of a line.
  private(set) var dollars: [Int] = []
  private let bytes: [UInt8]
  /// For each closing sign, where it occurs next; the end of the text if nowhere.
  private var next: [String: Int] = [:]
  private var nextBlankLine = -1
  private var nextBorder = -1
  /// The beginning of the current line, and of its content after markers of lists and quotations.
  private var content = 0
  /// Whether an odd number of `$$` precedes in the paragraph.
  private var isWithinDollars = false
  /// Whether those dollars follow words on their line.
  private var followsWords = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func find() {
    guard bytes.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "$") }) else {
      return
    }
    var at = 0
    while at < bytes.count {
      let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      readLine(at..<end)
      at = end + 1
    }
  }

  private mutating func readLine(_ line: Range<Int>) {
    content = Self.content(of: line, in: bytes)
    if content == line.upperBound { isWithinDollars = false }
    var at = content
    while at < line.upperBound {
      switch bytes[at] {
      case UInt8(ascii: "$") where at + 1 < line.upperBound && bytes[at + 1] == UInt8(ascii: "$"):
        if isWithinDollars, followsWords, at == content { dollars.append(at) }
        if !isWithinDollars { followsWords = at != content }
        isWithinDollars.toggle()
        at += 2
      case UInt8(ascii: "`") where !isWithinDollars:
        at = endOfCode(at, in: line)
      case UInt8(ascii: "\\"):
        if !isWithinDollars, isOpening(at) {
          backslashes.append(at)
          at += has("\\(", at + 1) || has("\\[", at + 1) ? 3 : 2
        } else {
          at += 2
        }
      default: at += 1
      }
    }
  }

  /// The end of a code span, or of the backticks if it does not end on the line.
  private func endOfCode(_ start: Int, in line: Range<Int>) -> Int {
    let run = bytes[start..<line.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
    var at = start + run
    while at < line.upperBound {
      let length = bytes[at..<line.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
      if length == run { return at + run }
      at += max(1, length)
    }
    return start + run
  }

  /// Whether LaTeX may begin with the backslash at `at`.
  private mutating func isOpening(_ at: Int) -> Bool {
    guard at + 1 < bytes.count else { return false }
    switch bytes[at + 1] {
    case UInt8(ascii: "("): return closes("\\)", at) && !isInAddress(at)
    case UInt8(ascii: "["): return closes("\\]", at, linesOnly: 2)
    case UInt8(ascii: "\\"):
      if has("(", at + 2) { return closes("\\\\)", at) && !isInAddress(at) }
      return has("[", at + 2) && closes("\\\\]", at, linesOnly: 3)
    case UInt8(ascii: "b") where has("begin{", at + 1): return closesEnvironment(at)
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "p"), UInt8(ascii: "d"),
      UInt8(ascii: "g"), UInt8(ascii: "l"), UInt8(ascii: "D"):
      if at == content, Self.definitions.contains(where: { has($0, at + 1) }) { return true }
      return has("ref{", at + 1)
    case UInt8(ascii: "e"): return has("eqref{", at + 1)
    case UInt8(ascii: "c"): return has("cref{", at + 1)
    case UInt8(ascii: "C"): return has("Cref{", at + 1)
    case UInt8(ascii: "a"): return has("autoref{", at + 1)
    case UInt8(ascii: "v"): return has("vref{", at + 1)
    case UInt8(ascii: "@"): return has("@ref(", at + 1)
    default: return false
    }
  }

  static let definitions = [
    "newcommand", "renewcommand", "providecommand", "DeclareMathOperator",
    "DeclarePairedDelimiter", "def\\", "gdef\\", "let\\",
  ]

  /// Whether a closing sign follows within the paragraph.
  ///
  /// - Parameter linesOnly: the length of an opening sign after which, on a line of its own, blank
  ///   lines may precede the closing one.
  private mutating func closes(_ sign: String, _ at: Int, linesOnly: Int = 0) -> Bool {
    let close = position(of: sign, after: at + sign.utf8.count)
    // Of several opening signs, the last belongs to the closing one.
    let opening = String(sign.dropLast()) + (sign.hasSuffix(")") ? "(" : "[")
    guard close < bytes.count, position(of: opening, after: at + sign.utf8.count) > close else {
      return false
    }
    if close < blankLine(after: at) { return true }
    guard linesOnly > 0, at == content,
      bytes[(at + linesOnly)...].prefix(while: { $0 != UInt8(ascii: "\n") })
        .allSatisfy({ $0 == UInt8(ascii: " ") })
    else { return false }
    return close < border(after: at)
  }

  private mutating func closesEnvironment(_ at: Int) -> Bool {
    let rest = bytes[(at + 7)...].prefix(32)
    guard let brace = rest.firstIndex(of: UInt8(ascii: "}")), brace > at + 7 else { return false }
    let name = String(decoding: bytes[(at + 7)..<brace], as: UTF8.self)
    guard md_is_formula_environment(name, name.utf8.count) else { return false }
    let sign = "\\end{\(name)}"
    let close = position(of: sign, after: brace)
    let isInner = at != content && position(of: "\\begin{\(name)}", after: brace) < close
    guard close < bytes.count, !isInner,
      close < (at == content ? border(after: at) : blankLine(after: at))
    else { return false }
    // Within dollars the environment is a part of a formula.
    var after = close + sign.utf8.count
    while after < bytes.count, bytes[after] == UInt8(ascii: " ") || bytes[after] == 10 {
      after += 1
    }
    return after >= bytes.count || bytes[after] != UInt8(ascii: "$")
      || (after + 1 < bytes.count && bytes[after + 1] == UInt8(ascii: "$") && at == content)
  }

  /// Whether the backslash is within the address of a link.
  private func isInAddress(_ at: Int) -> Bool {
    var start = at
    while start > 0, at - start < 300, bytes[start - 1] > UInt8(ascii: " ") { start -= 1 }
    guard start < at else { return false }
    let word = bytes[start..<at]
    return ["](", "://", "]:"].contains { sign in
      word.indices.contains { bytes[$0..<at].starts(with: sign.utf8) }
    }
  }

  // MARK: Positions

  private func has(_ word: String, _ at: Int) -> Bool {
    var index = at
    for byte in word.utf8 {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// Where `sign` occurs at or after `start`; the end of the text if nowhere.
  private mutating func position(of sign: String, after start: Int) -> Int {
    if let known = next[sign], known >= start { return known }
    var at = start
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "\\") else {
        at += 1
        continue
      }
      if has(sign, at) { break }
      // The second of two backslashes escapes nothing.
      at += has("\\\\", at) ? 2 : 1
    }
    next[sign] = min(at, bytes.count)
    return min(at, bytes.count)
  }

  /// The beginning of the next line without content.
  private mutating func blankLine(after start: Int) -> Int {
    if nextBlankLine >= start { return nextBlankLine }
    nextBlankLine = line(after: start) { line in
      Self.content(of: line, in: bytes) == line.upperBound
    }
    return nextBlankLine
  }

  /// The beginning of the next line that no formula contains: a fence, a heading.
  private mutating func border(after start: Int) -> Int {
    if nextBorder >= start { return nextBorder }
    nextBorder = line(after: start) { line in
      let content = Self.content(of: line, in: bytes)
      if has("```", content) || has("~~~", content) { return true }
      var level = content
      while level < line.upperBound, bytes[level] == UInt8(ascii: "#") { level += 1 }
      return level > content && level < line.upperBound && bytes[level] == UInt8(ascii: " ")
    }
    return nextBorder
  }

  private func line(after start: Int, where condition: (Range<Int>) -> Bool) -> Int {
    var at = start
    while let newline = bytes[min(at, bytes.count)...].firstIndex(of: UInt8(ascii: "\n")) {
      let end = bytes[(newline + 1)...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if condition((newline + 1)..<end) { return newline + 1 }
      at = newline + 1
    }
    return bytes.count
  }

  /// The beginning of a line's content, after blanks and the markers of quotations and lists.
  static func content(of line: Range<Int>, in bytes: [UInt8]) -> Int {
    var at = line.lowerBound
    let end = line.upperBound
    func isBlank(_ index: Int) -> Bool {
      index < end && (bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t"))
    }
    while at < end {
      if isBlank(at) || bytes[at] == UInt8(ascii: ">") {
        at += 1
      } else if "-*+".utf8.contains(bytes[at]), isBlank(at + 1) {
        at += 2
      } else {
        var digits = at
        while digits < end, digits - at < 9, (48...57).contains(bytes[digits]) { digits += 1 }
        guard digits > at, digits < end, ".)".utf8.contains(bytes[digits]), isBlank(digits + 1)
        else { return at }
        at = digits + 2
      }
    }
    return end
  }
}
