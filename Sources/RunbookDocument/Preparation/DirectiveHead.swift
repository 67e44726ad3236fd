/// The first line of a division or directive, split into its parts.
///
/// Read are pandoc's `::: {.class}` and `::: class`, MyST's `:::{name} words` and the same as a
/// fence, bookdown's `` ```{theorem label, name="…"} ``, and `:::name[Title]` of documentation sites.
struct DirectiveHead: Equatable {
  /// The word that names the kind; empty if only attributes do.
  var name = ""
  /// Whether the name is in braces, as in MyST; only then do option lines follow.
  var isDirective = false
  var attributes = BracedAttributes()
  /// The words behind the name, and the number of bytes before them.
  var argument = ""
  var argumentOffset = 0

  /// - Parameters:
  ///   - line: the line without the markers of lists and quotations.
  ///   - mark: the character that the line begins with, `:` or that of a fence.
  /// - Returns: `nil` if the line does not begin a division.
  init?(_ line: String, mark: Character) {
    let marks = line.prefix { $0 == mark }
    guard marks.count >= 3 else { return nil }
    var rest = line[marks.endIndex...].drop { $0 == " " || $0 == "\t" }
    guard let first = rest.first else { return nil }
    if first == "{" {
      guard let inner = Self.braced(rest) else { return nil }
      rest = rest[inner.endIndex...].dropFirst()
      if let word = Self.directive(inner) {
        (name, attributes, isDirective) = (word.name, word.attributes, true)
      } else if mark == ":", let attributes = BracedAttributes(inner) {
        self.attributes = attributes
      } else {
        return nil
      }
    } else {
      guard mark == ":", first.isLetter || first == "_" else { return nil }
      let word = rest.prefix { !$0.isWhitespace && !"[{:".contains($0) }
      name = String(word)
      rest = rest[word.endIndex...]
      if rest.first == "[", let close = rest.firstIndex(of: "]") {
        setArgument(rest[rest.index(after: rest.startIndex)..<close], in: line)
        rest = rest[close...].dropFirst()
      }
      if let inner = Self.braced(rest.drop { $0 == " " }), let attributes = BracedAttributes(inner) {
        self.attributes = attributes
        rest = rest[inner.endIndex...].dropFirst()
      }
    }
    if argument.isEmpty { setArgument(rest, in: line) }
  }

  /// Words without the blanks around them and without colons that only decorate the line.
  private mutating func setArgument(_ words: Substring, in line: String) {
    var words = words.drop { $0 == " " || $0 == "\t" }
    while let last = words.last, last == " " || last == "\t" { words.removeLast() }
    let colons = words.reversed().prefix { $0 == ":" }.count
    if colons >= 3 {
      words = words.dropLast(colons)
      while let last = words.last, last == " " || last == "\t" { words.removeLast() }
    }
    argument = String(words)
    argumentOffset = line.utf8.distance(from: line.startIndex, to: words.startIndex)
  }

  /// The text between a brace at the beginning and its closing one, which may stand in quotation
  /// marks before.
  private static func braced(_ text: Substring) -> Substring? {
    guard text.first == "{" else { return nil }
    var quote: Character?
    var index = text.index(after: text.startIndex)
    let start = index
    while index < text.endIndex {
      let character = text[index]
      if character == "\\", quote != nil {
        index = text.index(after: index)
        if index == text.endIndex { return nil }
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" {
        quote = character
      } else if character == "}" {
        return text[start..<index]
      }
      index = text.index(after: index)
    }
    return nil
  }

  /// A name, with bookdown's label and options after it.
  private static func directive(
    _ inner: Substring
  ) -> (name: String, attributes: BracedAttributes)? {
    let words = inner.drop { $0 == " " }
    let name = words.prefix { $0.isLetter || $0.isNumber || "-_:+".contains($0) }
    guard let first = name.first, first.isLetter else { return nil }
    let rest = words[name.endIndex...]
    if rest.allSatisfy({ $0 == " " }) { return (String(name), BracedAttributes()) }
    guard let separator = rest.first, separator == "," || separator == " " else { return nil }
    var attributes = BracedAttributes()
    for part in Self.parts(rest) {
      if let equals = part.firstIndex(of: "=") {
        let key = part[..<equals].filter { !$0.isWhitespace }
        let value = part[equals...].dropFirst().drop { $0 == " " }
        let isQuoted = value.first == "\"" || value.first == "'"
        let text = String(isQuoted ? value.dropFirst().prefix { $0 != value.first } : value)
        // In bookdown the label comes first, and the name is the title.
        attributes.set(key == "name" ? "title" : key, text)
      } else if attributes.values["label"] == nil {
        attributes.set("label", String(part.filter { !$0.isWhitespace }))
      }
    }
    return (String(name), attributes)
  }

  /// The parts between commas that are not quoted.
  private static func parts(_ text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var quote: Character?
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "," {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
      index = text.index(after: index)
    }
    parts.append(text[start...])
    return parts.filter { !$0.allSatisfy { $0 == " " } }
  }
}
