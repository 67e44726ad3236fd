/// The authors of a work as citations and the list of references name them.
struct CitedNames {
  private let people: [PersonName]
  private let hasOthers: Bool
  private let isKorean: Bool

  /// - Parameter isKorean: whether the note is in Korean.
  init(_ work: Work, isKorean: Bool) {
    self.isKorean = isKorean
    for role in ["author", "editor"] {
      if let names = work.names[role], !names.isEmpty {
        (people, hasOthers) = (names, false)
        return
      }
      if let field = work.field(role) {
        let list = PersonName.list(field)
        if !list.names.isEmpty {
          (people, hasOthers) = list
          return
        }
      }
    }
    let body = work.field("organization", "institution", "publisher", "key")
    people =
      ["misc", "online", "manual", "techreport", "report"].contains(work.type)
      ? body.map { [PersonName(family: LaTeXText.plain($0))] } ?? [] : []
    hasOthers = false
  }

  var isEmpty: Bool { people.isEmpty }

  /// The name by which the list is sorted.
  var sortKey: String {
    people.map { "\($0.family) \($0.given)" }.joined(separator: ", ")
  }

  /// As a part of a sentence: "Kim and Lee", "달무리와 해오름".
  var narrative: String {
    cited { first, second in
      guard isKorean else { return "\(first.short) and \(second.short)" }
      return "\(first.short)\(Self.particle(after: first.short)) \(second.short)"
    }
  }

  /// In brackets: "Kim & Lee", "달무리, 해오름".
  var aside: String {
    cited { first, second in
      let isEastAsian = isKorean && Self.isHangul(first.short.last)
      return "\(first.short)\(isEastAsian ? ", " : " & ")\(second.short)"
    }
  }

  private func cited(_ pair: (PersonName, PersonName) -> String) -> String {
    guard let first = people.first else { return "" }
    if people.count == 2, !hasOthers { return pair(first, people[1]) }
    if people.count == 1, !hasOthers { return first.short }
    return "\(first.short) \(isKorean ? "등" : "et al.")"
  }

  /// In the list of references: "Kim, C., & Lee, Y.", "달무리, 해오름".
  var listed: String {
    // Of very many authors the first 19 and the last are named.
    var names = people.map(\.listed)
    let isLong = names.count > 20
    if isLong { names = names.prefix(19) + [names[names.count - 1]] }
    guard let last = names.last else { return "" }
    if hasOthers { return names.joined(separator: ", ") + (isKorean ? " 외" : ", et al.") }
    if names.count == 1 { return last }
    let others = names.dropLast().joined(separator: ", ")
    if isLong { return "\(others), … \(last)" }
    let isEastAsian = people.allSatisfy { $0.isEastAsian || Self.isHangul($0.short.last) }
    return isEastAsian ? "\(others), \(last)" : "\(others), & \(last)"
  }

  /// "와" or "과", by the last sound of a word.
  static func particle(after word: String) -> String {
    guard let last = word.unicodeScalars.last else { return "와" }
    if (0xAC00...0xD7A3).contains(last.value) { return (last.value - 0xAC00) % 28 == 0 ? "와" : "과" }
    return "lmn".unicodeScalars.contains(last) ? "과" : "와"
  }

  private static func isHangul(_ character: Character?) -> Bool {
    guard let scalar = character?.unicodeScalars.first else { return false }
    return (0xAC00...0xD7A3).contains(scalar.value) || (0x1100...0x11FF).contains(scalar.value)
  }
}
