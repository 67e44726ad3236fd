/// Reads `params:`; every parameter becomes a typed constant of the notebook.
enum ParameterDecoder {
  /// Adds the parameters of `node` to `parameters`, replacing those of the same name.
  static func decode(
    _ node: YAMLNode, into parameters: inout [FrontMatter.NamedParameter],
    log: inout DiagnosticLog
  ) {
    guard case .mapping(let entries) = node.value else {
      if !node.isNull {
        log.error(
          "'params' is \(node.summary); write 'name: value', one parameter per line",
          at: node.location)
      }
      return
    }
    for (key, value) in entries {
      guard let name = key.text, SwiftIdentifier.isValid(name) else {
        log.error(
          "\(key.summary) is not a valid parameter name; write a Swift identifier such as learningRate",
          at: key.location)
        continue
      }
      guard let parameter = parameter(value) else {
        if case .sequence = value.value {
          log.error(
            "parameter '\(name)' is a list that is empty, nested or of several types; write numbers, "
              + "texts, or true and false", at: value.location)
        } else {
          log.error(
            "parameter '\(name)' is \(value.summary); write a number, text, true, false, or a list of "
              + "one of them", at: value.location)
        }
        continue
      }
      let named = FrontMatter.NamedParameter(name: name, value: parameter, location: key.location)
      if let index = parameters.firstIndex(where: { $0.name == name }) {
        parameters[index] = named
      } else {
        parameters.append(named)
      }
    }
  }

  /// The value as YAML types it: `5` is an integer, `5.0` and `1e-3` are not, `'5'` is text.
  static func parameter(_ node: YAMLNode) -> FrontMatter.Parameter? {
    if case .sequence(let items) = node.value { return list(items.map(parameter)) }
    guard let text = node.text, !node.isNull else { return nil }
    if let value = node.bool { return .bool(value) }
    if let value = node.integer { return .int(value) }
    if let value = node.double { return value.isFinite ? .double(value) : nil }
    return .string(text)
  }

  /// A list of one type, in which whole numbers beside others become like them; `nil` for any other.
  static func list(_ items: [FrontMatter.Parameter?]) -> FrontMatter.Parameter? {
    var values = items.compactMap { $0 }
    guard !values.isEmpty, values.count == items.count else { return nil }
    if values.contains(where: { $0.kind == .double }) {
      values = values.map { if case .int(let value) = $0 { .double(Double(value)) } else { $0 } }
    }
    guard values.allSatisfy({ $0.kind == values[0].kind && $0.kind != .list }) else { return nil }
    return .list(values)
  }
}

/// The names that Swift accepts for a constant.
enum SwiftIdentifier {
  private static let keywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import",
    "init", "inout", "internal", "let", "operator", "precedencegroup", "private", "protocol",
    "public", "rethrows", "static", "struct", "subscript", "typealias", "var", "break", "case",
    "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if",
    "in", "repeat", "return", "throw", "switch", "where", "while", "Any", "as", "await", "false",
    "is", "nil", "self", "Self", "super", "throws", "true", "try", "_", "Type", "Protocol",
  ]

  /// Whether `name` is an identifier and not a keyword; Hangul is allowed.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || isHead(first) else { return false }
    return !keywords.contains(name)
      && name.unicodeScalars.allSatisfy { $0 == "_" || isHead($0) || ("0"..."9").contains($0) }
  }

  private static func isHead(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar.properties.isAlphabetic : scalar.properties.isXIDStart
  }
}
