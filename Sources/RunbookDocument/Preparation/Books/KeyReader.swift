/// MkDocs' keys, `++ctrl+alt+"x"++`, as keys joined by `+`.
enum KeyReader: DialectReader {
  static let signs = ["++"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bytes = prose.source.bytes
    let plus = UInt8(ascii: "+")
    for segment in prose.segments {
      var index = segment.lowerBound
      while let start = bytes[index..<segment.upperBound].firstIndex(of: plus) {
        index = start + 1
        // `C++` and `i++` have a word before the signs.
        guard bytes[start..<segment.upperBound].starts(with: "++".utf8),
          start == 0 || !isWord(bytes[start - 1]) && bytes[start - 1] != plus
        else { continue }
        let inner = bytes[(start + 2)..<segment.upperBound].prefix(64).prefix {
          isWord($0) || "+-_\"".utf8.contains($0)
        }
        let names = String(decoding: inner, as: UTF8.self)
        guard names.hasSuffix("++") else { continue }
        let keys = names.dropLast(2).split(separator: "+", omittingEmptySubsequences: false)
        guard keys.allSatisfy({ !$0.isEmpty }), let first = keys.first?.first,
          first.isLetter || first.isNumber || first == "\""
        else { continue }
        let words = keys.map { "<kbd>\($0.filter { $0 != "\"" })</kbd>" }
        edits.replace(start..<inner.endIndex, with: words.joined(separator: "+"))
        index = inner.endIndex
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (48...57).contains(byte)
  }
}
