/// A tag, variable or shortcode of a site generator: Jekyll's Liquid, Hugo's and Quarto's shortcodes.
struct TemplateTag {
  enum Form {
    /// `{% name arguments %}`
    case tag
    /// `{{ expression }}`
    case variable
    /// `{{< name arguments >}}` or `{{% name arguments %}}`
    case shortcode
    /// `{{{< name >}}}` or `{{</* name */>}}`, which shows a shortcode
    case escapedShortcode
  }

  var form: Form
  /// The tag with its braces, as offsets in the source.
  var range: Range<Int>
  /// The text between the braces, without the hyphens and blanks at its ends.
  var body: Substring

  /// The first word, for example `include` or `/figure`.
  var name: Substring { body.prefix { !$0.isWhitespace } }

  /// What follows the first word.
  var arguments: Substring { body.dropFirst(name.count).drop { $0.isWhitespace } }

  /// The tag as the author wrote it, on one line and at most 40 characters long.
  var excerpt: String {
    let (open, close) =
      switch form {
      case .tag: ("{%", "%}")
      case .variable: ("{{", "}}")
      case .shortcode, .escapedShortcode: ("{{<", ">}}")
      }
    let words = body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return "\(open) \(words.count > 40 ? words.prefix(39) + "…" : words[...]) \(close)"
  }
}
