internal import RunbookDocument

/// The front matter's `params:` as Swift, so that `params.epochs` is an `Int` the compiler knows.
struct ParameterSource {
  /// At most one line; none without parameters.
  let lines: [String]

  init(_ parameters: [FrontMatter.NamedParameter]) {
    guard !parameters.isEmpty else {
      lines = []
      return
    }
    let members = parameters.map { parameter in
      let (type, literal) = Self.swift(parameter.value)
      return "public var `\(parameter.name)`: \(type) = \(literal)"
    }
    lines = [
      "public struct NotebookParameters { \(members.joined(separator: "; ")) }; "
        + "public let params = NotebookParameters()"
    ]
  }

  /// A parameter's value as Swift writes it.
  static func literal(of value: FrontMatter.Parameter) -> String { swift(value).literal }

  private static func swift(_ value: FrontMatter.Parameter) -> (type: String, literal: String) {
    switch value {
    case .bool(let value): ("Bool", String(value))
    case .int(let value): ("Int", String(value))
    case .double(let value): ("Double", literal(value))
    case .string(let value): ("String", literal(value))
    case .list(let values):
      (
        "[\(values.first.map { swift($0).type } ?? "String")]",
        "[\(values.map { swift($0).literal }.joined(separator: ", "))]"
      )
    }
  }

  private static func literal(_ value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.infinity" : ".infinity" }
    return String(value)
  }

  private static func literal(_ value: String) -> String {
    var literal = "\""
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar.value < 32 {
        literal += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
