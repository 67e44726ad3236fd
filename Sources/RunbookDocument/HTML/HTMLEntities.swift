internal import Synchronization

/// Decodes the entities of HTML: `&lt;`, `&nbsp;`, `&#54620;`, `&#xD55C;`.
enum HTMLEntities {
  /// The text with its entities replaced by what they stand for; those that are none stay.
  static func decode(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[mark...]
      let entity = rest.dropFirst().prefix(40)
      guard let end = entity.firstIndex(of: ";"), let value = value(of: entity[..<end]) else {
        result.append("&")
        rest = rest.dropFirst()
        continue
      }
      result += value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// What stands for the entity `&name;`.
  private static func value(of name: Substring) -> String? {
    if name.first == "#" {
      let digits = name.dropFirst()
      let isHexadecimal = digits.first == "x" || digits.first == "X"
      let code = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      guard let code, let scalar = Unicode.Scalar(code == 0 ? 0xFFFD : code) else { return nil }
      return String(scalar)
    }
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
      return nil
    }
    if let common = common[name] { return common }
    return known.withLock { known in
      let name = String(name)
      if let value = known[name] { return value }
      // There are about 2,200 names; more are not asked for.
      guard known.count < 4_000 else { return nil }
      let value = namedByParser(name)
      known[name] = .some(value)
      return value
    }
  }

  private static let common: [Substring: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
  ]

  /// Names that were asked for before.
  private static let known = Mutex<[String: String?]>([:])

  /// The Markdown parser knows all names.
  private static func namedByParser(_ name: String) -> String? {
    let entity = "&\(name);"
    let tree = MarkdownTree(Array(entity.utf8))
    guard let text = tree.root.firstChild?.firstChild?.literal else { return nil }
    let value = String(decoding: text, as: UTF8.self)
    return value == entity ? nil : value
  }
}
