/// The conditions under which a division or a span is shown: `.content-visible when-format="html"`.
enum FormatCondition {
  /// The names by which a report, which is a page, counts as a format.
  private static let names: Set<String> = ["html", "html4", "html5", "html:js", "web"]

  private static let keys = [
    "when-format", "unless-format", "when-profile", "unless-profile", "when-meta", "unless-meta",
  ]

  /// Whether the content is shown, taking the condition off the attributes; `nil` without a
  /// condition.
  static func take(_ attributes: inout BracedAttributes) -> Bool? {
    let isVisible = attributes.remove("content-visible")
    let isHidden = attributes.remove("content-hidden")
    guard isVisible || isHidden else { return nil }
    var holds = true
    for key in keys {
      guard let value = attributes.take(key) else { continue }
      // A report belongs to no profile and sets no metadata.
      let isThisFormat = key.hasSuffix("-format") && names.contains(value.lowercased())
      if isThisFormat != key.hasPrefix("when-") { holds = false }
    }
    return isVisible ? holds : !holds
  }

  /// Whether a report satisfies the argument of the directive `only`: `html`, `not latex`.
  static func holds(_ expression: String) -> Bool {
    let words = expression.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ":") }
    var result = false
    var isNegated = false
    for word in words {
      switch word {
      case "not": isNegated = true
      case "or", "and": break
      default:
        if names.contains(String(word)) != isNegated { result = true }
        isNegated = false
      }
    }
    return result
  }
}
