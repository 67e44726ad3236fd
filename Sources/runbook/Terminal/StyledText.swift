import RunbookFiles

/// Text for a terminal, in which control characters are this program's own.
///
/// Literals are taken as they are; whatever is interpolated comes from notes, their cells or the file
/// system, so its control characters are made visible.
struct StyledText: ExpressibleByStringInterpolation {
  private(set) var text: String

  init(stringLiteral text: String) { self.text = text }

  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Text of this program that is styled already.
  init(styled text: String) { self.text = text }

  static func + (left: Self, right: Self) -> Self { Self(styled: left.text + right.text) }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ styled: StyledText) { text += styled.text }

    mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += ControlCharacters.visible("\(value)")
    }
  }
}
