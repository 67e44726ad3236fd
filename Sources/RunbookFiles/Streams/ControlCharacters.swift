/// Text of others on its way to a terminal.
///
/// Titles, keys, claims, messages and file names come from notes that anybody may have written. A
/// control character among them could recolour, clear or rename the terminal, or make it type.
package enum ControlCharacters {
  /// `text` with every control character written as its escape in Swift, for example `\u{1B}`.
  ///
  /// Controls are those of ASCII and Latin-1, and the characters that change the direction of text or
  /// separate lines and paragraphs. Tabs are kept.
  ///
  /// - Parameter keepsLines: whether newlines are kept, too.
  package static func visible(_ text: String, keepsLines: Bool = true) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0, keepsLines) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar, keepsLines) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// JSON with every control character outside of its layout written as JSON's own escape.
  package static func visible(json: String) -> String {
    guard json.unicodeScalars.contains(where: { isControl($0, true) }) else { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      if isControl(scalar, true) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isControl(_ scalar: Unicode.Scalar, _ keepsLines: Bool) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0x0A: !keepsLines
    case 0x00..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
