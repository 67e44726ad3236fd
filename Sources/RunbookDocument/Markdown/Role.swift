/// What a word before a code span makes of it: `` {cite}`key` `` of MyST, `` :cite:`key` `` of d2l and
/// reStructuredText.
enum Role: Equatable {
  case citation(Citation.Form, omitsAuthors: Bool)
  /// A reference that shows kind and number.
  case reference
  /// A reference whose words contain `%s` for the number.
  case numberedReference
  /// A reference to a formula: its number in parentheses.
  case formulaReference
  /// A link to another note.
  case document
  /// A link to a file.
  case file
  case formula
  /// The label of the element before it.
  case label
  /// Words in the style of code.
  case code
  /// Words in an element of HTML.
  case element(String)
  /// Words without a style of their own.
  case words
  /// A name that no dialect has; its words are shown.
  case unknown(String)

  /// The role before a code span.
  ///
  /// - Parameter source: the text of the block up to the first backtick.
  /// - Returns: the role and the number of bytes that its name occupies; `nil` if there is none.
  static func before(_ source: ArraySlice<UInt8>) -> (role: Role, length: Int)? {
    let tail = source.suffix(48)
    guard let last = tail.last else { return nil }
    let opening: UInt8
    switch last {
    case UInt8(ascii: "}"): opening = UInt8(ascii: "{")
    case UInt8(ascii: ":"): opening = UInt8(ascii: ":")
    default: return nil
    }
    let body = tail.dropLast()
    let isName = { (byte: UInt8) in
      byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    var start = body.endIndex
    while start > body.startIndex, isName(body[start - 1]) { start -= 1 }
    if opening == UInt8(ascii: "{") {
      guard start > body.startIndex, body[start - 1] == opening else { return nil }
      start -= 1
    } else {
      // The first colon of `:cite:p:`.
      guard let colon = body[start...].firstIndex(of: opening) else { return nil }
      start = colon
    }
    if start > tail.startIndex, [UInt8]("\\$`#".utf8).contains(tail[start - 1]) { return nil }
    let name = String(decoding: body[(start + 1)...], as: UTF8.self)
    guard name.first?.isLetter == true else { return nil }
    if let role = known[name.lowercased()] { return (role, tail.endIndex - start) }
    return opening == UInt8(ascii: "{") ? (.unknown(name), tail.endIndex - start) : nil
  }

  private static let known: [String: Role] = {
    var roles: [String: Role] = [:]
    func add(_ names: String, _ role: Role) {
      for name in names.split(separator: " ") { roles[String(name)] = role }
    }
    add(
      "cite cite:p cite:ps cite:alp citep cite:cts citealp footcite",
      .citation(.parenthetical, omitsAuthors: false))
    add(
      "cite:t cite:ts citet cite:alt cite:author citeauthor cite:text",
      .citation(.narrative, omitsAuthors: false))
    add("cite:year cite:yearpar citeyear", .citation(.parenthetical, omitsAuthors: true))
    add("ref prf:ref", .reference)
    add("numref", .numberedReference)
    add("eq eqref math:numref", .formulaReference)
    add("doc", .document)
    add("download", .file)
    add("math", .formula)
    add("label eqlabel", .label)
    add(
      "code literal samp file command program class func meth mod attr data envvar option",
      .code)
    add("sub subscript", .element("sub"))
    add("sup superscript", .element("sup"))
    add("kbd keyboard", .element("kbd"))
    add("del strike", .element("s"))
    add("underline u", .element("u"))
    add("sc smallcaps span", .words)
    add("abbr term dfn emphasis guilabel menuselection rfc pep any", .words)
    return roles
  }()
}
