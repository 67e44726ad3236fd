internal import CMarkdown

/// How a formula is written in Markdown.
enum FormulaForm {
  case dollar, dollars, backticks
  case parentheses, doubleParentheses, brackets, doubleBrackets
  case environment, definitions

  init(_ form: md_math_form) {
    self =
      switch form {
      case MD_DOLLARS: .dollars
      case MD_BACKTICKS: .backticks
      case MD_PARENTHESES: .parentheses
      case MD_DOUBLE_PARENTHESES: .doubleParentheses
      case MD_BRACKETS: .brackets
      case MD_DOUBLE_BRACKETS: .doubleBrackets
      case MD_ENVIRONMENT: .environment
      case MD_DEFINITIONS: .definitions
      default: .dollar
      }
  }

  private static let mark = String(Unicode.Scalar(FormulaMarks.backslash))

  /// The sign before the formula, in the text with marks.
  var opening: String {
    switch self {
    case .dollar: "$"
    case .dollars: "$$"
    case .backticks: "$`"
    case .parentheses: Self.mark + "("
    case .doubleParentheses: Self.mark + "\\("
    case .brackets: Self.mark + "["
    case .doubleBrackets: Self.mark + "\\["
    case .environment, .definitions: ""
    }
  }

  /// The sign after the formula.
  var closing: String {
    switch self {
    case .dollar: "$"
    case .dollars: "$$"
    case .backticks: "`$"
    case .parentheses: "\\)"
    case .doubleParentheses: "\\\\)"
    case .brackets: "\\]"
    case .doubleBrackets: "\\\\]"
    case .environment, .definitions: ""
    }
  }

  /// The formula in the lines of a block; `nil` without a closing sign.
  func content(in bytes: [UInt8]) -> Range<Int>? {
    switch self {
    case .definitions:
      var end = bytes.count
      while end > 0, bytes[end - 1] <= UInt8(ascii: " ") { end -= 1 }
      return 0..<end
    case .environment:
      let parts = FormulaParts(String(decoding: bytes, as: UTF8.self))
      return parts.environments.first?.end.map { 0..<$0.upperBound }
    default:
      let start = opening.utf8.count
      let sign = Array(closing.utf8)
      var index = start
      while index + sign.count <= bytes.count {
        if bytes[index...].starts(with: sign) { return start..<index }
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      return nil
    }
  }

  /// The end of a block, for a message.
  func blockEnd(_ bytes: [UInt8]) -> String {
    switch self {
    case .environment:
      let name = FormulaParts(String(decoding: bytes, as: UTF8.self)).environments.first?.name
      return "\\end{\(name ?? "")}"
    case .definitions: return "}"
    default: return closing
    }
  }
}
