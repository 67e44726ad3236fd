internal import RunbookDocument

/// Writes inline content as Markdown in one style.
struct InlineWriter {
  let style: InlineStyle
  private(set) var text = ""
  private var depth = 0

  init(_ inlines: [Inline], style: InlineStyle) {
    self.style = style
    write(inlines)
  }

  private mutating func write(_ inlines: [Inline]) {
    for (index, inline) in inlines.enumerated() {
      let isFirst = index == 0 || inlines[index - 1].isBreak
      let isLast = index + 1 == inlines.count || inlines[index + 1].isBreak
      write(inline, isFirst: isFirst && depth == 0, isLast: isLast && depth == 0)
    }
  }

  private mutating func write(_ inline: Inline, isFirst: Bool, isLast: Bool) {
    switch inline.content {
    case .text(let words): text += escaped(words, isFirst: isFirst, isLast: isLast)
    case .softBreak: text += "\n"
    case .lineBreak: text += "\\\n"
    case .code(let code): text += Self.span(code)
    case .emphasis(let inlines): write(inlines, between: mark(style.emphasis, other: "_"))
    case .strong(let inlines): write(inlines, between: mark(style.strong, other: "__"))
    case .strikethrough(let inlines): write(inlines, between: "~~")
    case .link(let link): write(link)
    case .image(let image): text += Self.markdown(image)
    case .element(let element):
      text += HTMLSource.opening(element)
      depth += 1
      write(element.content)
      depth -= 1
      text += HTMLSource.closing(element)
    case .formula(let math):
      let dollars = math.isDisplay ? "$$" : "$"
      text += dollars + math.source + dollars + Self.attributes(ofFormula: math)
    case .reference(let reference): text += reference.written
    case .anchor(let anchor): text += ":label:" + Self.span(anchor.label)
    case .citation(let citation): write(citation)
    case .footnoteReference(let reference): text += "[^\(reference.name)]"
    case .expression(let expression): text += Self.span("{swift} \(expression.source)")
    case .html(let html): text += html
    case .unknown(let source): text += source
    }
  }

  private mutating func write(_ inlines: [Inline], between mark: String) {
    text += mark
    depth += 1
    write(inlines)
    depth -= 1
    text += mark
  }

  private func mark(_ mark: String, other: String) -> String {
    style.alternates && depth % 2 == 1 ? other : mark
  }

  private mutating func write(_ citation: Citation) {
    depth += 1
    defer { depth -= 1 }
    guard citation.form == .parenthetical else {
      text += citation.items.map { "@\($0.key)" }.joined()
      return
    }
    text += "["
    for (index, item) in citation.items.enumerated() {
      if index > 0 { text += "; " }
      write(item.prefix)
      text += "\(item.prefix.isEmpty ? "" : " ")\(item.omitsAuthors ? "-" : "")@\(item.key)"
      if !item.suffix.isEmpty { text += ", " }
      write(item.suffix)
    }
    text += "]"
  }

  private mutating func write(_ link: Link) {
    if link.title == nil, link.content.count == 1, case .text(let words) = link.content[0].content {
      if words == link.address && words.contains("://") || "mailto:\(words)" == link.address {
        text += style.escaped.contains("<") ? "<\(words)>" : words
        return
      }
      if "http://\(words)" == link.address {
        text += words
        return
      }
    }
    text += "["
    depth += 1
    write(link.content)
    depth -= 1
    text += "](\(Self.address(link.address))\(Self.title(link.title)))"
  }

  // MARK: Words

  private func escaped(_ words: String, isFirst: Bool, isLast: Bool) -> String {
    var result = ""
    for (index, character) in words.enumerated() {
      switch character {
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case " " where isFirst && index == 0 || isLast && index == words.count - 1: result += "&#32;"
      default:
        if style.escaped.contains(character) { result += "\\" }
        result.append(character)
      }
    }
    return isFirst && style.escapesLineStarts ? Self.escapingStart(result) : result
  }

