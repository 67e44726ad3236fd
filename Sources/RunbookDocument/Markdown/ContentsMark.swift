/// The marks by which various programs let an author choose the place of the table of contents.
enum ContentsMark {
  /// Paragraphs that consist of a mark, in lower case.
  private static let marks: Set<String> = [
    "[toc]", "[[toc]]", "[[_toc_]]", "${toc}", "{{toc}}", "{{ toc }}", "{{< toc >}}", "{{% toc %}}",
    "{toc}", "\\tableofcontents",
  ]

  /// The number of bytes of the longest paragraph that may be a mark.
  private static let longest = 64

  /// Whether a paragraph is only a mark.
  static func isMark(_ paragraph: ArraySlice<UInt8>) -> Bool {
    guard let text = short(paragraph) else { return false }
    return marks.contains(text.lowercased()) || isAttributeList(text)
  }

  /// Whether the last line of a list item is kramdown's `{:toc}`, which puts the contents in place of
  /// the list.
  static func endsInMark(_ paragraph: ArraySlice<UInt8>) -> Bool {
    guard let newline = paragraph.lastIndex(of: UInt8(ascii: "\n")),
      let line = short(paragraph[(newline + 1)...])
    else { return false }
    return isAttributeList(line)
  }

  /// Whether a text is `{:toc}`, with or without classes.
  private static func isAttributeList(_ text: String) -> Bool {
    guard text.hasPrefix("{:"), text.hasSuffix("}") else { return false }
    return text.dropFirst(2).dropLast().split { $0 == " " || $0 == "\t" }.contains("toc")
  }

  private static func short(_ text: ArraySlice<UInt8>) -> String? {
    var text = text
    while text.last == UInt8(ascii: " ") || text.last == UInt8(ascii: "\t") { text.removeLast() }
    while text.first == UInt8(ascii: " ") || text.first == UInt8(ascii: "\t") { text.removeFirst() }
    guard let first = text.first, "[{$\\".utf8.contains(first), text.count <= longest else {
      return nil
    }
    return String(decoding: text, as: UTF8.self)
  }
}
