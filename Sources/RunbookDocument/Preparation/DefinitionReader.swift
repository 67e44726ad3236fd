/// Definition lists: a line with a term and, below it, `: ` with its meaning.
///
/// To the parser a meaning is the item of a list, so that further blocks below it need no other rules;
/// `TreeBuilder` recognises it by the colon in the source.
struct DefinitionReader: DialectReader {
  static let signs = ["\n: ", "\n:\t", " : ", " :\t", ">: "]

  /// The most lines of terms above a meaning.
  private static let termLimit = 8

  /// The kind of text above the current line.
  private enum Above {
    case other
    /// Lines that may be terms, with the column at which they begin and their number.
    case terms(column: Int, count: Int)
    /// A meaning, with the column of its colon.
    case meaning(column: Int)
  }

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bullet = unusedBullet(in: prose)
    var above = Above.other
    var blanks = 0
    var isTable = false
    for line in prose.lines {
      guard !line.isBlank else {
        blanks += 1
        isTable = false
        continue
      }
      let content = prose.source.bytes[line.content]
      let column = line.content.lowerBound - line.range.lowerBound
      defer { blanks = 0 }
      if line.isCode || line.isFence {
        if case .meaning(let colon) = above, column > colon { continue }
        above = .other
        continue
      }
      if let length = markLength(content) {
        var isMeaning = false
        switch above {
        case .terms(let first, _):
          isMeaning = !isTable && blanks <= 1 && (first..<(first + 4)).contains(column)
        case .meaning(let colon): isMeaning = column == colon
        case .other: break
        }
        if isMeaning {
          let start = line.content.lowerBound
          edits.replace(start..<(start + length), with: "\(bullet) ")
          above = .meaning(column: column)
        } else if case .meaning(let colon) = above, column > colon {
          continue
        } else {
          above = .other
        }
        continue
      }
      if case .meaning(let colon) = above, column > colon || blanks == 0 { continue }
      if isDelimiterRow(content) { isTable = true }
      if isTable || !mayBeTerm(content) {
        above = .other
      } else if case .terms(let first, let count) = above, blanks == 0 {
        above = count < termLimit ? .terms(column: first, count: count + 1) : .other
      } else if case .other = above, blanks == 0, line.number > 1, !isFirst(line, in: prose) {
        // The rest of a paragraph that is too long for terms.
        continue
      } else {
        above = .terms(column: column, count: 1)
      }
    }
  }

  /// Whether no text stands directly above a line.
  private static func isFirst(_ line: ProseText.Line, in prose: ProseText) -> Bool {
    let previous = prose.lines[line.number - 2]
    if previous.isBlank || previous.isCode || previous.isFence { return true }
    return !mayBeTerm(prose.source.bytes[previous.content])
      || line.content.lowerBound
        - line.range.lowerBound != previous.content.lowerBound - previous.range.lowerBound
  }

  /// The length of a colon and the blanks after it, before a meaning; `nil` on other lines.
  private static func markLength(_ content: ArraySlice<UInt8>) -> Int? {
    guard content.first == UInt8(ascii: ":") else { return nil }
    let blanks = content.dropFirst().prefix { $0 == 32 || $0 == 9 }.count
    return blanks > 0 && content.count > blanks + 1 ? blanks + 1 : nil
  }

  /// Whether a line is a part of a paragraph and not of a heading, a rule, a table, a picture or HTML.
  private static func mayBeTerm(_ content: ArraySlice<UInt8>) -> Bool {
    guard let first = content.first else { return false }
    switch first {
    case UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ":"): return false
    case UInt8(ascii: "#"): return !content.drop { $0 == first }.starts(with: [32])
    case UInt8(ascii: "!"): return !content.starts(with: "![".utf8)
    case UInt8(ascii: "["): return !content.starts(with: "[^".utf8) && !isLinkDefinition(content)
    case UInt8(ascii: "$"): return !content.starts(with: "$$".utf8)
    case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "_"):
      return content.contains { $0 != first && $0 != 32 }
    default: return true
    }
  }

  private static func isLinkDefinition(_ content: ArraySlice<UInt8>) -> Bool {
    guard let close = content.firstIndex(of: UInt8(ascii: "]")) else { return false }
    return content[(close + 1)...].first == UInt8(ascii: ":")
  }

  private static func isDelimiterRow(_ content: ArraySlice<UInt8>) -> Bool {
    content.contains(UInt8(ascii: "-")) && content.contains(UInt8(ascii: "|"))
      && content.allSatisfy { "|-: \t".utf8.contains($0) }
  }

  /// A mark of list items that no list of the document has, so that meanings never continue a list.
  private static func unusedBullet(in prose: ProseText) -> Character {
    var used: Set<UInt8> = []
    for line in prose.lines where !line.isCode {
      let marks = prose.source.bytes[line.range.lowerBound..<line.content.lowerBound]
      used.formUnion(marks)
    }
    return ["+", "*", "-"].first { !used.contains($0.asciiValue ?? 0) } ?? "+"
  }
}
