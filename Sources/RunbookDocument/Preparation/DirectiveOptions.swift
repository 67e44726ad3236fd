/// The option lines of a directive: `:key: value`, or YAML between lines `---`.
struct DirectiveOptions {
  /// The number of lines that they take.
  private(set) var count = 0
  private(set) var options: [DivisionOpening.Option] = []

  /// - Parameter lines: the lines below the first line of the directive, without markers of lists.
  init(_ lines: some Collection<Substring>) {
    if let first = lines.first, first == "---" {
      let rest = Array(lines.dropFirst().prefix(40))
      guard let end = rest.firstIndex(of: "---") else { return }
      options = rest[..<end].compactMap(Self.option)
      count = end + 2
    } else {
      for line in lines {
        guard line.hasPrefix(":"), !line.hasPrefix("::"),
          let option = Self.option(line.dropFirst())
        else { break }
        options.append(option)
        count += 1
      }
    }
  }

  /// The value of the first of these keys that is stated.
  func value(_ keys: String...) -> String? {
    keys.lazy.compactMap { key in options.first { $0.key == key }?.value }.first
  }

  /// `key: value`, or `key:` alone.
  private static func option(_ text: Substring) -> DivisionOpening.Option? {
    let key = text.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    guard !key.isEmpty, text[key.endIndex...].first == ":" else { return nil }
    var value = text[key.endIndex...].dropFirst().drop { $0 == " " }
    while value.last == " " { value.removeLast() }
    if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'",
      value.last == quote
    {
      value = value.dropFirst().dropLast()
    }
    return DivisionOpening.Option(key: key.lowercased(), value: String(value))
  }
}
