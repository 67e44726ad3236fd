internal import RunbookDrawing
internal import SwiftIDEUtils
internal import SwiftParser
internal import SwiftSyntax

/// Converts Swift source to HTML, coloured by the syntax tree.
enum SwiftHighlighter {
  /// Returns `source`, escaped, with a `<span>` around every coloured token.
  ///
  /// Invalid source is coloured as far as the parser understands it. The classes are single
  /// letters:
  /// `k` keyword, `t` type, `f` called function, `s` string, `n` number,
  /// `c` comment, `a` attribute or directive, `v` closure parameter.
  static func html(_ source: String) -> String {
    let bytes = Array(source.utf8)
    var output = ""
    output.reserveCapacity(bytes.count * 3)
    var done = 0
    for range in Parser.parse(source: source).classifications {
      let start = range.range.lowerBound.utf8Offset
      let end = min(range.range.upperBound.utf8Offset, bytes.count)
      guard start >= done, start < end else { continue }
      output += escaped(bytes[done..<start])
      let word = escaped(bytes[start..<end])
      if let name = className(of: range.kind, next: end < bytes.count ? bytes[end] : nil) {
        output += "<b class=\(name)>\(word)</b>"
      } else {
        output += word
      }
      done = end
    }
    return output + escaped(bytes[done...])
  }

  private static func escaped(_ bytes: ArraySlice<UInt8>) -> String {
    HTML.escape(String(decoding: bytes, as: UTF8.self))
  }

  private static func className(of kind: SyntaxClassification, next: UInt8?) -> String? {
    switch kind {
    case .keyword: "k"
    case .type: "t"
    case .stringLiteral, .regexLiteral: "s"
    case .integerLiteral, .floatLiteral: "n"
    case .lineComment, .blockComment, .docLineComment, .docBlockComment: "c"
    case .attribute, .ifConfigDirective: "a"
    case .dollarIdentifier: "v"
    case .identifier: next == UInt8(ascii: "(") ? "f" : nil
    default: nil
    }
  }
}
