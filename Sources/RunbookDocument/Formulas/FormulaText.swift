/// A formula as a line of plain text, for window titles, lists and identifiers: `x²`, `∥x∥`, `L`.
package struct FormulaText {
  private var reader: TeXReader
  private let macros: MacroTable
  private let depth: Int
  private var output = ""

  /// The nesting of macros and groups at which the text is cut.
  private static let depthLimit = 24
  private static let lengthLimit = 4_096

  /// The text of a formula.
  ///
  /// - Parameter macros: the macros in force.
  package static func text(of source: String, macros: MacroTable = MacroTable()) -> String {
    let words = read(source, macros, depth: 0).split { $0 == " " || $0 == "\n" || $0 == "\t" }
    return words.joined(separator: " ")
  }

  private init(_ source: String, _ macros: MacroTable, depth: Int) {
    reader = TeXReader(source)
    self.macros = macros
    self.depth = depth
  }

  private static func read(_ source: String, _ macros: MacroTable, depth: Int) -> String {
    guard depth < depthLimit else { return "" }
    var text = FormulaText(source, macros, depth: depth)
    while !text.reader.isAtEnd, text.output.utf8.count < lengthLimit { text.readToken() }
    return text.output
  }

  private func text(of range: Range<Int>?) -> String {
    range.map { Self.read(reader.string($0), macros, depth: depth + 1) } ?? ""
  }

  private mutating func argument() -> String { text(of: reader.argument()) }

  private mutating func readToken() {
    let byte = reader.bytes[reader.at]
    switch byte {
    case UInt8(ascii: "\\"): readCommand(reader.command())
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"): reader.at += 1
    case UInt8(ascii: "&"), UInt8(ascii: "~"):
      output += " "
      reader.at += 1
    case UInt8(ascii: "%"): reader.skipComment()
    case UInt8(ascii: "^"), UInt8(ascii: "_"):
      reader.at += 1
      let script = argument()
      output += byte == UInt8(ascii: "^") ? Self.raised(script) : Self.lowered(script)
    case UInt8(ascii: "'"):
      output += "′"
      reader.at += 1
    case UInt8(ascii: "("), UInt8(ascii: "["):
      output += byte == UInt8(ascii: "(") ? "(" : "["
      reader.at += 1
      skipBlanks()
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: ","):
      dropBlanks()
      output.unicodeScalars.append(Unicode.Scalar(byte))
      reader.at += 1
    case UInt8(ascii: "-"):
      output += "−"
      reader.at += 1
    default:
      let start = reader.at
      reader.at += 1
      while !reader.isAtEnd, reader.bytes[reader.at] & 0xC0 == 0x80 { reader.at += 1 }
      output += reader.string(start..<reader.at)
    }
  }

  private mutating func readCommand(_ name: String) {
    if let macro = macros[name] { return expand(macro) }
    let word = String(name.dropFirst())
    switch word {
    case "frac", "dfrac", "tfrac", "cfrac":
      let (top, bottom) = (argument(), argument())
      output += "\(Self.grouped(top))/\(Self.grouped(bottom))"
    case "binom":
      let (top, bottom) = (argument(), argument())
      output += "C(\(top), \(bottom))"
    case "sqrt":
      let root = text(of: reader.option())
      output +=
        (root.isEmpty ? "" : Self.raised(root).replacing("^", with: "")) + "√"
        + Self.grouped(argument())
    case "mathbb", "Bbb", "mathds", "mathbbm":
      output += argument().map { FormulaSymbols.doubleStruck[$0] ?? String($0) }.joined()
    case "begin", "end", "label", "color", "tag", "vspace", "hspace": _ = reader.argument()
    case "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr",
      "biggl", "biggr", "Biggl", "Biggr":
      reader.skipBlanks()
      if !reader.isAtEnd, reader.bytes[reader.at] == UInt8(ascii: ".") { reader.at += 1 }
    case "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "nonumber", "notag",
      "hline", "!", "boldsymbol", "bm", "mathbf", "mathrm", "mathcal", "mathscr", "mathfrak",
      "mathsf", "mathtt", "mathit", "mathnormal", "operatorname", "text", "textbf", "textit",
      "textrm", "texttt", "textsf", "mbox", "hbox", "boxed", "phantom", "operatorname*", "rm",
      "bf", "it", "mathop", "mathrel", "mathbin", "mathord", "underline", "pmb", "emph":
      if word == "operatorname" { _ = reader.take("*") }
      if word == "phantom" { _ = reader.argument() }
      if word.hasPrefix("text") || word == "mbox" || word == "operatorname" || word == "hbox" {
        output += argument()
      }
    case "overset", "underset", "stackrel":
      let (script, base) = (argument(), argument())
      output += base + (word == "underset" ? Self.lowered(script) : Self.raised(script))
    case "textcolor", "colorbox", "href":
      _ = reader.argument()
      output += argument()
    default:
      if let accent = FormulaSymbols.accents[word] {
        let base = argument()
        output += base.count == 1 ? base + accent : base
      } else if let symbol = FormulaSymbols.symbols[word] {
        if Self.closing.contains(word) { dropBlanks() }
        output += symbol
        if Self.opening.contains(word) { skipBlanks() }
      } else if word.count == 1, word.first?.isLetter == false {
        output +=
          word == "," || word == ";" || word == ":" || word == " " || word == "\\"
          ? " " : word == "|" ? "∥" : word
      } else {
        output += word
      }
    }
    // The blank that ends a command is not seen; one between two words is.
    if FormulaSymbols.operators.contains(word), !reader.isAtEnd { output += " " }
  }

  private static let opening: Set<String> = [
    "lvert", "lVert", "langle", "lfloor", "lceil", "lbrace", "lbrack",
  ]
  private static let closing: Set<String> = [
    "rvert", "rVert", "rangle", "rfloor", "rceil", "rbrace", "rbrack",
  ]

  private mutating func skipBlanks() {
    while !reader.isAtEnd, reader.bytes[reader.at] <= UInt8(ascii: " ") { reader.at += 1 }
  }

  private mutating func dropBlanks() {
    while output.last == " " { output.removeLast() }
  }

  private mutating func expand(_ macro: Macro) {
    switch macro.meaning {
    case .command(let other): output += Self.read(other, MacroTable(), depth: depth + 1)
    case .body(var body):
      let count = macro.parameters.count { $0 == "#" }
      if count > 0 {
        for number in 1...min(9, count) {
          let argument: Range<Int>?
          if number == 1, let standard = macro.defaultArgument {
            argument = reader.option()
            body.replace("#1", with: argument.map { reader.string($0) } ?? standard)
          } else {
            argument = reader.argument()
            body.replace("#\(number)", with: argument.map { "{\(reader.string($0))}" } ?? "")
          }
        }
      }
      guard body.utf8.count < Self.lengthLimit else { return }
      output += Self.read(body, macros, depth: depth + 1)
    }
  }

  // MARK: Scripts

  private static func raised(_ text: String) -> String {
    let letters = text.map { FormulaSymbols.raised[$0] }
    if !text.isEmpty, letters.allSatisfy({ $0 != nil }) {
      return letters.compactMap { $0 }.joined()
    }
    return text.isEmpty ? "" : "^\(grouped(text))"
  }

  private static func lowered(_ text: String) -> String {
    let letters = text.map { FormulaSymbols.lowered[$0] }
    if !text.isEmpty, letters.allSatisfy({ $0 != nil }) {
      return letters.compactMap { $0 }.joined()
    }
    return text.isEmpty ? "" : "_\(grouped(text))"
  }

  /// In parentheses, unless it is a single letter or number.
  private static func grouped(_ text: String) -> String {
    text.allSatisfy { $0.isLetter || $0.isNumber } ? text : "(\(text))"
  }
}

extension [Inline] {
  /// The words as plain text, formulas as readable text.
  package func plainText(macros: MacroTable = MacroTable()) -> String {
    map { inline in
      switch inline.content {
      case .text(let text): text
      case .softBreak, .lineBreak: " "
      case .code(let code): code
      case .formula(let math):
        math.isDefinition ? "" : FormulaText.text(of: math.source, macros: macros)
      case .image(let image): image.alternative
      case .reference(let reference): reference.written
      case .expression(let expression): expression.source
      case .unknown(let text): text
      default: inline.nested?.plainText(macros: macros) ?? ""
      }
    }.joined()
  }
}
