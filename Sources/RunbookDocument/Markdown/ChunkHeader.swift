/// The options that R Markdown writes into a fence's braces, `{r depth, echo=FALSE}`, or as `#|`
/// lines of the form `echo = FALSE`.
///
/// Only those that say how a listing is shown have a meaning here.
struct ChunkHeader {
  private var values: [String: String] = [:]

  /// - Parameter info: the info string.
  init(info: String) {
    guard info.hasPrefix("{"), info.hasSuffix("}") else { return }
    // The engine, and behind a blank or a comma the chunk's name.
    let options = info.dropFirst().dropLast().drop { $0 != " " && $0 != "," }
    read(String(options))
  }

  /// - Parameter lines: option lines without their marks; with `key: value` in them they are none of R's.
  init?(lines: [String]) {
    guard !lines.isEmpty,
      lines.allSatisfy({ line in
        line.contains("=") && !line.prefix { $0 != "=" }.contains(":")
      })
    else { return nil }
    for line in lines { read(line) }
  }

  /// Writes the options into those of a listing.
  func apply(to decoded: inout CellOptionsDecoder.Decoded) {
    if let echo = bool("echo") { decoded.options.echo = echo }
    if let include = bool("include") { decoded.options.include = include }
    if let eval = bool("eval") { decoded.eval = eval }
  }

  /// The text of a caption; `nil` if it is an expression in R.
  var figureCaption: String? { string("fig.cap") }

  private func bool(_ key: String) -> Bool? {
    switch values[key] {
    case "TRUE", "T", "true": true
    case "FALSE", "F", "false": false
    default: nil
    }
  }

  private func string(_ key: String) -> String? {
    guard let value = values[key], let quote = value.first, value.count >= 2,
      quote == "\"" || quote == "'", value.last == quote
    else { return nil }
    return String(value.dropFirst().dropLast()).replacing("\\\(quote)", with: "\(quote)")
  }

  /// Reads `key=value` pairs separated by commas outside quotation marks and parentheses.
  private mutating func read(_ text: String) {
    var depth = 0
    var quote: Character?
    var isEscaped = false
    var part = ""
    for character in text + "," {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
      } else if character == ",", depth <= 0 {
        add(part)
        part = ""
        continue
      }
      part.append(character)
    }
  }

  private mutating func add(_ part: String) {
    let sides = part.split(separator: "=", maxSplits: 1).map { side in
      String(side.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    if sides.count == 2 { values[sides[0]] = sides[1] }
  }
}
