/// Reads the definitions of macros in LaTeX.
enum MacroDefinition {
  /// The definition that begins with the command `name`, which was read; `nil` if it is none.
  ///
  /// - Parameters:
  ///   - start: where the command begins.
  ///   - reader: stands behind the command, and is moved behind the definition.
  static func read(
    _ name: String, from start: Int, _ reader: inout TeXReader
  ) -> FormulaParts.Definition? {
    let place = reader.at
    let macros: [Macro]?
    switch name {
    case "\\newcommand", "\\renewcommand", "\\providecommand": macros = command(&reader)
    case "\\def", "\\gdef", "\\edef", "\\xdef": macros = definition(&reader)
    case "\\let": macros = alias(&reader)
    case "\\DeclareMathOperator": macros = mathOperator(&reader)
    case "\\DeclarePairedDelimiter": macros = delimiter(&reader)
    case "\\global", "\\long":
      reader.skipBlanks()
      guard !reader.isAtEnd, reader.bytes[reader.at] == UInt8(ascii: "\\") else {
        reader.at = place
        return nil
      }
      let next = reader.command()
      if let definition = read(next, from: start, &reader) { return definition }
      reader.at = place
      return nil
    default: return nil
    }
    guard let macros else {
      reader.at = place
      return nil
    }
    return FormulaParts.Definition(
      range: start..<reader.at, macros: macros, isProvided: name == "\\providecommand")
  }

  /// The name of the macro: a command, in braces or not.
  private static func name(_ reader: inout TeXReader) -> String? {
    guard let argument = reader.argument() else { return nil }
    var inner = TeXReader(reader.string(argument))
    inner.skipBlanks()
    guard !inner.isAtEnd, inner.bytes[inner.at] == UInt8(ascii: "\\") else { return nil }
    let name = inner.command()
    inner.skipBlanks()
    return inner.isAtEnd && name.utf8.count > 1 ? name : nil
  }

  /// `\newcommand{\name}[2][default]{body}`.
  private static func command(_ reader: inout TeXReader) -> [Macro]? {
    reader.skipBlanks()
    _ = reader.take("*")
    guard let name = name(&reader) else { return nil }
    let count = reader.option().flatMap { Int(reader.string($0)) } ?? 0
    let standard = count > 0 ? reader.option().map { reader.string($0) } : nil
    guard (0...9).contains(count), let body = reader.argument() else { return nil }
    return [
      Macro(
        name: name, parameters: Macro.parameters(count), defaultArgument: standard,
        meaning: .body(reader.string(body)))
    ]
  }

  /// `\def\name#1{body}`.
  private static func definition(_ reader: inout TeXReader) -> [Macro]? {
    reader.skipBlanks()
    guard !reader.isAtEnd, reader.bytes[reader.at] == UInt8(ascii: "\\") else { return nil }
    let name = reader.command()
    let start = reader.at
    while !reader.isAtEnd, reader.bytes[reader.at] != UInt8(ascii: "{") { reader.at += 1 }
    let parameters = reader.string(start..<reader.at)
    guard let body = reader.argument() else { return nil }
    return [
      Macro(
        name: name, parameters: parameters.filter { !$0.isWhitespace },
        meaning: .body(reader.string(body)))
    ]
  }

  /// `\let\name=\other`.
  private static func alias(_ reader: inout TeXReader) -> [Macro]? {
    guard let name = name(&reader) else { return nil }
    reader.skipBlanks()
    _ = reader.take("=")
    guard let other = reader.argument() else { return nil }
    let text = reader.string(other)
    return [
      Macro(name: name, meaning: text.hasPrefix("\\") ? .command(text) : .body(text))
    ]
  }

  /// `\DeclareMathOperator*{\name}{words}`.
  private static func mathOperator(_ reader: inout TeXReader) -> [Macro]? {
    reader.skipBlanks()
    let hasLimits = reader.take("*")
    guard let name = name(&reader), let words = reader.argument() else { return nil }
    let command = hasLimits ? "\\operatorname*" : "\\operatorname"
    return [Macro(name: name, meaning: .body("\(command){\(reader.string(words))}"))]
  }

  /// `\DeclarePairedDelimiter{\name}{\lvert}{\rvert}`, whose starred form grows with its content.
  private static func delimiter(_ reader: inout TeXReader) -> [Macro]? {
    guard let name = name(&reader), let left = reader.argument(), let right = reader.argument()
    else { return nil }
    let (opening, closing) = (reader.string(left), reader.string(right))
    return [
      Macro(name: name, meaning: .body("\\@ifstar{\(name)@star}{\(name)@plain}")),
      Macro(
        name: name + "@star", parameters: "#1",
        meaning: .body("\\left\(opening) #1 \\right\(closing)")),
      Macro(name: name + "@plain", parameters: "#1", meaning: .body("\(opening) #1 \(closing)")),
    ]
  }
}
