/// Reads the tokens and arguments of LaTeX.
struct TeXReader {
  let bytes: [UInt8]
  var at = 0
  /// The number of groups that were found not to be closed.
  private var failures = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  init(_ source: String) { self.init(Array(source.utf8)) }

  var isAtEnd: Bool { at >= bytes.count }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Skips blanks, line ends and comments.
  mutating func skipBlanks() {
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%") {
        skipComment()
      } else if bytes[at] <= UInt8(ascii: " ") {
        at += 1
      } else {
        return
      }
    }
  }

  /// Skips the rest of the line.
  mutating func skipComment() {
    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
  }

  /// Reads the control sequence at `at`: a backslash, then letters or one other character.
  mutating func command() -> String {
    let start = at
    at += 1
    if at < bytes.count, Self.isLetter(bytes[at]) {
      while at < bytes.count, Self.isLetter(bytes[at]) { at += 1 }
    } else if at < bytes.count {
      at += 1
      while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
    }
    return string(start..<at)
  }

  /// Reads an argument: the content of a group, or a single token.
  ///
  /// - Returns: `nil` if there is none, or a group is not closed; the reader is not moved then.
  mutating func argument() -> Range<Int>? {
    let start = at
    skipBlanks()
    guard at < bytes.count, bytes[at] != UInt8(ascii: "}") else {
      at = start
      return nil
    }
    switch bytes[at] {
    case UInt8(ascii: "{"):
      guard let close = endOfGroup() else {
        at = start
        return nil
      }
      defer { at = close + 1 }
      return (at + 1)..<close
    case UInt8(ascii: "\\"):
      let first = at
      _ = command()
      return first..<at
    default:
      let first = at
      at += 1
      while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
      return first..<at
    }
  }

  /// Reads `[…]`.
  mutating func option() -> Range<Int>? {
    let start = at
    skipBlanks()
    guard at < bytes.count, bytes[at] == UInt8(ascii: "[") else {
      at = start
      return nil
    }
    guard failures < 64 else { return nil }
    var depth = 0
    var end = at + 1
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "\\"): end += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "]") where depth == 0:
        defer { at = end + 1 }
        return (at + 1)..<end
      default: break
      }
      end += 1
    }
    failures += 1
    at = start
    return nil
  }

  /// Whether a byte follows; skips it then.
  mutating func take(_ byte: Character) -> Bool {
    guard at < bytes.count, bytes[at] == byte.asciiValue else { return false }
    at += 1
    return true
  }

  /// The offset of the brace that closes the group at `at`.
  ///
  /// After some groups that are not closed no more are searched for, so that any text takes linear
  /// time.
  private mutating func endOfGroup() -> Int? {
    guard failures < 64 else { return nil }
    var depth = 0
    var index = at
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    failures += 1
    return nil
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "@")
  }
}
