/// The reason why a `results.json` cannot be read, for messages.
package struct ResultsProblem: Sendable {
  /// The line of the file, from 1, if known.
  package var line: Int?
  /// For example `cells[3].outputs[0] has no “kind”`.
  package var message: String

  /// - Parameter error: the error thrown by the decoder.
  package init(_ error: any Error) {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      message = "\(Self.place(context.codingPath)) has no “\(key.stringValue)”"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      message = "\(Self.place(context.codingPath)) is not what it should be"
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
      let words = context.underlyingError.map { "\($0)" } ?? context.debugDescription
      // The parser's message ends with “around line 3, column 5.”
      line = words.firstMatch(of: /line ([0-9]+)/).flatMap { Int($0.1) }
      message = "it is not JSON"
    case DecodingError.dataCorrupted(let context):
      message = "\(Self.place(context.codingPath)): \(context.debugDescription)"
    default:
      message = "\(error)"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    let text = path.reduce("") { text, key in
      key.intValue.map { "\(text)[\($0)]" }
        ?? (text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)")
    }
    return text.isEmpty ? "the whole" : text
  }
}
