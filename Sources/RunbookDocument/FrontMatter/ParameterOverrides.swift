package import RunbookFiles

/// A value for a parameter from the command line: `-P epochs:10`.
package struct ParameterOverride: Hashable, Sendable {
  package var name: String
  package var value: String
  /// The parameter file that sets the value, and the location there; `nil` for an argument.
  package var path: String?
  package var location: SourceLocation?

  package init(
    name: String, value: String, path: String? = nil, location: SourceLocation? = nil
  ) {
    self.name = name
    self.value = value
    self.path = path
    self.location = location
  }

  /// Splits `name:value` or `name=value`; `nil` without a name or a separator.
  package init?(argument: String) {
    guard let separator = argument.firstIndex(where: { $0 == ":" || $0 == "=" }),
      separator > argument.startIndex
    else { return nil }
    self.init(
      name: String(argument[..<separator]),
      value: String(argument[argument.index(after: separator)...]))
  }
}

/// The reason why a value cannot be assigned to a parameter.
package struct ParameterError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// The notebook has no such parameter; `nearest` is probably the intended one.
    case unknown(nearest: String?)
    /// The value does not have the type of the parameter, described by `expected`: "a whole
    /// number".
    case wrongType(expected: String)
  }

  package var override: ParameterOverride
  package var reason: Reason

  package init(_ override: ParameterOverride, reason: Reason) {
    self.override = override
    self.reason = reason
  }

  /// The error at its location in the parameter file, otherwise at the notebook as a whole.
  package func diagnostic(of notebook: String) -> Diagnostic {
    Diagnostic(
      path: override.path ?? notebook, location: override.location, message: description)
  }

  package var description: String {
    let (name, value) = (override.name, override.value)
    return switch reason {
    case .unknown(let nearest?):
      "the notebook has no parameter '\(name)'; did you mean '\(nearest)'?"
    case .unknown(nil):
      "the notebook has no parameter '\(name)'; add it to 'params:' in the front matter"
    case .wrongType(let expected):
      "parameter '\(name)' cannot be '\(value)'; give \(expected)"
    }
  }
}

extension FrontMatter {
  /// The front matter with other values for some of its parameters.
  ///
  /// A parameter keeps its type, except that an integer is accepted for a `Double`.
  /// - Returns: the front matter with every valid override, and the errors of the others.
  package func overriding(
    _ overrides: [ParameterOverride]
  ) -> (frontMatter: FrontMatter, errors: [ParameterError]) {
    var frontMatter = self
    var errors: [ParameterError] = []
    for override in overrides {
      guard let index = parameters.firstIndex(where: { $0.name == override.name }) else {
        let nearest = Suggestion.nearest(to: override.name, among: parameters.map(\.name))
        errors.append(ParameterError(override, reason: .unknown(nearest: nearest)))
        continue
      }
      if let value = parameters[index].value.replaced(by: override.value) {
        frontMatter.parameters[index].value = value
      } else {
        errors.append(
          ParameterError(
            override, reason: .wrongType(expected: parameters[index].value.expectation)))
      }
    }
    return (frontMatter, errors)
  }
}

extension FrontMatter.Parameter {
  /// A value of the same type, read from text; `nil` if the text does not have this type.
  fileprivate func replaced(by text: String) -> FrontMatter.Parameter? {
    let node = YAMLNode(value: .scalar(text, isPlain: true), location: SourceLocation(line: 1))
    return switch self {
    case .bool: node.bool.map { .bool($0) }
    case .int: node.integer.map { .int($0) }
    case .double: node.double.flatMap { $0.isFinite ? .double($0) : nil }
    case .string: .string(text)
    case .list(let values):
      Self.items(of: text).flatMap { items in
        ParameterDecoder.list(items.map { $0.text.flatMap { values.first?.replaced(by: $0) } })
      }
    }
  }

  /// The items of a list as YAML writes it in a line, with or without the brackets.
  private static func items(of text: String) -> [YAMLNode]? {
    let list = text.drop { $0 == " " }.hasPrefix("[") ? text : "[\(text)]"
    var log = DiagnosticLog(path: "")
    guard let source = try? TextDecoding.decode(Array(list.utf8)),
      let root = YAMLReader.read(YAMLText(source), log: &log),
      case .sequence(let items) = root.value, log.sorted.isEmpty
    else { return nil }
    return items
  }

  fileprivate var expectation: String {
    switch self {
    case .bool: "true or false"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "text"
    case .list(let values):
      "values separated by commas, each \(values.first?.expectation ?? "text")"
    }
  }
}

/// Reads a file of parameters, `--execute-params FILE`: YAML `name: value`, one per line.
package enum ParameterFile {
  /// - Returns: the values in the order of the file, and the errors in it.
  package static func parse(
    _ bytes: [UInt8], path: String
  ) -> (overrides: [ParameterOverride], diagnostics: [Diagnostic]) {
    var log = DiagnosticLog(path: path)
    var parameters: [FrontMatter.NamedParameter] = []
    do {
      let source = try TextDecoding.decode(bytes)
      let yaml = YAMLText(source)
      if let root = YAMLReader.read(yaml, log: &log) {
        ParameterDecoder.decode(root, into: &parameters, log: &log)
      }
    } catch {
      log.error(error.message, at: error.location)
    }
    let overrides = parameters.map {
      ParameterOverride(name: $0.name, value: $0.value.text, path: path, location: $0.location)
    }
    return (overrides, log.sorted)
  }
}

extension FrontMatter.Parameter {
  /// The value as it would be written on the command line.
  package var text: String {
    switch self {
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .double(let value): String(value)
    case .string(let value): value
    case .list(let values): "[\(values.map(\.item).joined(separator: ", "))]"
    }
  }

  /// The value as it would be written in a list, where a text may need quotation marks.
  private var item: String {
    guard case .string(let text) = self else { return self.text }
    let isPlain = text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber }
    return isPlain ? text : "'\(text.replacing("'", with: "''"))'"
  }

  /// The type of a value; all lists are of one.
  enum Kind {
    case bool, int, double, string, list
  }

  var kind: Kind {
    switch self {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .list: .list
    }
  }
}
