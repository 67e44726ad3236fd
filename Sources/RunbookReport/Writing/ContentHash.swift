/// A 64-bit fingerprint of bytes, the same in every process: FNV-1a.
///
/// For telling apart what changed from what did not, not against an adversary.
///
/// Source: Glenn Fowler, Landon Curt Noll and Kiem-Phong Vo, draft-eastlake-fnv.
struct ContentHash: Hashable, Sendable {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
  }

  mutating func combine(_ text: String) {
    combine(text.utf8)
    combine(CollectionOfOne(0))
  }

  /// The bit patterns of numbers.
  mutating func combine(_ numbers: [Double]) {
    numbers.withUnsafeBytes { combine($0) }
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
