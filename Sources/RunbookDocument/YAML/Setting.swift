internal import RunbookFiles

/// One key that an author may set, and how its value is stored in a `Target`.
///
/// Tables of settings are the single list of known keys: they decode values, they detect unknown
/// keys, and they supply the suggestion of the nearest key.
struct Setting<Target>: Sendable {
  let key: String
  /// Stores the value, or reports an error in it.
  let apply: @Sendable (YAMLNode, inout Target, inout DiagnosticLog) -> Void

  init(
    _ key: String, apply: @escaping @Sendable (YAMLNode, inout Target, inout DiagnosticLog) -> Void
  ) {
    self.key = key
    self.apply = apply
  }

  /// A key whose value `read` converts to the type of `path`; `expected` describes valid values.
  init<Value>(
    _ key: String, _ path: WritableKeyPath<Target, Value> & Sendable, expected: String,
    read: @escaping @Sendable (YAMLNode) -> Value?
  ) {
    self.init(key) { node, target, log in
      if let value = read(node) {
        target[keyPath: path] = value
      } else {
        log.error("'\(key)' is \(node.summary); write \(expected)", at: node.location)
      }
    }
  }

  /// Applies every entry of `node`, which must be a mapping.
  ///
  /// - Parameters:
  ///   - name: the word for a key in messages: "option".
  ///   - owner: the key that the mapping belongs to; `nil` at the top level.
  ///   - foreign: receives the keys that are neither known nor nearly one; without it they are errors.
  static func apply(
    _ settings: [Setting], from node: YAMLNode, to target: inout Target, name: String,
    owner: String? = nil, foreign: ((YAMLNode) -> Void)? = nil, log: inout DiagnosticLog
  ) {
    guard case .mapping(let entries) = node.value else {
      if !node.isNull {
        log.error("\(node.summary) is not a valid \(name); write 'key: value'", at: node.location)
      }
      return
    }
    for (key, value) in entries {
      guard let word = key.text else {
        log.error("\(key.summary) is not a valid \(name); write 'key: value'", at: key.location)
        continue
      }
      if let setting = settings.first(where: { $0.key == word }) {
        setting.apply(value, &target, &log)
      } else if let foreign, !Suggestion.isMisspelt(word, among: settings.map(\.key)) {
        foreign(key)
      } else {
        let advice = Suggestion.advice(for: word, among: settings.map(\.key))
        let place = owner.map { " in '\($0)'" } ?? ""
        log.error("unknown \(name) '\(word)'\(place); \(advice)", at: key.location)
      }
    }
  }
}

extension Setting {
  static func bool(_ key: String, _ path: WritableKeyPath<Target, Bool> & Sendable) -> Setting {
    Setting(key, path, expected: "true or false") { $0.bool }
  }

  static func bool(_ key: String, _ path: WritableKeyPath<Target, Bool?> & Sendable) -> Setting {
    Setting(key, path, expected: "true or false") { node in node.bool.map { .some($0) } }
  }

  static func string(_ key: String, _ path: WritableKeyPath<Target, String?> & Sendable) -> Setting
  {
    Setting(key, path, expected: "text") { node in
      node.isNull ? nil : node.text.map { .some($0) }
    }
  }

  /// Text whose location is kept, since it contains Markdown.
  static func text(
    _ key: String, _ path: WritableKeyPath<Target, String?> & Sendable,
    at place: WritableKeyPath<Target, TextPlace?> & Sendable
  ) -> Setting {
    Setting(key) { node, target, log in
      guard let text = node.text, !node.isNull else {
        return log.error("'\(key)' is \(node.summary); write text", at: node.location)
      }
      target[keyPath: path] = text
      target[keyPath: place] = node.textPlace
    }
  }

  /// One text or a list of texts.
  static func strings(
    _ key: String, _ path: WritableKeyPath<Target, [String]> & Sendable
  ) -> Setting {
    Setting(key, path, expected: "text or a list of texts") { node in
      guard case .sequence(let items) = node.value else {
        return node.isNull ? nil : node.text.map { [$0] }
      }
      let texts = items.compactMap { $0.isNull ? nil : $0.text }
      return texts.count == items.count ? texts : nil
    }
  }

  /// A finite number, `minimum` or more.
  static func number(
    _ key: String, _ path: WritableKeyPath<Target, Double?> & Sendable, minimum: Double = 0
  ) -> Setting {
    Setting(key, path, expected: "a number, \(minimum == 0 ? "0" : "\(minimum)") or more") { node in
      node.double.flatMap { $0.isFinite && $0 >= minimum ? .some($0) : nil }
    }
  }

  /// Seconds, more than zero.
  static func seconds<Value>(
    _ key: String, _ path: WritableKeyPath<Target, Value> & Sendable,
    wrap: @escaping @Sendable (Double) -> Value
  ) -> Setting {
    Setting(key, path, expected: "a number of seconds above 0") { node in
      node.double.flatMap { $0.isFinite && $0 > 0 ? wrap($0) : nil }
    }
  }
}
