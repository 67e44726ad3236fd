/// Extensions of kramdown in lines of their own, `{::comment}` and `{::nomarkdown}`, and lists of
/// attributes with a name, `{:center: .align-center}`, which `{: center}` stands for.
enum KramdownReader: DialectReader {
  static let signs = ["{:"]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let bytes = prose.source.bytes
    var named: [String: Attributes] = [:]
    var references: [(line: Range<Int>, name: String)] = []
    var removed: [Range<Int>] = []
    var comment: Int?
    for line in prose.lines where !line.isCode && !line.isBlank {
      let content = line.content
      let start = bytes[content.lowerBound]
      if comment == nil {
        guard start == UInt8(ascii: "{"), bytes[content.upperBound - 1] == UInt8(ascii: "}"),
          content.count < 1024, bytes[content].dropFirst().first == UInt8(ascii: ":")
        else { continue }
      }
      let text = prose.string(content)
      if let start = comment {
        guard text == "{:/comment}" || text == "{:/}" else { continue }
        removed.append(start..<content.upperBound)
        comment = nil
      } else if text == "{::comment}" {
        comment = content.lowerBound
      } else if text.hasPrefix("{::") || text.hasPrefix("{:/") {
        removed.append(content)
      } else if let (name, list) = definition(text) {
        named[name] = list
        removed.append(content)
      } else {
        let name = text.dropFirst(2).dropLast().filter { $0 != " " }
        if !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) }) {
          references.append((content, name))
        }
      }
    }
    for range in removed {
      edits.replace(range, with: "")
      prose.exclude(range)
    }
    for reference in references {
      guard let attributes = named[reference.name] else { continue }
      edits.replace(reference.line, with: .attributes(attributes))
      prose.exclude(reference.line)
    }
  }

  /// `{:name: attributes}`.
  private static func definition(_ text: String) -> (name: String, attributes: Attributes)? {
    let name = text.dropFirst(2).prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    guard !name.isEmpty, text[name.endIndex...].hasPrefix(": "),
      let attributes = Attributes(at: 0, in: Array("{\(text[name.endIndex...])".utf8)),
      attributes.isComplete
    else { return nil }
    return (String(name), attributes)
  }
}
