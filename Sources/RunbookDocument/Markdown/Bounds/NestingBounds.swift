/// Limits the depth of quotations and lists that one line opens.
///
/// The parser walks from each node to the root whenever it adds one, so depth multiplies its time. The
/// tree keeps fewer levels anyway and reports those that it leaves out (`TreeBuilder.nestingLimit`).
struct NestingBounds {
  private static let limit = TreeBuilder.nestingLimit + 20
  private(set) var breaks: [Int] = []

  mutating func read(_ line: ParserBounds.Line) {
    // Each marker needs a byte, and most lines have none.
    guard line.end - line.start > Self.limit else { return }
    var count = 0
    var index = line.start
    var end: Int?
    while let next = Self.marker(at: index, line) {
      count += 1
      if count > Self.limit {
        end = end ?? Self.startOfRule(line)
        if index < end ?? 0 { breaks.append(index + Self.blanks(at: index, line)) }
        return
      }
      index = next
    }
  }

  private static func blanks(at start: Int, _ line: ParserBounds.Line) -> Int {
    var index = start
    while index < line.end, line.bytes[index].isBlank { index += 1 }
    return index - start
  }

  /// The end of the marker of a quotation or a list item at `start`, blanks before it included.
  private static func marker(at start: Int, _ line: ParserBounds.Line) -> Int? {
    var index = start + blanks(at: start, line)
    guard index < line.end else { return nil }
    let byte = line.bytes[index]
    if byte == UInt8(ascii: ">") { return index + 1 }
    if "-+*".utf8.contains(byte) {
      index += 1
    } else {
      let digits = index
      while index < line.end, index - digits < 9, line.bytes[index] >= UInt8(ascii: "0"),
        line.bytes[index] <= UInt8(ascii: "9")
      {
        index += 1
      }
      guard index > digits, index < line.end, ".)".utf8.contains(line.bytes[index]) else {
        return nil
      }
      index += 1
    }
    return index >= line.end || line.bytes[index].isBlank ? index : nil
  }

  /// Where a thematic break at the end of the line begins, whose marks look like those of a list.
  private static func startOfRule(_ line: ParserBounds.Line) -> Int {
    var index = line.end
    var mark: UInt8?
    var count = 0
    var first = line.end
    while index > line.start {
      let byte = line.bytes[index - 1]
      if !byte.isBlank {
        guard "-*".utf8.contains(byte), mark == nil || mark == byte else { break }
        mark = byte
        count += 1
        first = index - 1
      }
      index -= 1
    }
    return count >= 3 ? first : line.end
  }
}
