/// Which characters a kind of markup cannot hold as they are, and what stands for them.
///
/// One pass over the bytes: all characters that mean something are ASCII, so none is inside another.
struct Escaping: Sendable {
  /// By byte: `nil` where the byte stands for itself.
  private let replacements: [[UInt8]?]

  /// - Parameters:
  ///   - replacements: what stands for a character.
  ///   - control: what stands for control characters that are not among `replacements` and not kept;
  ///     `nil` where all stand for themselves.
  ///   - kept: control characters that stand for themselves.
  init(
    _ replacements: KeyValuePairs<Unicode.Scalar, String>, control: String? = nil,
    kept: [Unicode.Scalar] = []
  ) {
    var table = [[UInt8]?](repeating: nil, count: 256)
    if let control { for byte in 0..<32 { table[byte] = Array(control.utf8) } }
    for scalar in kept { table[Int(scalar.value)] = nil }
    for (scalar, text) in replacements { table[Int(scalar.value)] = Array(text.utf8) }
    self.replacements = table
  }

  func callAsFunction(_ text: String) -> String {
    var text = text
    let output = text.withUTF8 { bytes -> [UInt8]? in
      guard bytes.contains(where: { replacements[Int($0)] != nil }) else { return nil }
      var output = [UInt8]()
      output.reserveCapacity(bytes.count + 16)
      for byte in bytes {
        if let replacement = replacements[Int(byte)] {
          output.append(contentsOf: replacement)
        } else {
          output.append(byte)
        }
      }
      return output
    }
    return output.map { String(decoding: $0, as: UTF8.self) } ?? text
  }
}
