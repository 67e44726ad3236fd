internal import CHash

/// A 128-bit hash of content (XXH3), for names in the cache: equal content, equal name.
///
/// It tells changed from unchanged; it does not withstand someone who forges content.
struct ContentHash {
  private var text: [UInt8] = []

  /// Adds a part; where one part ends and the next begins matters.
  mutating func add(_ part: String) {
    text += Array(part.utf8)
    text.append(0xFF)
  }

  mutating func add(_ bytes: [UInt8]) {
    text += Array("\(bytes.count):".utf8) + bytes
  }

  /// 32 hexadecimal digits.
  var name: String {
    let digest = chash_128(text, text.count)
    return Self.hexadecimal(digest.high) + Self.hexadecimal(digest.low)
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
