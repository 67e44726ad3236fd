internal import RunbookFiles

/// Divisions: blocks between lines `::: {.class}` and `:::`.
enum DivisionReader: DialectReader {
  static let signs = [":::"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    for line in prose.lines where !line.isCode {
      let content = prose.source.bytes[line.content]
      guard content.starts(with: ":::".utf8) else { continue }
      let words = String(decoding: content.drop { $0 == UInt8(ascii: ":") }, as: UTF8.self)
      let classes = words.split { " \t{}".contains($0) || $0 == "\r" }
        .map { $0.hasPrefix(".") ? String($0.dropFirst()) : String($0) }
      edits.replace(
        line.content, with: classes.isEmpty ? .close : .open(Division(classes: classes)))
    }
  }
}
