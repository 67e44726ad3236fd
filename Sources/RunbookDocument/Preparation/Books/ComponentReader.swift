internal import RunbookFiles

/// MDX: lines that import or export code are left out, and `<Tabs>` with `<TabItem>` are tabs.
struct ComponentReader: DialectReader {
  static let signs = ["import ", "export ", "<TabItem", "<Tab "]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var reader = ComponentReader(prose: prose, edits: edits)
    reader.removeStatements(&log)
    reader.readTabs()
    (prose, edits) = (reader.prose, reader.edits)
  }

  private var prose: ProseText
  private var edits: TextEdits

  private init(prose: ProseText, edits: TextEdits) {
    (self.prose, self.edits) = (prose, edits)
  }

  /// Takes out paragraphs that consist of statements, with one warning for all.
  private mutating func removeStatements(_ log: inout DiagnosticLog) {
    var first: ProseText.Line?
    var count = 0
    var isStart = true
    for line in prose.lines {
      let isStatement =
        isStart && !line.isCode && line.content.lowerBound == line.range.lowerBound
        && Self.isStatement(prose.string(line.content))
      isStart = line.isBlank || isStatement
      guard isStatement else { continue }
      first = first ?? line
      count += 1
      edits.replace(line.content, with: "")
      prose.exclude(line.content)
    }
    guard let first else { return }
    let others = count > 1 ? " and \(count - 1) more" : ""
    log.warning(
      "'\(prose.string(first.content).prefix(60))'\(others) is code of a site's page and is left out; "
        + "write Markdown instead", at: prose.location(of: first.content.lowerBound))
  }

  /// `import A from 'a';`, `import 'a'`, `export const a = 1;`.
  private static func isStatement(_ line: String) -> Bool {
    var line = line[...]
    if line.last == ";" { line.removeLast() }
    if line.hasPrefix("export ") {
      return ["const ", "let ", "default ", "function "].contains {
        line.dropFirst(7).hasPrefix($0)
      } && (line.contains("=") || line.contains("(") || line.contains(" from "))
    }
    guard line.hasPrefix("import "), let quote = line.last, quote == "'" || quote == "\"" else {
      return false
    }
    let rest = line.dropFirst(7)
    return rest.first == quote || rest.contains(" from \(quote)")
  }

  // MARK: Tabs

  private mutating func readTabs() {
    var open: [Int] = []
    for line in prose.lines where !line.isCode && !line.isBlank {
      guard prose.source.bytes[line.content.lowerBound] == UInt8(ascii: "<") else { continue }
      let text = prose.string(line.content)
      let name = text.dropFirst().prefix { $0.isLetter || $0 == "/" }
      guard text.hasSuffix(">"), text.dropLast().allSatisfy({ $0 != ">" }) else { continue }
      switch name {
      case "Tabs", "/Tabs": edits.replace(line.content, with: "")
      case "TabItem", "Tab":
        var opening = DivisionOpening(division: Division(.plain), sign: text)
        opening.role = .tab
        opening.joinsTabs = true
        opening.takesHeading = false
        let title = Self.value(of: "label", in: text) ?? Self.value(of: "title", in: text)
        opening.title = DivisionOpening.Words(
          text: title ?? Self.value(of: "value", in: text) ?? "",
          place: TextPlace(prose.location(of: line.content.lowerBound), form: .folded))
        open.append(edits.markers.count)
        edits.replace(line.content, with: .open(opening))
      case "/TabItem", "/Tab":
        guard let number = open.popLast() else { continue }
        edits.replace(line.content, with: .close(number))
      default: continue
      }
      prose.exclude(line.content)
    }
  }

  private static func value(of key: String, in tag: String) -> String? {
    for quote in ["\"", "'"] {
      guard let start = tag.firstRange(of: " \(key)=\(quote)") else { continue }
      return String(tag[start.upperBound...].prefix { String($0) != quote })
    }
    return nil
  }
}
