/// Limits the cells that the parser adds to rows shorter than their table's header, and its work to find
/// headers in long paragraphs.
struct TableBounds {
  /// The number of columns from which rows are counted.
  private static let manyColumns = 16
  /// The number of cells that may be missing in all tables of a text.
  private var cellsLeft: Int
  /// The parser's steps to find headers: the square of the number of lines above, and ten for each
  /// byte; about a nanosecond each.
  private var stepsLeft = 300_000_000

  private(set) var breaks: [Int] = []
  private(set) var problems: [ParserBounds.Problem] = []

  /// The lines between two blank ones.
  private var block: [(start: Int, end: Int, number: Int)] = []
  /// Those of them that may be the line `|---|---|` below a header.
  private var rules: [(position: Int, columns: Int)] = []
  private var saysSteps = false

  /// - Parameter length: the number of bytes of the text.
  init(length: Int) {
    cellsLeft = 100_000 + length / 16
  }

  mutating func read(_ line: ParserBounds.Line) {
    var index = line.start
    while index < line.end, line.bytes[index].isBlank || line.bytes[index] == UInt8(ascii: ">") {
      index += 1
    }
    guard index < line.end else { return finish(line.bytes) }
    block.append((line.start, line.end, line.number))
    if let columns = Self.columns(ofRule: line, from: index) {
      rules.append((block.count - 1, columns))
    }
  }

  /// Ends a block.
  mutating func finish(_ bytes: UnsafeBufferPointer<UInt8>) {
    defer {
      block.removeAll(keepingCapacity: true)
      rules.removeAll(keepingCapacity: true)
    }
    guard !rules.isEmpty else { return }
    limitCells(bytes)
    limitSteps()
  }

  private mutating func limitCells(_ bytes: UnsafeBufferPointer<UInt8>) {
    let columns = rules.map(\.columns).max() ?? 0
    guard columns >= Self.manyColumns else { return }
    var missing = 0
    for line in block {
      let bars = bytes[line.start..<line.end].count { $0 == UInt8(ascii: "|") }
      missing += max(0, columns - bars - 1)
    }
    guard missing > cellsLeft else {
      cellsLeft -= missing
      return
    }
    let wide = rules.filter { $0.columns >= Self.manyColumns }
    for rule in wide { breaks.append(Self.place(in: block[rule.position], bytes)) }
    let first = block[max(0, wide[0].position - 1)]
    problems.append(
      ParserBounds.Problem(
        line: first.number, offset: 0,
        message:
          "the table has \(columns) columns and \(block.count) rows, most of them shorter, and is shown "
          + "as text; fill the rows, or make several tables"))
    rules.removeAll { $0.columns >= Self.manyColumns }
  }

  private mutating func limitSteps() {
    for (number, rule) in rules.enumerated() {
      let above = rule.position
      let length = block[above].start - block[0].start
      stepsLeft -= above * above + 10 * length
      guard stepsLeft < 0 else { continue }
      breaks.append(block[above].start)
      if number == 0, !saysSteps {
        saysSteps = true
        problems.append(
          ParserBounds.Problem(
            line: block[above].number, offset: 0,
            message: "a table directly below \(above) lines of text is shown as text; "
              + "put a blank line above its header"))
      }
    }
  }

  /// The offset at which a break makes a line other than the one below a header: before its first dash.
  private static func place(
    in line: (start: Int, end: Int, number: Int), _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    bytes[line.start..<line.end].firstIndex(of: UInt8(ascii: "|")).map { $0 + 1 } ?? line.start
  }

  /// The number of columns of a line that may stand below a header, or a few more.
  private static func columns(ofRule line: ParserBounds.Line, from start: Int) -> Int? {
    var index = start
    // The marker of a list item.
    while index < line.end, "0123456789.)*+".utf8.contains(line.bytes[index]) { index += 1 }
    var bars = 0
    var hasDash = false
    while index < line.end {
      switch line.bytes[index] {
      case UInt8(ascii: "|"): bars += 1
      case UInt8(ascii: "-"): hasDash = true
      case UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ">"): break
      default: return nil
      }
      index += 1
    }
    return hasDash ? bars + 1 : nil
  }
}
