/// The names of blocks that vaults write at the end of a block, ` ^name`, which are not shown.
enum BlockNameReader: DialectReader {
  static let signs = [" ^", "\n^"]

  /// The length of the shortest name, so that an exponent is not taken for one.
  private static let shortestName = 4

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var segments = prose.segments[...]
    for (index, line) in prose.lines.enumerated() where !line.isCode && !line.isBlank {
      guard let range = name(in: line, prose.source.bytes) else { continue }
      let next = index + 1 < prose.lines.count ? prose.lines[index + 1] : nil
      let isEnd = next.map { $0.isBlank || $0.isCode || beginsItem($0, prose.source.bytes) } ?? true
      guard isEnd else { continue }
      while let first = segments.first, first.upperBound <= range.lowerBound {
        segments.removeFirst()
      }
      guard let first = segments.first, first.contains(range.lowerBound) else { continue }
      edits.replace(range, with: "")
    }
  }

  /// The name at the end of a line, with the blanks before it.
  private static func name(in line: ProseText.Line, _ bytes: [UInt8]) -> Range<Int>? {
    let content = bytes[line.content]
    let name = content.reversed().prefix { isNameByte($0) }.count
    let sign = line.content.upperBound - name - 1
    guard name >= shortestName, sign >= line.content.lowerBound, bytes[sign] == UInt8(ascii: "^")
    else { return nil }
    guard sign > line.content.lowerBound else { return sign..<line.content.upperBound }
    var start = sign
    while start > line.content.lowerBound, bytes[start - 1] == 32 { start -= 1 }
    return start < sign ? start..<line.content.upperBound : nil
  }

  /// Whether a line begins another item of a list.
  private static func beginsItem(_ line: ProseText.Line, _ bytes: [UInt8]) -> Bool {
    bytes[line.range.lowerBound..<line.content.lowerBound].contains { $0 != 32 && $0 != 9 }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
}
