/// Addresses in generated Markdown.
enum MarkdownAddress {
  /// An address in which the characters that would end it, or mean something, are encoded.
  static func encoded(_ address: String) -> String {
    var result = ""
    for scalar in address.unicodeScalars {
      if scalar.value <= 32 || "<>()\\\"|`$[]{}".unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The address of a file whose path is known, in which `%` and similar characters are encoded too.
  static func encoded(path: String) -> String {
    encoded(
      path.replacing("%", with: "%25").replacing("#", with: "%23").replacing("?", with: "%3F"))
  }
}
