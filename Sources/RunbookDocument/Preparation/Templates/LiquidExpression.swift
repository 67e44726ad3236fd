/// A value in a template: `site.baseurl`, `"/x.png" | relative_url`, `page.title`.
enum LiquidExpression {
  /// The variables that Jekyll sets to the address at which a site is published.
  private static let roots: Set<String> = [
    "site.baseurl", "site.url", "site.base_url", "site.github.url", "site.base", "page.baseurl",
    "BASE_PATH", "baseurl",
  ]

  /// Filters that do not change the words that readers see.
  private static let neutral: Set<String> = [
    "escape", "escape_once", "xml_escape", "cgi_escape", "uri_escape", "markdownify", "strip",
    "lstrip", "rstrip", "strip_newlines", "smartify", "safe", "raw",
  ]

  /// Whether the text between two braces may be a variable and is not a word that authors put there.
  static func isPlausible(_ text: Substring) -> Bool {
    guard let first = parts(of: text).first.map(trimmed), !first.isEmpty else { return false }
    return string(first) != nil
      || first.first?.isLetter == true
        && first.allSatisfy {
          $0.isASCII && ($0.isLetter || $0.isNumber) || "._-[]\"'".contains($0)
        }
  }

  /// The value as text; `nil` if it is known only to the site generator.
  static func value(
    of text: Substring, in frontMatter: FrontMatter, variables: [String: String] = [:]
  ) -> String? {
    let parts = parts(of: text)
    guard let first = parts.first else { return nil }
    var value = simpleValue(of: trimmed(first), in: frontMatter, variables)
    for filter in parts.dropFirst() {
      let name = trimmed(filter).prefix { $0 != ":" && !$0.isWhitespace }
      let arguments = self.arguments(of: filter).map {
        simpleValue(of: trimmed($0), in: frontMatter, variables)
      }
      value = applying(String(name), to: value, arguments)
    }
    return value
  }

  private static func simpleValue(
    of text: Substring, in frontMatter: FrontMatter, _ variables: [String: String]
  ) -> String? {
    if let string = string(text) { return string }
    if let value = variables[String(text)] { return value }
    if roots.contains(String(text)) { return "" }
    if !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) {
      return String(text)
    }
    let page = ["page.", "Page.", ".Params."].first { text.hasPrefix($0) }
    return page.flatMap { property(String(text.dropFirst($0.count)), of: frontMatter) }
  }

  /// A key of the front matter that readers may see.
  static func property(_ name: String, of frontMatter: FrontMatter) -> String? {
    switch name.lowercased() {
    case "title": frontMatter.title
    case "subtitle", "description": frontMatter.subtitle
    case "author": frontMatter.authors.isEmpty ? nil : frontMatter.authors.joined(separator: ", ")
    case "date": frontMatter.date
    case "last_modified_at", "lastmod": frontMatter.lastModified
    default: nil
    }
  }

  private static func applying(
    _ filter: String, to value: String?, _ arguments: [String?]
  ) -> String? {
    guard let value else { return filter == "default" ? arguments.first ?? nil : nil }
    switch filter {
    case "default": return value.isEmpty ? arguments.first ?? value : value
    case "relative_url", "absolute_url", "relURL", "absURL":
      return value.hasPrefix("/") || value.contains("://") ? value : "/" + value
    case "prepend": return arguments.first.flatMap { $0 }.map { $0 + value }
    case "append": return arguments.first.flatMap { $0 }.map { value + $0 }
    case "downcase": return value.lowercased()
    case "upcase": return value.uppercased()
    case "capitalize": return value.prefix(1).uppercased() + value.dropFirst()
    case "remove": return arguments.first.flatMap { $0 }.map { value.replacing($0, with: "") }
    case "replace":
      guard arguments.count == 2, let old = arguments[0], let new = arguments[1] else { return nil }
      return value.replacing(old, with: new)
    default: return neutral.contains(filter) ? value : nil
    }
  }

  // MARK: Syntax

  /// The text between quotation marks.
  private static func string(_ text: Substring) -> String? {
    guard text.count >= 2, let mark = text.first, mark == "\"" || mark == "'", text.last == mark,
      !text.dropFirst().dropLast().contains(mark)
    else { return nil }
    return String(text.dropFirst().dropLast())
  }

  private static func parts(of text: Substring) -> [Substring] { split(text, at: "|") }

  private static func arguments(of filter: Substring) -> [Substring] {
    guard let colon = filter.firstIndex(of: ":") else { return [] }
    return split(filter[filter.index(after: colon)...], at: ",")
  }

  /// Splits a text at a separator that is not between quotation marks.
  private static func split(_ text: Substring, at separator: Character) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var mark: Character?
    for index in text.indices {
      let character = text[index]
      if let open = mark {
        if character == open { mark = nil }
      } else if character == "\"" || character == "'" {
        mark = character
      } else if character == separator {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return parts + [text[start...]]
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
