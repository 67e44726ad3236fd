/// The name that git gives to the content of a file: `git hash-object FILE` says the same.
///
/// `git log --find-object=NAME` then finds the commits that brought or removed the content, which a
/// hash of our own would not. SHA-1 is here for git's sake; it does not withstand someone who forges.
///
/// Source: RFC 3174; Git's documentation, "Git Internals - Git Objects".
package enum GitObject {
  /// 40 hexadecimal digits.
  package static func name(of content: [UInt8]) -> String {
    let bytes = Array("blob \(content.count)\0".utf8) + content
    return sha1(bytes).map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// The five words of the SHA-1 digest.
  private static func sha1(_ message: [UInt8]) -> [UInt32] {
    var padded = message
    padded.append(0x80)
    padded.append(contentsOf: repeatElement(0, count: (119 - message.count % 64) % 64))
    withUnsafeBytes(of: UInt64(message.count * 8).bigEndian) { padded.append(contentsOf: $0) }
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    var words = [UInt32](repeating: 0, count: 80)
    padded.withUnsafeBytes { buffer in
      for start in stride(from: 0, to: buffer.count, by: 64) {
        for index in 0..<16 {
          let word = buffer.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
          words[index] = UInt32(bigEndian: word)
        }
        for index in 16..<80 {
          let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
          words[index] = rotate(mixed, by: 1)
        }
        mix(words, into: &state)
      }
    }
    return state
  }

  private static func mix(_ words: [UInt32], into state: inout [UInt32]) {
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for index in 0..<80 {
      let (choice, constant): (UInt32, UInt32) =
        switch index {
        case ..<20: (b & c | ~b & d, 0x5A82_7999)
        case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = rotate(a, by: 5) &+ choice &+ e &+ constant &+ words[index]
      (a, b, c, d, e) = (next, a, rotate(b, by: 30), c, d)
    }
    for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
  }

  private static func rotate(_ word: UInt32, by bits: UInt32) -> UInt32 {
    word << bits | word >> (32 - bits)
  }
}
