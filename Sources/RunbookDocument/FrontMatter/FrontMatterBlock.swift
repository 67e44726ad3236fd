/// The location of the front matter in a file: between a first line `---` and the next one.
enum FrontMatterBlock {
  /// The kinds of beginning that a file can have.
  enum Head {
    case none
    /// The YAML is in `lines` (from 1), which the two lines `---` enclose.
    case block(lines: Range<Int>)
    /// The closing line is missing.
    case unclosed
  }

  static func find(in source: SourceText) -> Head {
    guard isMark(source.line(1), "---") else { return .none }
    for line in 2..<max(2, source.lineCount + 1)
    where isMark(source.line(line), "---") || isMark(source.line(line), "...") {
      return .block(lines: 2..<line)
    }
    // A lone `---` is a thematic break; with a key below it, it was meant as front matter.
    return looksLikeKey(source.line(2)) ? .unclosed : .none
  }

  private static func isMark(_ line: ArraySlice<UInt8>, _ mark: String) -> Bool {
    line.starts(with: mark.utf8)
      && line.dropFirst(3).allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  private static func looksLikeKey(_ line: ArraySlice<UInt8>) -> Bool {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      return false
    }
    return line[..<colon].allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
  }
}
