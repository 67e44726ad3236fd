internal import CMarkdown
internal import RunbookFiles

/// Directives of MyST whose content is no Markdown: code, formulas, files.
extension TreeBuilder {
  /// Adds the node of a fence whose info string begins with the name of such a directive.
  ///
  /// - Returns: `false` for other fences.
  mutating func takeDirective(_ node: MarkdownNode, info: String, _ range: SourceRange) -> Bool {
    guard info.hasPrefix("{"), let close = info.firstIndex(of: "}") else { return false }
    let name = info[..<close].dropFirst().lowercased()
    let argument = info[close...].dropFirst().drop { $0 == " " }
    let all = CodeLines(text.string(node.literal), firstLine: node.startLine + 1, source: source)
    let options = DirectiveOptions(all.lines)
    let code = CodeLines(
      all.text(from: options.count), firstLine: node.startLine + 1 + options.count, source: source)
    switch name {
    case "math": takeFormula(code, options, range)
    case "code", "code-block", "code-cell", "sourcecode":
      let language = argument.prefix { $0 != " " }
      if name == "code-cell", language == "swift" {
        takeCell(code, info: "swift", range)
      } else {
        takeListing(code, language: String(language), info: String(language), range)
        setCaption(options, of: frames.count - 1)
      }
    case "raw", "eval-rst", "literalinclude", "include", "csv-table", "iframe", "video", "embed":
      log.warning(
        "the directive '{\(name)}' is not understood and shown as its source; "
          + "write the same in Markdown", at: range.start)
      let lines = ["{\(name)} \(argument)"] + all.lines.map(String.init)
      let listing = Listing(
        language: "", source: lines.map { $0 + "\n" }.joined(), location: range.start)
      append(.listing(listing), from: range.start, to: range.end)
    default: return false
    }
    return true
  }

  private mutating func takeFormula(
    _ code: CodeLines, _ options: DirectiveOptions, _ range: SourceRange
  ) {
    let isBlank = { (line: Substring) in line.allSatisfy { $0 == " " || $0 == "\t" } }
    let filled = code.lines.indices.filter { !isBlank(code.lines[$0]) }
    guard let first = filled.first, let last = filled.last else {
      log.error("the formula is empty; write LaTeX below '{math}'", at: range.start)
      return append(.unknown(""), from: range.start, to: range.end)
    }
    let label = options.value("label", "name").flatMap {
      Label.isValid($0) && Label.isAllowed($0, for: .equation) ? $0 : nil
    }
    let math = math(
      code.lines[first...last].joined(separator: "\n"), isDisplay: true,
      location: code.location(first, 0), label: label,
      continuations: first < last ? ((first + 1)...last).map { code.location($0, 0) } : [])
    append(math.map { .formula($0) } ?? .unknown(""), from: range.start, to: range.end)
  }

  /// Gives the listing that was just added the caption and label of its options.
  private mutating func setCaption(_ options: DirectiveOptions, of frame: Int) {
    guard let last = frames[frame].blocks.indices.last,
      case .listing(var listing) = frames[frame].blocks[last].content
    else { return }
    let range = frames[frame].blocks[last].range
    let label = options.value("name", "label").flatMap {
      Label.isValid($0) && Label.isAllowed($0, for: .listing) ? $0 : nil
    }
    if let caption = options.value("caption") {
      listing.caption = Caption(
        content: MarkdownText.inlines(
          of: caption, at: TextPlace(range.start, form: .folded), in: settings,
          footnotes: text.footnotes), source: caption, range: range)
    }
    if let label {
      listing.options.label = label
      labels.add(label, of: .listing, location: range.start, log: &log)
    }
    frames[frame].blocks[last].content = .listing(listing)
  }
}
