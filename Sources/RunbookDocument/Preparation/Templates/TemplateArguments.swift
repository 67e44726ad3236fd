/// The arguments of a tag: `a.png key="value" key: value`.
struct TemplateArguments {
  /// A value, and whether it was written between quotation marks.
  struct Value {
    var text: String
    var isQuoted: Bool
  }

  private(set) var positional: [Value] = []
  /// By the key in lower case.
  private(set) var named: [String: Value] = [:]

  init(_ text: Substring) {
    var rest = text
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "," }
      guard let first = rest.first else { return }
      if first == "\"" || first == "'" {
        positional.append(Self.takeValue(&rest))
        continue
      }
      let word = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "," }
      let after = rest.dropFirst(word.count)
      if after.first == "=", !word.isEmpty {
        rest = after.dropFirst()
        named[word.lowercased()] = Self.takeValue(&rest)
      } else if word.last == ":", word.count > 1 {
        rest = after.drop { $0.isWhitespace }
        named[word.dropLast().lowercased()] = Self.takeValue(&rest)
      } else if let colon = word.firstIndex(of: ":"), word.index(after: colon) < word.endIndex,
        "\"'".contains(word[word.index(after: colon)])
      {
        rest = rest[word.index(after: colon)...]
        named[word[..<colon].lowercased()] = Self.takeValue(&rest)
      } else {
        rest = word.isEmpty ? after.dropFirst() : after
        if !word.isEmpty { positional.append(Value(text: String(word), isQuoted: false)) }
      }
    }
  }

  private static func takeValue(_ rest: inout Substring) -> Value {
    guard let mark = rest.first, mark == "\"" || mark == "'" || mark == "`" else {
      let word = rest.prefix { !$0.isWhitespace && $0 != "," }
      rest = rest.dropFirst(word.count)
      return Value(text: String(word), isQuoted: false)
    }
    var text = ""
    rest = rest.dropFirst()
    while let character = rest.popFirst(), character != mark {
      if character == "\\", let next = rest.first, next == mark || next == "\\" {
        text.append(next)
        rest = rest.dropFirst()
      } else {
        text.append(character)
      }
    }
    return Value(text: text, isQuoted: true)
  }
}
