/// Reads the keys of a front matter, and those of `_runbook.yml`, which are the same.
enum FrontMatterDecoder {
  static let settings: [Setting<FrontMatter>] =
    [
      .text("title", \.title, at: \.titlePlace),
      .text("subtitle", \.subtitle, at: \.subtitlePlace),
      Setting("author") { node, target, log in
        target.authors = authors(node, log: &log)
      },
      Setting("authors") { node, target, log in
        target.authors = authors(node, log: &log)
      },
      Setting("date") { node, target, log in
        guard let text = node.text, !node.isNull else {
          return log.error(
            "'date' is \(node.summary); write a date such as 2026-03-09", at: node.location)
        }
        target.date = CalendarDate.resolving(text)
      },
      .string("date-format", \.dateFormat),
      Setting("macros") { node, target, log in
        MacroDecoder.decode(node, into: &target.macros, log: &log)
      },
      // MyST has macros here, and themes of blogs a switch.
      Setting("math") { node, target, log in
        guard case .mapping(let entries) = node.value,
          entries.allSatisfy({ $0.key.text?.hasPrefix("\\") ?? false })
        else { return }
        MacroDecoder.decode(node, into: &target.macros, log: &log)
      },
      Setting("lang", \.language, expected: "a language code such as en or ko") { node in
        node.text.flatMap { isLanguage($0) ? $0 : nil }
      },
      // Themes write the title of the list here, or a list of their own.
      Setting("toc") { node, target, _ in
        target.tableOfContents = node.bool ?? target.tableOfContents
      },
      Setting("html") { node, target, log in
        // Quarto states the settings of a format of that name here.
        if case .mapping = node.value { return }
        guard let value = node.bool else {
          return log.error("'html' is \(node.summary); write true or false", at: node.location)
        }
        target.allowsHTML = value
        target.htmlPlace = node.location
      },
      Setting("seed", \.seed, expected: "a whole number, 0 or more") { $0.unsigned },
      Setting("params") { node, target, log in
        ParameterDecoder.decode(node, into: &target.parameters, log: &log)
      },
      // A report ignores the other formats of a document.
      Setting("format") { node, target, log in
        guard case .mapping = node.value else { return }
        Setting.apply(
          format, from: node, to: &target, name: "key", owner: "format", foreign: { _ in },
          log: &log)
      },
      Setting("execute") { node, target, log in
        Setting.apply(
          execution, from: node, to: &target.execution, name: "key", owner: "execute",
          foreign: { _ in }, log: &log)
      },
      ComparisonDecoder.setting(\.comparison),
      Setting("provenance", \.namesCommit, expected: "files or commit") { node in
        ["files": false, "commit": true][node.text ?? ""]
      },
    ]
    + outline
    + BibliographySettings.settings
    + ["categories", "category", "tags", "tag"].map { key in
      Setting(key) { node, target, log in addTags(node, key, &target, &log) }
    }
    + ["last_modified_at", "lastmod", "updated"].map { key in
      Setting(key) { node, target, _ in
        if let text = node.text, !node.isNull { target.lastModified = CalendarDate.resolving(text) }
      }
    }

  /// What both the top level and `format: html:` may say of the sections.
  private static let outline: [Setting<FrontMatter>] = [
    Setting("toc-depth", \.tableOfContentsDepth, expected: "a whole number from 1 to 6") { node in
      node.integer.flatMap { (1...6).contains($0) ? $0 : nil }
    },
    .bool("number-sections", \.numberSections),
  ]

  private static let format: [Setting<FrontMatter>] = [
    Setting("html") { node, target, log in
      guard case .mapping = node.value else { return }
      Setting.apply(
        html, from: node, to: &target, name: "key", owner: "format.html", foreign: { _ in },
        log: &log)
    }
  ]

  private static let html: [Setting<FrontMatter>] =
    [
      // Quarto has themes of other names, and a pair of them for light and dark.
      Setting("theme") { node, target, _ in
        target.theme = node.text.flatMap(FrontMatter.Theme.init) ?? target.theme
      },
      .bool("embed-resources", \.embedResources),
      .bool("code-fold", \.codeFold),
      .bool("toc", \.tableOfContents),
    ] + outline

  private static let execution: [Setting<FrontMatter.Execution>] = [
    .bool("echo", \.echo),
    .bool("eval", \.eval),
    .bool("error", \.error),
    .bool("cache", \.cache),
    .seconds("timeout", \.timeout) { $0 },
  ]

  /// Decodes `source`, whose values override those of `base`.
  static func decode(
    _ source: YAMLText, over base: FrontMatter = FrontMatter(), log: inout DiagnosticLog
  ) -> FrontMatter {
    var frontMatter = base
    guard let root = YAMLReader.read(source, log: &log) else { return frontMatter }
    var foreign: [YAMLNode] = []
    Setting.apply(
      settings, from: root, to: &frontMatter, name: "front matter key",
      foreign: { foreign.append($0) }, log: &log)
    if let first = foreign.first {
      let names = foreign.compactMap(\.text).joined(separator: ", ")
      let verb = foreign.count == 1 ? "a key of another tool has" : "keys of other tools have"
      log.warning("\(verb) no effect here: \(names)", at: first.location)
    }
    return frontMatter
  }

  /// One name, a list of names, or mappings with `name:`.
  private static func authors(_ node: YAMLNode, log: inout DiagnosticLog) -> [String] {
    switch node.value {
    case .scalar(let text, _) where !node.isNull: return [text]
    case .sequence(let items): return items.flatMap { authors($0, log: &log) }
    case .mapping(let entries):
      if let name = entries.first(where: { $0.key.text == "name" })?.value.text { return [name] }
      fallthrough
    default:
      log.error("'author' is \(node.summary); write a name or a list of names", at: node.location)
      return []
    }
  }

  /// Jekyll separates the words of a text by commas, or by spaces if there is no comma.
  private static func addTags(
    _ node: YAMLNode, _ key: String, _ target: inout FrontMatter, _ log: inout DiagnosticLog
  ) {
    var tags: [String] = []
    switch node.value {
    case .scalar where node.isNull: break
    case .scalar(let text, _):
      let separator: Character = text.contains(",") ? "," : " "
      tags = text.split(separator: separator).map { trimmed($0) }.filter { !$0.isEmpty }
    case .sequence(let items) where items.allSatisfy({ $0.text != nil }):
      tags = items.compactMap { $0.isNull ? nil : $0.text }
    default:
      log.error("'\(key)' is \(node.summary); write a list of words", at: node.location)
    }
    for tag in tags where !target.tags.contains(tag) { target.tags.append(tag) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Whether `text` has the form of a BCP 47 tag: `ko`, `en-US`, `zh-Hant-TW`.
  private static func isLanguage(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count) else { return false }
    return first.allSatisfy { $0.isASCII && $0.isLetter }
      && parts.dropFirst().allSatisfy { part in
        (1...8).contains(part.count)
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      }
  }
}
