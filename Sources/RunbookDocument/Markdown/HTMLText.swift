/// HTML as it is written, byte by byte.
struct HTMLText {
  private(set) var bytes: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }

  /// Writes finished HTML.
  mutating func write(_ html: StaticString) {
    html.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Writes finished HTML that is made at run time.
  mutating func write(_ html: String) {
    bytes.append(contentsOf: html.utf8)
  }

  mutating func write(raw html: some Sequence<UInt8>) {
    bytes.append(contentsOf: html)
  }

  /// Writes text, so that none of its characters is taken for HTML.
  mutating func write(escaping text: some Sequence<UInt8>) {
    let done: Void? = text.withContiguousStorageIfAvailable { text in
      var start = 0
      for index in text.indices where Self.isSpecial(text[index]) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
        write(escapingEach: CollectionOfOne(text[index]))
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
    if done == nil { write(escapingEach: text) }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
      || byte == UInt8(ascii: "\"")
  }

  private mutating func write(escapingEach text: some Sequence<UInt8>) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): write("&amp;" as StaticString)
      case UInt8(ascii: "<"): write("&lt;" as StaticString)
      case UInt8(ascii: ">"): write("&gt;" as StaticString)
      case UInt8(ascii: "\""): write("&quot;" as StaticString)
      default: bytes.append(byte)
      }
    }
  }

  /// Writes an address for `href` or `src`; what a URL may not hold is percent-encoded.
  mutating func write(address: some Sequence<UInt8>) {
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in address {
      switch byte {
      case UInt8(ascii: "&"): write("&amp;" as StaticString)
      case UInt8(ascii: "'"): write("&#x27;" as StaticString)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        bytes.append(byte)
      default:
        if Self.addressMarks.contains(byte) {
          bytes.append(byte)
        } else {
          bytes.append(UInt8(ascii: "%"))
          bytes.append(digits[Int(byte >> 4)])
          bytes.append(digits[Int(byte & 15)])
        }
      }
    }
  }

  /// Takes everything written so far.
  mutating func take() -> String {
    defer { bytes.removeAll(keepingCapacity: true) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let addressMarks = Set("-_.+!*(),%#@?=;:/$~".utf8)
}
