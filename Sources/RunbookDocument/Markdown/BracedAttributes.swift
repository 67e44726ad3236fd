/// Attributes in braces, as pandoc and its relatives write them: `{#id .class key="value"}`.
struct BracedAttributes: Equatable {
  var identifier: String?
  var classes: [String] = []
  var values: [String: String] = [:]
  /// The keys in the order in which they are written.
  private(set) var keys: [String] = []

  init() {}

  /// - Parameter text: the text between the braces.
  /// - Returns: `nil` if the text is something else than attributes.
  init?(_ text: some StringProtocol) {
    var rest = Substring(text)
    while true {
      rest = rest.drop(while: \.isWhitespace)
      guard let first = rest.first else { return }
      switch first {
      case "#", ".":
        let word = rest.dropFirst().prefix { !$0.isWhitespace && $0 != "#" && $0 != "." }
        guard !word.isEmpty else { return nil }
        if first == "." { classes.append(String(word)) } else { identifier = String(word) }
        rest = rest[word.endIndex...]
      case "-" where rest.dropFirst().first.map(\.isWhitespace) ?? true:
        classes.append("unnumbered")
        rest = rest.dropFirst()
      default:
        guard let value = Self.takeValue(&rest) else { return nil }
        set(value.key, value.text)
      }
    }
  }

  mutating func set(_ key: String, _ value: String) {
    if values[key] == nil { keys.append(key) }
    values[key] = value
  }

  func has(_ name: String) -> Bool { classes.contains(name) }

  /// Removes a class; returns whether it was there.
  mutating func remove(_ name: String) -> Bool {
    guard let index = classes.firstIndex(of: name) else { return false }
    classes.remove(at: index)
    return true
  }

  /// Removes a key; returns its value.
  mutating func take(_ key: String) -> String? {
    keys.removeAll { $0 == key }
    return values.removeValue(forKey: key)
  }

  /// Takes `key=value` off the beginning of `rest`.
  private static func takeValue(_ rest: inout Substring) -> (key: String, text: String)? {
    let key = rest.prefix { $0.isLetter || $0.isNumber || "-_:.".contains($0) }
    guard !key.isEmpty, rest[key.endIndex...].first == "=" else { return nil }
    let value = rest[key.endIndex...].dropFirst()
    guard let quote = value.first, quote == "\"" || quote == "'" else {
      let word = value.prefix { !$0.isWhitespace }
      rest = rest[word.endIndex...]
      return (String(key), String(word))
    }
    var text = ""
    var index = value.index(after: value.startIndex)
    while index < value.endIndex, value[index] != quote {
      if value[index] == "\\", value.index(after: index) < value.endIndex {
        index = value.index(after: index)
      }
      text.append(value[index])
      index = value.index(after: index)
    }
    guard index < value.endIndex else { return nil }
    rest = value[value.index(after: index)...]
    return (String(key), text)
  }

  /// The attributes without braces, in a fixed order.
  var text: String {
    let words =
      (identifier.map { ["#\($0)"] } ?? []) + classes.map { ".\($0)" }
      + keys.map { "\($0)=\(Self.quoted(values[$0] ?? ""))" }
    return words.joined(separator: " ")
  }

  static func quoted(_ value: String) -> String {
    "\"" + value.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }
}
