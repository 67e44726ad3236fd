internal import RunbookFiles

/// Constructs of a text for which the Markdown parser would need time or memory out of proportion.
///
/// A break, a mark that is removed again afterwards, in front of such a construct makes it plain text:
/// its words are shown. Everything here takes time in proportion to the text.
struct ParserBounds {
  /// The offsets at which breaks are needed, in order.
  private(set) var breaks: [Int] = []
  /// What readers of the text would otherwise miss, at its line, from 1, and offset in it.
  private(set) var problems: [Problem] = []

  struct Problem {
    var line: Int
    var offset: Int
    var message: String
  }

  init(_ source: SourceText) {
    source.bytes.withUnsafeBufferPointer { bytes in
      var nesting = NestingBounds()
      var tables = TableBounds(length: bytes.count)
      for (index, start) in source.lineStarts.enumerated() {
        let end =
          index + 1 < source.lineStarts.count ? source.lineStarts[index + 1] - 1 : bytes.count
        let line = Line(bytes: bytes, start: start, end: end, number: index + 1)
        nesting.read(line)
        tables.read(line)
      }
      tables.finish(bytes)
      var references = ReferenceBounds(length: bytes.count)
      references.read(bytes, source.lineStarts)
      breaks = Set(nesting.breaks + tables.breaks + references.breaks).sorted()
      problems = tables.problems + references.problems
    }
  }

  /// A line of the text, without its newline.
  struct Line {
    let bytes: UnsafeBufferPointer<UInt8>
    let start: Int
    let end: Int
    /// From 1.
    let number: Int
  }
}

extension UInt8 {
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
