internal import RunbookFiles

/// Pandoc's numbered examples, `(@name) words`, which are counted through the note, and the mentions
/// of their names; bookdown's text references, `(ref:name) words`.
struct ExampleReader: DialectReader {
  static let signs = ["(@", "(ref:"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var numbers: [String: Int] = [:]
    var texts: [String: String] = [:]
    var count = 0
    var taken: [Range<Int>] = []
    for line in prose.lines where !line.isCode && !line.isBlank {
      let content = line.content
      if let (name, end) = name(after: "(@", at: content.lowerBound, in: prose),
        end < content.upperBound, prose.source.bytes[end] == 32
      {
        count += 1
        if !name.isEmpty { numbers[name] = count }
        edits.replace(content.lowerBound..<end, with: "\(count))")
        taken.append(content.lowerBound..<end)
      } else if let (name, end) = name(after: "(ref:", at: content.lowerBound, in: prose),
        !name.isEmpty, end < content.upperBound, prose.source.bytes[end] == 32
      {
        texts[name] = prose.string((end + 1)..<content.upperBound)
        edits.replace(content, with: "")
        taken.append(content)
      }
    }
    for range in taken { prose.exclude(range) }
    guard !numbers.isEmpty || !texts.isEmpty else { return }
    replaceMentions(numbers, texts, in: &prose, &edits)
  }

  private static func replaceMentions(
    _ numbers: [String: Int], _ texts: [String: String], in prose: inout ProseText,
    _ edits: inout TextEdits
  ) {
    let bytes = prose.source.bytes
    // Captions in the headers of chunks name texts too.
    let headers = prose.lines.filter { line in
      line.isCode && bytes[line.content].starts(with: "```{".utf8)
    }.map(\.content)
    var taken: [Range<Int>] = []
    for (range, isHeader) in prose.segments.map({ ($0, false) }) + headers.map({ ($0, true) }) {
      var index = range.lowerBound
      while let open = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: "(")) {
        index = open + 1
        if !isHeader, let (name, end) = name(after: "(@", at: open, in: prose),
          let number = numbers[name]
        {
          edits.replace(open..<end, with: "(\(number))")
          taken.append(open..<end)
          index = end
        } else if let (name, end) = name(after: "(ref:", at: open, in: prose),
          let text = texts[name]
        {
          let words = isHeader ? text.map { "\"'".contains($0) ? "’" : $0 } : Array(text)
          edits.replace(open..<end, with: String(words))
          index = end
        }
      }
    }
    for range in taken { prose.exclude(range) }
  }

  /// The name in `(@name)` or `(ref:name)`, and the place behind the parenthesis.
  private static func name(
    after sign: String, at start: Int, in prose: ProseText
  ) -> (name: String, end: Int)? {
    let bytes = prose.source.bytes
    guard bytes[start...].starts(with: sign.utf8) else { return nil }
    let inner = bytes[(start + sign.utf8.count)...].prefix(64).prefix { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (48...57).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    guard inner.endIndex < bytes.count, bytes[inner.endIndex] == UInt8(ascii: ")") else {
      return nil
    }
    return (String(decoding: inner, as: UTF8.self), inner.endIndex + 1)
  }
}
