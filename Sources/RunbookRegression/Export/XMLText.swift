/// Text on its way into XML.
enum XMLText {
  /// `text` fit for content and for attribute values in double quotes.
  ///
  /// Characters that XML 1.0 cannot hold in any form become U+FFFD, among them ESC, which a cell may
  /// well have printed. In attributes, newlines and tabs are written as references, since a reader
  /// turns them into blanks otherwise.
  static func escape(_ text: some StringProtocol, isAttribute: Bool = false) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "\n", "\t", "\r":
        if isAttribute || scalar == "\r" {
          output += "&#\(scalar.value);"
        } else {
          output.unicodeScalars.append(scalar)
        }
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// ` name="value"`.
  static func attribute(_ name: String, _ value: String) -> String {
    " \(name)=\"\(escape(value, isAttribute: true))\""
  }
}
