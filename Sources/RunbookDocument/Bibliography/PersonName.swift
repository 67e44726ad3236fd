/// The name of an author or editor.
struct PersonName: Hashable, Sendable {
  /// The family name with the particles before it, "van Beethoven"; the whole name of an organisation.
  var family: String
  /// Empty if the whole name is in `family`.
  var given = ""
  /// `Jr.`
  var suffix = ""

  /// Whether the family name comes first without a comma or blank: 김철수.
  var isEastAsian: Bool { !given.isEmpty && Self.isEastAsian(family + given) }

  /// The name in a citation: "Kim", "김철수".
  var short: String { isEastAsian ? whole : family }

  /// An East Asian name as it is written.
  private var whole: String { family + given.filter { $0 != " " } }

  /// The name in a list of references: "Kim, C.-S.", "김철수".
  var listed: String {
    if isEastAsian { return whole }
    let parts = [family, initials, suffix].filter { !$0.isEmpty }
    return parts.joined(separator: ", ")
  }

  private var initials: String {
    given.split(separator: " ").map { word in
      word.split(separator: "-").compactMap { part in
        part.first.map { "\($0.uppercased())." }
      }.joined(separator: "-")
    }.joined(separator: " ")
  }

  // MARK: Reading

  /// The names in a field of a BibTeX file, `others` at the end as `nil`.
  static func list(_ field: String) -> (names: [PersonName], hasOthers: Bool) {
    var names: [PersonName] = []
    var hasOthers = false
    for raw in separated(field) {
      if raw.lowercased() == "others" {
        hasOthers = true
      } else {
        names += people(raw)
      }
    }
    return (names, hasOthers)
  }

  /// Divides a text at ` and ` outside of braces.
  private static func separated(_ field: String) -> [String] {
    var parts: [[Substring]] = [[]]
    for word in words(field) {
      if word.lowercased() == "and" {
        parts.append([])
      } else {
        parts[parts.count - 1].append(word)
      }
    }
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
  }

  /// The words between blanks outside of braces.
  private static func words(_ text: some StringProtocol) -> [Substring] {
    pieces(text) { $0.isWhitespace || $0 == "~" }.filter { !$0.isEmpty }
  }

  private static func pieces(
    _ text: some StringProtocol, at isSeparator: (Character) -> Bool
  ) -> [Substring] {
    var pieces: [Substring] = []
    let text = Substring(text)
    var depth = 0
    var start = text.startIndex
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      defer { isEscaped = character == "\\" && !isEscaped }
      if isEscaped { continue }
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      guard depth <= 0, isSeparator(character) else { continue }
      pieces.append(text[start..<index])
      start = text.index(after: index)
    }
    return pieces + [text[start...]]
  }

  /// One name; several if Korean names are separated by commas.
  private static func people(_ raw: String) -> [PersonName] {
    if raw.hasPrefix("{"), raw.hasSuffix("}"), pieces(raw, at: { $0 == " " }).count == 1 {
      return [PersonName(family: LaTeXText.plain(raw))]
    }
    let parts = pieces(raw) { $0 == "," }
    let plain = parts.map { LaTeXText.plain(String($0)) }
    if plain.count > 1, plain.allSatisfy(isKoreanName) {
      return plain.map { PersonName(family: $0) }
    }
    switch parts.count {
    case 1: return [inOrder(words(parts[0]))]
    case 2: return [PersonName(family: plain[0], given: plain[1])]
    default:
      return [
        PersonName(family: plain[0], given: plain[2...].joined(separator: " "), suffix: plain[1])
      ]
    }
  }

  /// `First von Last`, or a Korean name in its own order.
  private static func inOrder(_ words: [Substring]) -> PersonName {
    let plain = words.map { LaTeXText.plain(String($0)) }
    guard plain.count > 1, let last = plain.last else {
      return PersonName(family: plain.first ?? "")
    }
    if plain.count == 2, isHangul(plain[0]), isHangul(last) {
      // 김 철수 as people write it, 철수 김 as BibTeX wants it.
      return isFamily(plain[0]) && !(isFamily(last) && last.count < plain[0].count)
        ? PersonName(family: plain[0], given: last) : PersonName(family: last, given: plain[0])
    }
    let isParticle = { (index: Int) in
      words[index].first { $0.isLetter }?.isLowercase == true && words[index].first != "{"
    }
    let particle = (1..<(plain.count - 1)).first(where: isParticle) ?? plain.count - 1
    if isParticle(0), plain.count > 1 { return PersonName(family: plain.joined(separator: " ")) }
    return PersonName(
      family: plain[particle...].joined(separator: " "),
      given: plain[..<particle].joined(separator: " "))
  }

  // MARK: Korean names

  private static let longFamilies: Set<String> = [
    "남궁", "제갈", "황보", "선우", "독고", "사공", "서문", "동방", "망절", "장곡",
  ]

  private static func isFamily(_ name: String) -> Bool {
    name.count == 1 || longFamilies.contains(name)
  }

  /// Whether a text is a whole Korean name and not a family name alone.
  private static func isKoreanName(_ text: String) -> Bool {
    isHangul(text) && (2...5).contains(text.count) && !longFamilies.contains(text)
  }

  private static func isHangul(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        (0xAC00...0xD7A3).contains($0.value) || (0x1100...0x11FF).contains($0.value)
      }
  }

  private static func isEastAsian(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x1100...0x11FF, 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0x20000...0x3FFFF:
        true
      default: false
      }
    }
  }
}
