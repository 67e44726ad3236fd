/// The text between two pairs of brackets: `target#part|words`.
struct WikiLink {
  /// The name or path of a file; empty for a link within the note.
  var target: String
  /// A heading or, behind `^`, a block of it.
  var part: String?
  /// What follows the bar.
  var words: String?
  /// The number of bytes before `words`.
  var wordsOffset: Int?

  /// - Returns: `nil` for a text that names nothing.
  init?(_ text: String) {
    var name = text[...]
    if let bar = text.firstIndex(of: "|") {
      let words = text[text.index(after: bar)...]
      name = text[..<bar]
      // In a table the bar has a backslash.
      if name.last == "\\" { name.removeLast() }
      if words.contains(where: { !$0.isWhitespace }) {
        self.words = String(words)
        wordsOffset = text.utf8.count - words.utf8.count
      }
    }
    if let sign = name.firstIndex(of: "#") {
      part = Self.trimmed(name[name.index(after: sign)...])
      name = name[..<sign]
    }
    target = Self.trimmed(name)
    guard !target.isEmpty || part?.isEmpty == false else { return nil }
  }

  /// The words of a link that states none, with backslashes before all that Markdown could read.
  var label: String {
    let name = words ?? [target, part ?? ""].filter { !$0.isEmpty }.joined(separator: " > ")
    return name.map { "\\`*_[]<>$~=|#&!{}@:".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// The id of the part in the form that headings have; `nil` for a block, whose id is not shown.
  var fragment: String? {
    guard let last = part?.split(separator: "#").last, !last.hasPrefix("^") else { return nil }
    return MarkdownAddress.encoded(HeadingIdentifiers.slug(String(last)))
  }

  /// The alternative text of a picture, and its size as attributes: `words|300x200`.
  var pictureWords: (words: String, attributes: String) {
    var parts = (words ?? "").split(separator: "|").map { Self.trimmed($0) }
    var attributes = ""
    if let last = parts.last, let size = Self.size(last) {
      attributes = size
      parts.removeLast()
    }
    let stem = target.split(separator: "/").last.map(String.init) ?? target
    let words = parts.isEmpty ? stem.prefix { $0 != "." }[...] : parts.joined(separator: " ")[...]
    return (
      words.map { "\\`*_[]<$".contains($0) ? "\\\($0)" : String($0) }.joined(), attributes
    )
  }

  private static func size(_ text: String) -> String? {
    let numbers = text.split(separator: "x", omittingEmptySubsequences: false)
    guard numbers.count <= 2,
      numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    return numbers.count == 1
      ? "{width=\(numbers[0])}" : "{width=\(numbers[0]) height=\(numbers[1])}"
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = text[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text.drop { $0.isWhitespace })
  }
}
