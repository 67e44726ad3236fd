internal import Yams

/// Reads YAML into nodes that know their locations, and explains invalid YAML.
enum YAMLReader {
  /// Aliases repeat the value that they name; a few of them can expand to more than fits in memory.
  private static let aliasLimit = 16
  /// No front matter comes near this number of values.
  private static let nodeLimit = 100_000
  /// The length of the longest text that is read, in bytes.
  private static let lengthLimit = 1 << 20
  /// Prefix of the names that duplicate keys get, to distinguish them from the author's.
  private static let renamed = "\u{F8FE}"

  /// The root of a YAML text; `nil` for an empty or invalid one, with an error in `log`.
  static func read(_ source: YAMLText, log: inout DiagnosticLog) -> YAMLNode? {
    var source = source
    guard source.lines.reduce(0, { $0 + $1.text.utf8.count }) <= lengthLimit else {
      log.error(
        "the YAML is longer than \(lengthLimit >> 10) KB; keep data in a file",
        at: source.location(line: 1, column: 1))
      return nil
    }
    guard hasFewAliases(source, log: &log) else { return nil }
    // Each attempt reads the whole text again.
    for attempt in 0..<(source.lines.count > 500 ? 1 : 16) {
      do {
        guard let root = try Yams.compose(yaml: source.text, .basic) else { return nil }
        var budget = nodeLimit
        if let node = convert(root, source, budget: &budget) { return node }
        log.error(
          "the YAML is too large; keep data in a file", at: source.location(line: 1, column: 1))
        return nil
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        var isMended = false
        for (number, key) in keys.enumerated() {
          let name = "\(renamed)\(attempt)-\(number)"
          guard
            let places = source.renameDuplicate(of: key, fromLine: context.mark.line, to: name)
          else { continue }
          isMended = true
          log.error(
            "'\(key)' is set twice, first in line \(places.first.line); keep one of them",
            at: places.second)
        }
        guard isMended else {
          log.error(
            "a key is set twice: \(keys.joined(separator: ", ")); keep one of them",
            at: source.location(line: context.mark.line, column: context.mark.column))
          return nil
        }
      } catch {
        report(error, in: source, log: &log)
        return nil
      }
    }
    return nil
  }

  private static func convert(_ node: Node, _ source: YAMLText, budget: inout Int) -> YAMLNode? {
    budget -= 1
    guard budget > 0 else { return nil }
    let mark = node.mark
    let location = source.location(line: mark?.line ?? 1, column: mark?.column ?? 1)
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain && scalar.tag.description != "tag:yaml.org,2002:str"
      return YAMLNode(
        value: .scalar(scalar.string, isPlain: isPlain), location: location,
        place: place(of: scalar, source))
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      for item in sequence {
        guard let item = convert(item, source, budget: &budget) else { return nil }
        items.append(item)
      }
      return YAMLNode(value: .sequence(items), location: location)
    case .mapping(let mapping):
      var entries: [(key: YAMLNode, value: YAMLNode)] = []
      for (key, value) in mapping {
        guard let key = convert(key, source, budget: &budget),
          let value = convert(value, source, budget: &budget)
        else { return nil }
        if key.text?.hasPrefix(renamed) != true { entries.append((key, value)) }
      }
      return YAMLNode(value: .mapping(entries), location: location)
    case .alias:
      return YAMLNode(value: .scalar("", isPlain: true), location: location)
    }
  }

  /// The location of the text of a scalar, if it may contain Markdown.
  private static func place(of scalar: Node.Scalar, _ source: YAMLText) -> TextPlace? {
    guard let mark = scalar.mark, mark.line >= 1, mark.line <= source.lines.count else {
      return nil
    }
    let location = source.location(line: mark.line, column: mark.column)
    let line = source.lines[mark.line - 1]
    return TextPlace(
      of: scalar.string, in: line.text, offset: location.column - line.location.column,
      at: location, isQuoted: scalar.style == .doubleQuoted || scalar.style == .singleQuoted)
  }

  private static func hasFewAliases(_ source: YAMLText, log: inout DiagnosticLog) -> Bool {
    var anchors = 0
    var aliases = 0
    for (number, line) in source.lines.enumerated() {
      var previous = UInt8(ascii: " ")
      for (column, byte) in line.text.utf8.enumerated() {
        defer { previous = byte }
        guard
          [UInt8(ascii: " "), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: "{")]
            .contains(previous)
        else { continue }
        if byte == UInt8(ascii: "&") { anchors += 1 }
        if byte == UInt8(ascii: "*") { aliases += 1 }
        if anchors > 0, aliases > aliasLimit {
          log.error(
            "more than \(aliasLimit) YAML aliases; write the values out",
            at: source.location(line: number + 1, column: column + 1))
          return false
        }
      }
    }
    return true
  }

  private static func report(_ error: any Error, in source: YAMLText, log: inout DiagnosticLog) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      // A missing closing quotation mark is found at the end of the text: report its start.
      let place = problem.contains("unexpected end of stream") ? context?.mark ?? mark : mark
      log.error(
        "broken YAML: \(problem); \(advice(for: problem))",
        at: source.location(line: place.line, column: place.column))
    case YamlError.reader(let problem, _, _, _):
      log.error(
        "broken YAML: \(problem); remove the character",
        at: source.location(line: 1, column: 1))
    default:
      log.error("broken YAML; check it", at: source.location(line: 1, column: 1))
    }
  }

  private static func advice(for problem: String) -> String {
    switch problem {
    case let text where text.contains("mapping values are not allowed"):
      "put a value that contains ': ' in quotation marks"
    case let text where text.contains("cannot start any token"):
      "indent with spaces, not tabs, and put a value that begins with a special character in quotation marks"
    case let text where text.contains("could not find expected ':'"):
      "write 'key: value'"
    case let text where text.contains("unexpected end of stream"):
      "close the quotation mark"
    case let text where text.contains("undefined alias"):
      "put a value that begins with '*' in quotation marks"
    case let text where text.contains("expected ',' or"):
      "close the bracket"
    case let text where text.contains("did not find expected key"):
      "check the indentation and the quotation marks"
    default:
      "write 'key: value', one per line"
    }
  }
}
