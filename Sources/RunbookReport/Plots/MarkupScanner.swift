/// Reads the tags of well-formed markup one by one.
///
/// Sufficient for gnuplot's output: no CDATA, no character `>` inside attributes.
struct MarkupScanner {
  struct Tag {
    var name: String
    var isClosing: Bool
    var attributes: [String: String]
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Returns the next tag; declarations and comments are skipped.
  mutating func next() -> Tag? {
    while let open = index(of: "<", from: position), let close = index(of: ">", from: open) {
      position = close + 1
      let first = bytes[open + 1]
      if first == UInt8(ascii: "?") || first == UInt8(ascii: "!") { continue }
      let isClosing = first == UInt8(ascii: "/")
      return tag(in: (open + (isClosing ? 2 : 1))..<close, isClosing: isClosing)
    }
    return nil
  }

  /// Returns the text up to the next tag, still escaped.
  mutating func text() -> String {
    let end = index(of: "<", from: position) ?? bytes.count
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private func tag(in range: Range<Int>, isClosing: Bool) -> Tag {
    var at = range.lowerBound
    func isNameByte(_ byte: UInt8) -> Bool {
      byte > 32 && byte != UInt8(ascii: "=") && byte != UInt8(ascii: "/")
    }
    func name() -> String {
      let start = at
      while at < range.upperBound, isNameByte(bytes[at]) { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    var tag = Tag(name: name(), isClosing: isClosing, attributes: [:])
    while at < range.upperBound {
      guard isNameByte(bytes[at]) else {
        at += 1
        continue
      }
      let key = name()
      while at < range.upperBound, bytes[at] != UInt8(ascii: "'"), bytes[at] != UInt8(ascii: "\"") {
        at += 1
      }
      guard at < range.upperBound else { break }
      let quote = bytes[at]
      let start = at + 1
      at = start
      while at < range.upperBound, bytes[at] != quote { at += 1 }
      tag.attributes[key] = String(decoding: bytes[start..<at], as: UTF8.self)
      at += 1
    }
    return tag
  }

  private func index(of character: Unicode.Scalar, from start: Int) -> Int? {
    let byte = UInt8(ascii: character)
    var index = start
    while index < bytes.count {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }
}
