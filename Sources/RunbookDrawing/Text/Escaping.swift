/// The characters that have to be escaped in a kind of markup, and their replacements.
///
/// One pass over the bytes: all escaped characters are ASCII, so their bytes do not occur in other
/// characters.
struct Escaping: Sendable {
  /// By byte: `nil` if the byte is not escaped.
  private let replacements: [[UInt8]?]

  /// - Parameters:
  ///   - replacements: the replacement of each escaped character.
  ///   - control: the replacement of control characters that are neither in `replacements` nor in
  ///     `kept`; `nil` if they are not escaped.
  ///   - kept: control characters that are not escaped.
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
