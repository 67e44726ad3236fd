internal import CFiles

/// A 128-bit hash of content (XXH3), the same in every process: equal content, equal text.
///
/// It tells changed from unchanged; it does not withstand someone who forges content.
package struct ContentHash: Hashable, Sendable {
  private var content: [UInt8] = []

  package init() {}

  /// The hash of `bytes` alone.
  package init(_ bytes: some Sequence<UInt8>) {
    combine(bytes)
  }

  /// Adds a part; where one part ends and the next begins matters.
  package mutating func combine(_ bytes: some Sequence<UInt8>) {
    let start = content.count
    content.append(contentsOf: bytes)
    withUnsafeBytes(of: UInt64(content.count - start).littleEndian) {
      content.append(contentsOf: $0)
    }
  }

  package mutating func combine(_ text: String) {
    combine(text.utf8)
  }

  /// The bit patterns of numbers.
  package mutating func combine(_ numbers: [Double]) {
    numbers.withUnsafeBytes { combine($0) }
  }

  /// 32 hexadecimal digits.
  package var text: String {
    let digest = cfiles_hash(content, content.count)
    return Self.hexadecimal(digest.high) + Self.hexadecimal(digest.low)
  }

  /// How many characters `text` has.
  package static let textLength = 32

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
