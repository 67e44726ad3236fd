/// Text on its way into XML 1.0.
///
/// Characters that XML cannot hold in any form become U+FFFD, among them ESC, which a cell may well
/// have printed.
package enum XML {
  private static let content = Escaping(
    ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\r": "&#13;"],
    control: "\u{FFFD}", kept: ["\t", "\n"])
  /// A reader turns newlines and tabs of an attribute into blanks unless they are references.
  private static let value = Escaping(
    [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\r": "&#13;", "\n": "&#10;",
      "\t": "&#9;",
    ], control: "\u{FFFD}", kept: [])

  /// `text` fit for the content of an element.
  package static func escape(_ text: some StringProtocol) -> String {
    holdable(content(String(text)))
  }

  /// ` name="value"`, escaped.
  package static func attribute(_ name: String, _ value: String) -> String {
    " \(name)=\"\(holdable(self.value(value)))\""
  }

  /// The two characters beyond ASCII that XML has no place for.
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
