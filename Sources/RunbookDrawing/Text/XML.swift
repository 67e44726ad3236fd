/// Escapes text for XML 1.0.
///
/// Characters that XML does not allow in any form become U+FFFD, among them ESC, which a cell may
/// have printed.
package enum XML {
  private static let content = Escaping(
    ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\r": "&#13;"],
    control: "\u{FFFD}", kept: ["\t", "\n"])
  /// XML parsers turn newlines and tabs in attributes into spaces unless they are character
  /// references.
  private static let value = Escaping(
    [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\r": "&#13;", "\n": "&#10;",
      "\t": "&#9;",
    ], control: "\u{FFFD}", kept: [])

  /// `text` escaped for element content.
  package static func escape(_ text: some StringProtocol) -> String {
    holdable(content(String(text)))
  }

  /// ` name="value"`, escaped.
  package static func attribute(_ name: String, _ value: String) -> String {
    " \(name)=\"\(holdable(self.value(value)))\""
  }

  /// The two characters beyond ASCII that XML does not allow.
  private static func holdable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value == 0xFFFE || $0.value == 0xFFFF }) else {
      return text
    }
    let scalars = text.unicodeScalars.map {
      $0.value == 0xFFFE || $0.value == 0xFFFF ? "\u{FFFD}" : $0
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