  /// The text with a backslash before characters that would make its line a list, heading or other
  /// block.
  private static func escapingStart(_ text: String) -> String {
    guard let first = text.first else { return text }
    if "#>-+=|:~".contains(first) { return "\\" + text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let mark = text.dropFirst(digits.count).first, mark == "." || mark == ")"
    else { return text }
    return digits + "\\" + text.dropFirst(digits.count)
  }

  // MARK: Pieces

  /// A code span between as few backticks as no run of them in the code has.
  static func span(_ code: String) -> String {
    var fence = "`"
    let runs = Set(code.split(whereSeparator: { $0 != "`" }).map(\.count))
    while runs.contains(fence.count) { fence += "`" }
    let isPadded =
      code.hasPrefix("`") || code.hasSuffix("`")
      || code.hasPrefix(" ") && code.hasSuffix(" ") && code.contains { $0 != " " }
    return isPadded ? "\(fence) \(code) \(fence)" : "\(fence)\(code)\(fence)"
  }

  /// - Parameters:
  ///   - words: the words in brackets; the alternative text if `nil`.
  ///   - pairs: further attributes.
  static func markdown(
    _ image: ImageReference, words: String? = nil, pairs: [(name: String, value: String)] = []
  ) -> String {
    let words = words ?? escapedWords(image.alternative)
    let isData = image.source.hasPrefix("data:")
    let address = isData ? image.source : encoded(image.source)
    return "![\(words)](\(address)\(title(image.title)))" + attributes(of: image, pairs)
  }

  /// Plain words of a picture.
  static func escapedWords(_ words: String) -> String {
    let escaped = words.map { "\\`*_[]<&$@!".contains($0) ? "\\\($0)" : String($0) }.joined()
    // `![^x]` has a footnote, and two braces or a brace and a sign belong to a template.
    let start = escaped.hasPrefix("^") ? "\\" + escaped : escaped
    return start.replacing("{{", with: "\\{\\{").replacing("{%", with: "\\{%")
  }

  private static func attributes(
    of image: ImageReference, _ more: [(name: String, value: String)]
  ) -> String {
    // Of a label in the line below, see `MarkdownWriter.labelLines`.
    let label = image.label.flatMap { Label.kind(of: $0) == .figure ? $0 : nil }
    var words = (label ?? image.identifier).map { ["#\($0)"] } ?? []
    let layout = image.layout.pairs.map { ($0.name == "align" ? "fig-align" : $0.name, $0.value) }
    for (name, value) in layout + more {
      let isPlain = value.allSatisfy { $0.isLetter || $0.isNumber || "%.-".contains($0) }
      let quoted = value.replacing("\"", with: "\\\"").replacing("\n", with: " ")
      words.append("\(name)=\(isPlain && !value.isEmpty ? value : "\"\(quoted)\"")")
    }
    return words.isEmpty ? "" : "{\(words.joined(separator: " "))}"
  }

  /// `{#sec-x .unnumbered}` of a heading, behind a blank.
  static func attributes(of heading: Heading) -> String {
    var words = heading.label.map { ["#\($0)"] } ?? []
    if !heading.isNumbered { words.append(".unnumbered") }
    if !heading.isListed { words.append(".unlisted") }
    return words.isEmpty ? "" : " {\(words.joined(separator: " "))}"
  }

  /// A path in which `%` and similar characters, which are decoded on reading, are encoded.
  private static func encoded(_ path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars {
      if " %<>()\\\"&".unicodeScalars.contains(scalar) || scalar.value < 32 {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func address(_ address: String) -> String {
    let escaped = address.map { "\\<>&".contains($0) ? "\\\($0)" : String($0) }.joined()
    return address.contains { " ()".contains($0) } ? "<\(escaped)>" : escaped
  }

  private static func title(_ title: String?) -> String {
    guard let title else { return "" }
    return " \"" + title.map { "\\\"&".contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
  }

  /// What follows a formula: punctuation, and its label in our spelling or in MyST's.
  static func attributes(ofFormula math: Math) -> String {
    guard let label = math.label else { return math.punctuation }
    return math.punctuation
      + (Label.isValid(label) && Label.isAllowed(label, for: .equation)
        ? attributes(label) : " (\(label))")
  }

  static func attributes(_ label: String?) -> String { label.map { " {#\($0)}" } ?? "" }
}

extension Inline {
  fileprivate var isBreak: Bool {
    switch content {
    case .softBreak, .lineBreak: true
    default: false
    }
  }
}
