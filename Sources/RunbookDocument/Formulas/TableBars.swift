/// Finds the bars within formulas of tables, which would otherwise end a cell.
///
/// A formula of a row is left alone if the row has as many cells as the table has columns, unless
/// the bars would cut the formula into pieces that cannot be meant: a row of prices stays a row of
/// prices.
enum TableBars {
  /// The offsets of such bars.
  static func offsets(in bytes: [UInt8]) -> [Int] {
    guard bytes.contains(UInt8(ascii: "|")) else { return [] }
    var offsets: [Int] = []
    var previous = 0..<0
    var columns = 0
    var at = 0
    while at < bytes.count {
      let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = FormulaMarkFinder.content(of: at..<end, in: bytes)..<end
      // A delimiter row may begin with a mark of a list: `- | a |` has none below it.
      let delimiters = columns == 0 ? columnCount(ofDelimiters: line, in: bytes) : 0
      if line.isEmpty {
        columns = 0
      } else if delimiters > 0 {
        columns = delimiters
        if !previous.isEmpty { offsets += bars(in: previous, columns: columns, bytes) }
      } else if columns > 0 {
        offsets += bars(in: line, columns: columns, bytes)
      }
      previous = line
      at = end + 1
    }
    return offsets
  }

  /// The number of columns of a row such as `|:--|--:|`; 0 for another line.
  private static func columnCount(ofDelimiters line: Range<Int>, in bytes: [UInt8]) -> Int {
    guard !line.isEmpty, bytes[line].allSatisfy({ " \t|:-".utf8.contains($0) }),
      bytes[line].contains(UInt8(ascii: "|")), bytes[line].contains(UInt8(ascii: "-"))
    else { return 0 }
    return bytes[line].split(separator: UInt8(ascii: "|"))
      .count { $0.contains(UInt8(ascii: "-")) }
  }

  private static func bars(in line: Range<Int>, columns: Int, _ bytes: [UInt8]) -> [Int] {
    let bars = unescapedBars(in: line, bytes)
    guard !bars.isEmpty, bytes[line].contains(where: { $0 == 36 || $0 == FormulaMarks.backslash })
    else { return [] }
    var end = line.upperBound
    while end > line.lowerBound, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    // The bars at both ends separate nothing.
    var cells = bars.count + 1
    if bars.first == line.lowerBound { cells -= 1 }
    if bars.last == end - 1, bars.count > 1 { cells -= 1 }
    var found: [Int] = []
    var next = 0
    for formula in formulas(in: line, bytes) {
      while next < bars.count, bars[next] < formula.lowerBound { next += 1 }
      var within: [Int] = []
      while next < bars.count, bars[next] < formula.upperBound {
        within.append(bars[next])
        next += 1
      }
      guard let first = within.first, let last = within.last else { continue }
      let pieces = [formula.lowerBound..<first, (last + 1)..<formula.upperBound]
      let isCut = pieces.contains { bytes[$0].isEmpty || !isBalanced(bytes[$0]) }
      guard cells > columns || isCut else { continue }
      found += within
      cells -= within.count
    }
    return found
  }

  private static func unescapedBars(in line: Range<Int>, _ bytes: [UInt8]) -> [Int] {
    var bars: [Int] = []
    var at = line.lowerBound
    while at < line.upperBound {
      if bytes[at] == UInt8(ascii: "\\") { at += 1 } else if bytes[at] == 124 { bars.append(at) }
      at += 1
    }
    return bars
  }

  /// The contents of the formulas of a line, by the rules of the parser's extension.
  private static func formulas(in line: Range<Int>, _ bytes: [UInt8]) -> [Range<Int>] {
    var formulas: [Range<Int>] = []
    var at = line.lowerBound
    let end = line.upperBound
    func isBlank(_ index: Int) -> Bool { bytes[index] == 32 || bytes[index] == 9 }
    func nextDollar(_ start: Int) -> Int? {
      var index = start
      while index < end {
        if bytes[index] == UInt8(ascii: "\\") {
          index += 1
        } else if bytes[index] == 36 {
          return index
        }
        index += 1
      }
      return nil
    }
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "\\"): at += 2
      case FormulaMarks.backslash where at + 1 < end && bytes[at + 1] == UInt8(ascii: "("):
        var close = at + 2
        while close + 1 < end, !(bytes[close] == 92 && bytes[close + 1] == 41) { close += 1 }
        if close + 1 < end { formulas.append((at + 2)..<close) }
        at = min(end, close + 2)
      case UInt8(ascii: "`"):
        // A code span; the bars in it end cells.
        let run = bytes[at..<end].prefix { $0 == 96 }.count
        var close = at + run
        while close < end {
          let length = bytes[close..<end].prefix { $0 == 96 }.count
          if length == run { break }
          close += max(1, length)
        }
        at = close < end ? close + run : at + run
      case 36:
        let count = at + 1 < end && bytes[at + 1] == 36 ? 2 : 1
        let start = at + count
        guard start < end, let close = nextDollar(start), close > start else {
          at = start
          continue
        }
        let isClosing =
          count == 2
          ? close + 1 < end && bytes[close + 1] == 36
          : !(close + 1 < end && (48...57).contains(bytes[close + 1]))
            && isBlank(start) == isBlank(close - 1)
        if isClosing { formulas.append(start..<close) }
        at = isClosing ? close + count : start
      default: at += 1
      }
    }
    return formulas
  }

  /// Whether all brackets of a piece of LaTeX are closed in it.
  private static func isBalanced(_ bytes: ArraySlice<UInt8>) -> Bool {
    var depth = 0
    for byte in bytes {
      if "([{".utf8.contains(byte) { depth += 1 }
      if ")]}".utf8.contains(byte) {
        depth -= 1
        if depth < 0 { return false }
      }
    }
    return depth == 0
  }
}
