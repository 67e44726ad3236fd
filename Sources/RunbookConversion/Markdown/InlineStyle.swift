/// A style of writing inline content: the characters in words that are escaped, and the emphasis
/// marks.
struct InlineStyle: Hashable {
  /// Characters of words that are escaped.
  var escaped: Set<Character> = []
  /// Whether the first character of a line is escaped if it could begin a block.
  var escapesLineStarts = false
  var emphasis = "*"
  var strong = "**"
  /// Whether nested emphasis uses the other mark.
  var alternates = false

  private static let classes: [Set<Character>] = [
    ["*"], ["_"], ["`"], ["[", "]"], ["<"], ["$"], ["~"], ["&"], ["@"], ["\\"], ["!"], [":"],
  ]

  /// All ASCII characters except letters, digits and space; a backslash before any of them is
  /// allowed.
  private static let punctuation = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

  /// The styles to try, the plainest first.
  static let all: [InlineStyle] = {
    let most = [
      InlineStyle(escaped: Set(classes.flatMap { $0 }), escapesLineStarts: true),
      InlineStyle(escaped: punctuation, escapesLineStarts: true),
    ]
    let few = [InlineStyle(), InlineStyle(escapesLineStarts: true)]
    let single = (classes + [["*", "_", "\\"]]).map {
      InlineStyle(escaped: $0, escapesLineStarts: true)
    }
    let marks = [("*", "**", false), ("_", "**", false), ("*", "__", false), ("*", "**", true)]
    return marks.enumerated().flatMap { index, mark in
      let (emphasis, strong, alternates) = mark
      return (few + (index == 0 ? single : []) + most).map { style in
        var style = style
        (style.emphasis, style.strong, style.alternates) = (emphasis, strong, alternates)
        return style
      }
    }
  }()
}
