internal import RunbookFiles

/// Reads a cell's options from the YAML in its first lines.
enum CellOptionsDecoder {
  /// A caption, which is Markdown and may contain formulas, references and inline values.
  struct Caption {
    var text: String
    /// The kind of element that it describes; `nil` for one picture of several.
    var kind: Label.Kind?
    var place: TextPlace

    init(_ node: YAMLNode, text: String, kind: Label.Kind?) {
      self.text = text
      self.kind = kind
      place = node.textPlace
    }
  }

  /// The decoded options, and `eval`, which decides whether the block is a cell.
  struct Decoded {
    var options = CellOptions()
    var eval: Bool?
    /// The location of the label, and the labels listed by `checks`.
    var labelLocation: SourceLocation?
    var checks: [CrossReference] = []
    /// The location of each of `options.dependencies`.
    var dependencyLocations: [SourceLocation] = []
    var captions: [Caption] = []
  }

  static let settings: [Setting<Decoded>] = CellOption.allCases.map(setting)

  /// The setting that reads an option.
  private static func setting(_ option: CellOption) -> Setting<Decoded> {
    let key = option.rawValue
    return switch option {
    case .label: label
    case .eval: .bool(key, \.eval)
    case .echo: .bool(key, \.options.echo)
    case .output: .bool(key, \.options.output)
    case .warning: .bool(key, \.options.warning)
    case .error: .bool(key, \.options.error)
    case .include: .bool(key, \.options.include)
    case .cache: .bool(key, \.options.cache)
    case .codeFold: .bool(key, \.options.codeFold)
    case .codeSummary: .string(key, \.options.codeSummary)
    case .figureCaption: caption(key, .figure)
    case .figureAlternative: .string(key, \.options.figureAlternative)
    case .figureSubcaptions: subcaptions
    case .figureWidth:
      Setting(key, \.options.figureWidth, expected: "a width with its unit: 60% or 320px") { node in
        node.text.flatMap { isLength($0) ? .some($0) : nil }
      }
    case .tableCaption: caption(key, .table)
    case .listingCaption: caption(key, .listing)
    case .layoutColumns:
      Setting(key, \.options.layoutColumns, expected: "a whole number from 1 to 12") { node in
        node.integer.flatMap { (1...12).contains($0) ? .some($0) : nil }
      }
    case .test: ComparisonDecoder.setting(\.options.comparison)
    case .relativeTolerance: .number(key, \.options.comparison.relativeTolerance)
    case .absoluteTolerance: .number(key, \.options.comparison.absoluteTolerance)
    case .dependencies: dependencies
    case .timeout: .seconds(key, \.options.timeout) { $0 }
    case .checks: checks
    }
  }

  private static let label = Setting<Decoded>("label") { node, target, log in
    guard let label = node.text, Label.isValid(label) else {
      log.error(
        "'label' is \(node.summary); write letters, digits, '-' and '_'", at: node.location)
      return
    }
    target.options.label = label
    target.labelLocation = node.location
  }

  private static let subcaptions = Setting<Decoded>("fig-subcap") { node, target, log in
    var items = [node]
    if case .sequence(let list) = node.value { items = list }
    let captions = items.compactMap { item in
      item.isNull ? nil : item.text.map { Caption(item, text: $0, kind: nil) }
    }
    guard captions.count == items.count else {
      return log.error(
        "'fig-subcap' is \(node.summary); write text or a list of texts", at: node.location)
    }
    target.captions += captions
  }

  private static let dependencies = Setting<Decoded>("deps") { node, target, log in
    var items = [node]
    if case .sequence(let list) = node.value { items = list }
    let files = items.compactMap { item in item.isNull ? nil : item.text.map { ($0, item.location) }
    }
    guard files.count == items.count else {
      return log.error(
        "'deps' is \(node.summary); write text or a list of texts", at: node.location)
    }
    target.options.dependencies = files.map(\.0)
    target.dependencyLocations = files.map(\.1)
  }

  private static let checks = Setting<Decoded>("checks") { node, target, log in
    var labels = [node]
    if case .sequence(let items) = node.value, !items.isEmpty { labels = items }
    for node in labels {
      guard let label = node.text, Label.kind(of: label) == .equation else {
        log.error(
          "'checks' is \(node.summary); write the label of a formula, such as eq-loss, or a "
            + "list of them", at: node.location)
        continue
      }
      target.options.checks.append(label)
      target.checks.append(CrossReference(label: label, location: node.location))
    }
  }

  private static func caption(_ key: String, _ kind: Label.Kind) -> Setting<Decoded> {
    Setting(key) { node, target, log in
      guard let text = node.text, !node.isNull else {
        return log.error("'\(key)' is \(node.summary); write text", at: node.location)
      }
      target.captions.append(Caption(node, text: text, kind: kind))
    }
  }

  static func decode(_ source: YAMLText, log: inout DiagnosticLog) -> Decoded {
    var decoded = Decoded()
    guard let root = YAMLReader.read(source, log: &log) else { return decoded }
    Setting.apply(settings, from: root, to: &decoded, name: "option", log: &log)
    return decoded
  }

  /// The options of a listing in another language, which other tools read too: keys that are not ours
  /// are left to them, and a mistake is only a warning.
  static func decode(ofListing source: YAMLText, log: inout DiagnosticLog) -> Decoded {
    var decoded = Decoded()
    if let header = ChunkHeader(lines: source.lines.map(\.text)) {
      header.apply(to: &decoded)
      return decoded
    }
    var mistakes = DiagnosticLog(path: log.path)
    if let root = YAMLReader.read(source, log: &mistakes) {
      Setting.apply(
        settings, from: root, to: &decoded, name: "option", foreign: { _ in }, log: &mistakes)
    }
    log.addAsWarnings(mistakes)
    return decoded
  }

  /// Whether `text` is a width that CSS understands: a number above zero and a unit.
  private static func isLength(_ text: String) -> Bool {
    let units = ["%", "px", "em", "rem", "ch", "vw", "cm", "mm", "in", "pt"]
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number > 0, number < 100_000 else { return false }
    return units.contains(String(text.dropFirst(digits.count)))
  }
}
