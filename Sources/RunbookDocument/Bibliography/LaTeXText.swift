internal import Foundation
internal import RunbookFiles

/// LaTeX in a field of a bibliography as prose: accents, commands of style, formulas.
struct LaTeXText {
  /// The result of reading a field.
  private(set) var inlines: [Inline] = []
  /// Commands without a meaning here, whose words are kept.
  private(set) var unknownCommands: [String] = []

  /// Deeper braces are dropped, and deeper arguments are not looked into.
  private static let nestingLimit = 40

  private var rest: Substring
  private var words = ""
  private let range: SourceRange
  /// The number of braces and arguments around the current position.
  private var depth: Int

  /// - Parameters:
  ///   - location: the place of the text, for each of its nodes.
  ///   - depth: the number of arguments around it.
  init(_ source: String, at location: SourceLocation, depth: Int = 0) {
    rest = source[...]
    self.depth = depth
    range = SourceRange(location, location)
    read(until: nil)
    flush()
  }

  /// The words without any markup; formulas as written.
  static func plain(_ source: String, depth: Int = 0) -> String {
    guard source.contains(where: { "\\{}$~`'-".contains($0) || $0.isNewline }),
      depth < nestingLimit
    else { return trimmed(source) }
    return trimmed(
      plain(LaTeXText(source, at: SourceLocation(line: 1), depth: depth + 1).inlines))
  }

  /// The words of nodes.
  static func plain(_ inlines: [Inline]) -> String {
    var words = ""
    inlines.visit { inline in
      switch inline.content {
      case .text(let text): words += text
      case .formula(let math): words += math.source
      default: break
      }
    }
    return words
  }

  private static func trimmed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: Reading

  /// Reads up to a closing brace, which is taken, or to the end.
  private mutating func read(until close: Character?) {
    while let character = rest.popFirst() {
      switch character {
      case close: return
      case "\\": readCommand()
      case "{":
        guard depth < Self.nestingLimit else { break }
        depth += 1
        if let style = styleSwitch() { wrap(style) } else { read(until: "}") }
        depth -= 1
      case "}": break
      case "$": readFormula()
      case "~": words += "\u{A0}"
      case "-" where rest.hasPrefix("--"):
        rest = rest.dropFirst(2)
        words += "—"
      case "-" where rest.hasPrefix("-"):
        rest = rest.dropFirst()
        words += "–"
      case "`" where rest.hasPrefix("`"):
        rest = rest.dropFirst()
        words += "“"
      case "'" where rest.hasPrefix("'"):
        rest = rest.dropFirst()
        words += "”"
      case "`": words += "‘"
      case "\n", "\t", "\r\n": if words.last != " " { words += " " }
      case " ": if words.last != " " { words += " " }
      default: words.append(character)
      }
    }
  }

  private mutating func flush() {
    if !words.isEmpty { inlines.append(Inline(.text(words), range: range)) }
    words = ""
  }

  private enum Style {
    case emphasis, strong
  }

  /// `\em` or the like right after a brace.
  private mutating func styleSwitch() -> Style? {
    for (command, style) in [
      ("\\em", Style.emphasis), ("\\it", .emphasis), ("\\sl", .emphasis), ("\\bf", .strong),
    ] where rest.hasPrefix(command) && rest.dropFirst(3).first?.isLetter != true {
      rest = rest.dropFirst(3).drop { $0 == " " }
      return style
    }
    return nil
  }

  /// Reads to the closing brace in a style.
  private mutating func wrap(_ style: Style) {
    flush()
    let outer = inlines
    inlines = []
    read(until: "}")
    flush()
    let inner = inlines
    inlines = outer
    guard !inner.isEmpty else { return }
    inlines.append(Inline(style == .emphasis ? .emphasis(inner) : .strong(inner), range: range))
  }

  private mutating func readFormula() {
    let isDouble = rest.first == "$"
    if isDouble { rest = rest.dropFirst() }
    var source = ""
    while let character = rest.popFirst() {
      if character == "$" { break }
      source.append(character)
      if character == "\\", let next = rest.popFirst() { source.append(next) }
    }
    if isDouble, rest.first == "$" { rest = rest.dropFirst() }
    appendFormula(source)
  }

  private mutating func appendFormula(_ source: String) {
    flush()
    guard !source.allSatisfy(\.isWhitespace) else { return }
    inlines.append(
      Inline(
        .formula(Math(source: source, isDisplay: false, location: range.start)), range: range))
  }

  // MARK: Commands

