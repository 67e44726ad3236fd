/// Escapes text for HTML, or for SVG inside it.
package enum HTML {
  private static let escaping = Escaping(
    [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;", "\u{7F}": "",
    ], control: "", kept: ["\t", "\n"])

  /// `text` with every special character of HTML escaped, suitable for element content and for
  /// attribute values in double or single quotes.
  ///
  /// Control characters other than tab and newline are removed, since no document may contain them.
  package static func escape(_ text: some StringProtocol) -> String {
    escaping(String(text))
  }

  private static let proseEscaping = Escaping([
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;",
  ])

  /// Prose with every special character of HTML escaped; apostrophes are kept.
  package static func escapeProse(_ text: some StringProtocol) -> String {
    proseEscaping(String(text))
  }

  /// The text of which `html` is the escaped form.
  package static func unescape(_ html: String) -> String {
    guard html.contains("&") else { return html }
    return html.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&amp;", with: "&")
  }

  /// ` name="value"`, escaped; empty if `value` is `nil`.
  package static func attribute(_ name: String, _ value: String?) -> String {
    value.map { " \(name)=\"\(escape($0))\"" } ?? ""
  }
}
