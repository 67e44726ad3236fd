/// Takes a text in HTML apart.
///
/// Attributes may be quoted or not, names may be in any case. A `<` that begins no complete tag is an
/// ordinary character, so that no words are lost.
struct HTMLTokenizer {
  private let bytes: [UInt8]
  private var position = 0
  /// Ends of comments and the like that were looked for and are not there.
  private var missing: Set<String> = []
  /// The number of tags that were read for a long way and were none.
  private var failures = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The tokens of a text.
  ///
  /// - Complexity: O(bytes).
  static func tokens(of bytes: [UInt8]) -> [PlacedHTMLToken] {
    var tokenizer = HTMLTokenizer(bytes)
    var tokens: [PlacedHTMLToken] = []
    var textStart = 0
    func text(to end: Int) {
      guard textStart < end else { return }
      let words = String(decoding: bytes[textStart..<end], as: UTF8.self)
      tokens.append(PlacedHTMLToken(token: .text(words), range: textStart..<end))
    }
    while let start = tokenizer.nextBracket() {
      guard let token = tokenizer.takeMarkup() else {
        tokenizer.position = start + 1
        continue
      }
      text(to: start)
      tokens.append(PlacedHTMLToken(token: token, range: start..<tokenizer.position))
      textStart = tokenizer.position
      if case .startTag(let name, _, false) = token, rawTags.contains(name),
        let isClosed = tokenizer.takeRawContent(of: name)
      {
        tokens.append(
          PlacedHTMLToken(
            token: .raw(tag: name, isClosed: isClosed), range: textStart..<tokenizer.position))
        textStart = tokenizer.position
      }
    }
    text(to: bytes.count)
    return tokens
  }

  /// Elements whose content is not markup.
  static let rawTags: Set<String> = ["script", "style", "template", "svg", "title", "xmp"]

  private mutating func nextBracket() -> Int? {
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    return position < bytes.count ? position : nil
  }

