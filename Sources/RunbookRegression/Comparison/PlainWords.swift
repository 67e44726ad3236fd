internal import RunbookDrawing

/// Names and values of properties as messages say them.
enum PlainWords {
  /// Properties whose names are not words. An empty text stands for a property that only groups others.
  private static let properties = [
    "color": "colour", "colorBar": "colour bar", "colorMap": "colour map", "dtype": "number type",
    "hasLogarithmicColors": "logarithmic colours", "hasTotal": "row of totals",
    "isArrow": "arrowhead",
    "isConfusion": "confusion matrix", "isDashed": "dashed line",
    "showsNumbers": "numbers in cells",
    "styleOptions": "", "tone": "emphasis", "totalRows": "rows in all",
  ]

  /// `lineWidth` as `line width`.
  static func ofProperty(_ name: String) -> String { properties[name] ?? separated(name) }

  /// Whether a property holds a name of Swift, which is written without quotation marks.
  static func isCode(_ property: String) -> Bool { ["type", "dtype"].contains(property) }

  /// A value in a few words.
  ///
  /// - Parameter isCode: whether a string is a name of Swift.
  static func text(of value: Any, isCode: Bool = false) -> String {
    switch value {
    case let value as Bool: return value ? "yes" : "no"
    case let value as String: return isCode ? value : Excerpt.quoted(value)
    case let value as Double: return NumberText.shortest(value)
    case let value as Float: return NumberText.shortest(value)
    case let value as any BinaryInteger: return "\(value)"
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      return mirror.children.first.map { text(of: $0.value, isCode: isCode) } ?? "none"
    case .collection: return list(mirror.children.map(\.value))
    case .enum:
      guard let payload = mirror.children.first else { return separated("\(value)") }
      return "\(separated(payload.label ?? "")) \(text(of: payload.value))"
    case .tuple: return mirror.children.map { text(of: $0.value) }.joined(separator: ", ")
    case .struct, .class: return separated("\(type(of: value))")
    default: return Excerpt.quoted("\(value)")
    }
  }

  private static func list(_ values: [Any]) -> String {
    guard !values.isEmpty else { return "none" }
    guard values.count <= 8 else { return "\(values.count) values" }
    let texts = values.map { text(of: $0) }.joined(separator: ", ")
    return values[0] is String ? texts : "[\(texts)]"
  }

  /// Words of a name in camel case, in small letters.
  private static func separated(_ name: String) -> String {
    name.reduce(into: "") { words, character in
      if character.isUppercase, !words.isEmpty { words += " " }
      words += character.lowercased()
    }
  }
}