  private mutating func readCommand() {
    guard let first = rest.first else { return }
    guard first.isASCII, first.isLetter else {
      rest = rest.dropFirst()
      return readMark(first)
    }
    let name = String(rest.prefix { $0.isASCII && $0.isLetter })
    rest = rest.dropFirst(name.count)
    if rest.first == "*" { rest = rest.dropFirst() }
    if let mark = Self.accents[name] { return accent(mark) }
    if let symbol = Self.symbols[name] {
      dropBlanks()
      if rest.hasPrefix("{}") { rest = rest.dropFirst(2) }
      words += symbol
      return
    }
    switch name {
    case "emph", "textit", "textsl": if takesBrace() { wrap(.emphasis) }
    case "textbf": if takesBrace() { wrap(.strong) }
    case "ensuremath": if let source = argument() { appendFormula(source) }
    case "url", "path":
      if let address = argument() { appendLink(Self.unescaped(address), nil) }
    case "href":
      if let address = argument() { appendLink(Self.unescaped(address), argument()) }
    case "char", "relax", "newblock", "protect", "noopsort", "textrm", "textsc", "textsf", "texttt",
      "textnormal", "textup", "textmd", "text", "mbox", "hbox", "mathrm", "uppercase", "lowercase",
      "MakeUppercase", "MakeLowercase", "enquote", "textsuperscript", "textsubscript", "cite", "em",
      "it", "bf", "sl", "sc", "rm", "tt", "sf", "natexlab", "bibinfo", "BibUrl", "hskip", "penalty",
      "underline":
      dropBlanks()
    default:
      unknownCommands.append(name)
      dropBlanks()
    }
  }

  /// A command of one character that is not a letter.
  private mutating func readMark(_ mark: Character) {
    switch mark {
    case "&", "%", "$", "#", "_", "{", "}": words.append(mark)
    case " ", ",", ";", ":", "\\": words += " "
    case "-", "/", "!": break
    case "(":
      let end = rest.firstRange(of: "\\)")
      let source = String(rest[..<(end?.lowerBound ?? rest.endIndex)])
      rest = rest[(end?.upperBound ?? rest.endIndex)...]
      appendFormula(source)
    default:
      if let combining = Self.accents[String(mark)] {
        accent(combining)
      } else {
        words.append(mark)
      }
    }
  }

  /// Adds the letter that follows, with a combining mark.
  private mutating func accent(_ mark: String) {
    dropBlanks()
    var base = ""
    if rest.first == "{" {
      // What is too long for a letter is read as other words in braces.
      guard Self.isShortGroup(rest) else { return }
      base = argument() ?? ""
    } else if rest.first == "\\" {
      rest = rest.dropFirst()
      let name = String(rest.prefix { $0.isASCII && $0.isLetter })
      rest = rest.dropFirst(name.count)
      dropBlanks()
      base = "\\" + name
    } else if let letter = rest.popFirst() {
      base = String(letter)
    }
    base = ["\\i": "i", "\\j": "j"][base] ?? LaTeXText.plain(base, depth: depth + 1)
    let first = base.prefix(1)
    words += (first + mark).precomposedStringWithCanonicalMapping + base.dropFirst()
  }

  /// Whether a brace is closed within as few characters as a letter with its commands needs.
  private static func isShortGroup(_ text: Substring) -> Bool {
    var depth = 0
    for character in text.prefix(24) {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 { return true }
    }
    return false
  }

  private mutating func dropBlanks() {
    rest = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" }
  }

  /// Takes an opening brace.
  private mutating func takesBrace() -> Bool {
    dropBlanks()
    guard rest.first == "{" else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The text of an argument in braces.
  private mutating func argument() -> String? {
    guard takesBrace() else { return nil }
    var depth = 1
    var text = ""
    while let character = rest.popFirst() {
      if character == "\\" {
        text.append(character)
        if let next = rest.popFirst() { text.append(next) }
        continue
      }
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 { break }
      text.append(character)
    }
    return text
  }

  private mutating func appendLink(_ address: String, _ words: String?) {
    flush()
    let content =
      words.map { LaTeXText($0, at: range.start, depth: depth + 1).inlines }
      ?? [Inline(.text(address), range: range)]
    inlines.append(Inline(.link(Link(address: address, content: content)), range: range))
  }

  /// An address without the backslashes that LaTeX needs.
  static func unescaped(_ address: String) -> String {
    var address = address
    for mark in ["_", "%", "&", "#", "~", "{", "}"] {
      address = address.replacingOccurrences(of: "\\" + mark, with: mark)
    }
    return address.filter { !$0.isWhitespace }
  }

  /// The combining mark of each accent.
  private static let accents: [String: String] = [
    "\"": "\u{308}", "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "~": "\u{303}",
    "=": "\u{304}", ".": "\u{307}", "u": "\u{306}", "v": "\u{30C}", "H": "\u{30B}",
    "c": "\u{327}", "k": "\u{328}", "r": "\u{30A}", "b": "\u{331}", "d": "\u{323}",
    "t": "\u{361}",
  ]

  private static let symbols: [String: String] = [
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "i": "ı",
    "j": "ȷ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "S": "§", "P": "¶", "copyright": "©",
    "pounds": "£", "euro": "€", "dag": "†", "ddag": "‡", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteright": "’",
    "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbar": "|",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textdollar": "$",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "degree": "°",
    "textperiodcentered": "·", "textbullet": "•", "slash": "/", "LaTeX": "LaTeX", "TeX": "TeX",
    "BibTeX": "BibTeX", "quad": " ", "qquad": " ", "space": " ", "newline": " ", "par": " ",
  ]
}