  /// The markup at `position`; `nil` if there is none, and the position is anywhere.
  private mutating func takeMarkup() -> HTMLToken? {
    let start = position
    guard start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "!") where starts(with: "<!--", at: start):
      return end(of: "-->", from: start + 4).map { take(to: $0, .hidden) }
    case UInt8(ascii: "!") where starts(with: "<![CDATA[", at: start):
      return end(of: "]]>", from: start + 9).map { take(to: $0, .hidden) }
    case UInt8(ascii: "!") where start + 2 < bytes.count && Self.isLetter(bytes[start + 2]):
      return end(of: ">", from: start + 2).map { take(to: $0, .hidden) }
    case UInt8(ascii: "?"):
      return end(of: "?>", from: start + 2).map { take(to: $0, .hidden) }
    case UInt8(ascii: "/"):
      position = start + 2
      guard let name = takeName() else { return nil }
      skipBlanks()
      guard take(UInt8(ascii: ">")) else { return nil }
      return .endTag(name: name)
    default:
      position = start + 1
      return takeStartTag()
    }
  }

  private mutating func take(to end: Int, _ token: HTMLToken) -> HTMLToken {
    position = end
    return token
  }

  private mutating func takeStartTag() -> HTMLToken? {
    let start = position
    // After some failures over a long way, only tags of ordinary length are read.
    let limit = failures < 16 ? bytes.count : min(bytes.count, start + 1 << 10)
    defer { if position - start > 1 << 10 { failures += 1 } }
    guard let name = takeName() else { return nil }
    var attributes: [ElementAttribute] = []
    while position < limit {
      let blanks = position
      skipBlanks()
      if take(UInt8(ascii: ">")) {
        if position - start > 1 << 10 { failures -= 1 }
        return .startTag(name: name, attributes: attributes, isSelfClosing: false)
      }
      if starts(with: "/>", at: position) {
        position += 2
        if position - start > 1 << 10 { failures -= 1 }
        return .startTag(name: name, attributes: attributes, isSelfClosing: true)
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: "/") {
        position += 1
        continue
      }
      // `<b,c>` is not a tag, but attributes in quotes need no blank between them.
      guard blanks < position || attributes.last.map({ !$0.value.isEmpty }) == true,
        let attribute = takeAttribute(limit)
      else { return nil }
      if !attributes.contains(where: { $0.name == attribute.name }), attributes.count < 64 {
        attributes.append(attribute)
      }
    }
    return nil
  }

  private mutating func takeAttribute(_ limit: Int) -> ElementAttribute? {
    let start = position
    while position < limit, Self.isAttributeName(bytes[position]) { position += 1 }
    guard position > start else { return nil }
    let name = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
    let end = position
    skipBlanks()
    guard take(UInt8(ascii: "=")) else {
      position = end
      return ElementAttribute(name, "")
    }
    skipBlanks()
    guard position < limit else { return nil }
    let quote = bytes[position]
    let valueStart: Int
    let valueEnd: Int
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      valueStart = position + 1
      position = valueStart
      while position < limit, bytes[position] != quote { position += 1 }
      guard position < limit else { return nil }
      valueEnd = position
      position += 1
    } else {
      valueStart = position
      while position < limit, !Self.isBlank(bytes[position]), bytes[position] != UInt8(ascii: ">"),
        bytes[position] != UInt8(ascii: "<")
      {
        position += 1
      }
      // `<a href=x/>` ends the tag.
      if position > valueStart, position < limit, bytes[position] == UInt8(ascii: ">"),
        bytes[position - 1] == UInt8(ascii: "/"), position - 1 > valueStart
      {
        position -= 1
      }
      valueEnd = position
      guard valueEnd > valueStart else { return nil }
    }
    let value = String(decoding: bytes[valueStart..<valueEnd], as: UTF8.self)
    return ElementAttribute(name, HTMLEntities.decode(value))
  }

  /// The content of a script or the like up to and including its end tag.
  ///
  /// - Returns: whether there is an end tag; `nil` if nothing follows.
  private mutating func takeRawContent(of name: String) -> Bool? {
    guard position < bytes.count else { return nil }
    let end = Array("</\(name)".utf8)
    var index = position
    while index + end.count <= bytes.count {
      if bytes[index] == UInt8(ascii: "<"),
        zip(bytes[index..<(index + end.count)], end).allSatisfy({ Self.lower($0) == $1 })
      {
        position = index + end.count
        while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
        position = min(bytes.count, position + 1)
        return true
      }
      index += 1
    }
    position = bytes.count
    return false
  }

  private mutating func takeName() -> String? {
    let start = position
    guard start < bytes.count, Self.isLetter(bytes[start]) else { return nil }
    while position < bytes.count, Self.isName(bytes[position]) { position += 1 }
    guard position < bytes.count,
      Self.isBlank(bytes[position]) || bytes[position] == UInt8(ascii: ">")
        || bytes[position] == UInt8(ascii: "/")
    else { return nil }
    return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
  }

  private mutating func skipBlanks() {
    while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func starts(with word: String, at position: Int) -> Bool {
    position < bytes.count && bytes[position...].starts(with: word.utf8)
  }

  /// The position after the next `word`.
  private mutating func end(of word: String, from start: Int) -> Int? {
    guard !missing.contains(word) else { return nil }
    let end = Array(word.utf8)
    var index = start
    while index + end.count <= bytes.count {
      if bytes[index] == end[0], bytes[index...].starts(with: end) { return index + end.count }
      index += 1
    }
    missing.insert(word)
    return nil
  }

  private static func lower(_ byte: UInt8) -> UInt8 { isLetter(byte) ? byte | 0x20 : byte }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || "-_.:".utf8.contains(byte)
  }

  private static func isAttributeName(_ byte: UInt8) -> Bool {
    !isBlank(byte) && byte >= 0x20 && !"\"'<>/=`".utf8.contains(byte)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == 0x0C
  }
}
