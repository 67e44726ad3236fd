internal import RunbookDocument
internal import RunbookFiles

extension MarkdownWriter {
  mutating func lines(_ division: Division, _ range: SourceRange) -> [String] {
    switch division.kind {
    case .callout(let callout):
      if callout.hasIcon, callout.hasDefaultTitle, division.identifier == nil,
        division.attributes.isEmpty, let lines = quotation(callout, division)
      {
        return lines
      }
      return fenced([".callout-\(callout.name)"] + Self.attributes(callout), division, range)
    case .theorem(let kind, let isNumbered):
      let isNamed = division.identifier.flatMap(Label.kind) == kind
      let isUnnumbered = !isNumbered && !division.attributes.contains(".unnumbered")
      return fenced(
        (isNamed ? [] : [".\(kind.word(language: "en").lowercased())"])
          + (isUnnumbered ? [".unnumbered"] : []), division, range)
    case .proof: return fenced([".proof"], division, range)
    case .tabs(let tabs): return lines(tabs, of: division, range)
    case .margin: return fenced([".column-margin"], division, range)
    case .columns: return fenced([".columns"], division, range)
    case .column(let share):
      return fenced([".column"] + (share.map { ["width=\"\($0)%\""] } ?? []), division, range)
    case .grid(let columns): return fenced(["layout-ncol=\"\(columns)\""], division, range)
    case .float(_, let columns):
      var lines = fenced(columns.map { ["layout-ncol=\"\($0)\""] } ?? [], division, range)
      if let caption = division.caption, !caption.content.isEmpty {
        let words = self.lines(Block(.paragraph(caption.content), range: caption.range))
        lines.insert(contentsOf: [""] + words, at: lines.count - 1)
      }
      return lines
    case .hidden(let source):
      let stated = division.attributes.contains(".content-")
      let attributes = stated ? division.attributes : ".content-hidden when-format=\"html\""
      return ["::: {\(attributes)}"] + Self.lines(of: source) + [":::"]
    case .invisible: return fenced([".hidden"], division, range)
    case .plain: return fenced([], division, range)
    }
  }

  private static func attributes(_ callout: Callout) -> [String] {
    var attributes: [String] = []
    if let folding = callout.folding { attributes.append("collapse=\"\(folding == .closed)\"") }
    if !callout.hasDefaultTitle {
      attributes.append("appearance=\"minimal\"")
    } else if !callout.hasIcon {
      attributes.append("icon=\"false\"")
    }
    return attributes
  }

  /// A division between lines of colons, its title as a heading.
  private mutating func fenced(
    _ attributes: [String], _ division: Division, _ range: SourceRange
  ) -> [String] {
    var words = (division.identifier.map { ["#\($0)"] } ?? []) + attributes
    if !division.attributes.isEmpty { words.append(division.attributes) }
    var lines = [words.isEmpty ? "::: {.division}" : "::: {\(words.joined(separator: " "))}"]
    if !division.title.isEmpty {
      let heading = written(division.title) {
        "## \($0)"
      } read: { blocks in
        if blocks.count == 1, case .heading(let heading) = blocks[0].content {
          heading.content
        } else {
          nil
        }
      }
      guard let heading else { return sourceLines(of: range) }
      lines += ["## \(heading)", ""]
    }
    return lines + self.lines(division.content, isTight: false) + [":::"]
  }

  /// A box as on code hosts; `nil` if its title cannot be written in one line.
  private mutating func quotation(_ callout: Callout, _ division: Division) -> [String]? {
    let folding = callout.folding.map { $0 == .closed ? "-" : "+" } ?? ""
    let sign = "[!\(callout.name.uppercased())]\(folding)"
    var title = ""
    if !division.title.isEmpty {
      let words = written(division.title) {
        "> \(sign) \($0)"
      } read: { blocks in
        if blocks.count == 1, case .division(let division) = blocks[0].content {
          division.title
        } else {
          nil
        }
      }
      guard let words, !words.contains("\n") else { return nil }
      title = " " + words
    }
    quotations += 1
    defer { quotations -= 1 }
    var lines = ["> \(sign)\(title)"]
    var content = self.lines(division.content, isTight: false)
    if let first = division.content.first {
      if case .paragraph = first.content {} else { content.insert("", at: 0) }
    }
    lines += content.map { $0.isEmpty ? ">" : "> \($0)" }
    return lines
  }

  private mutating func lines(
    _ tabs: [Division.Tab], of division: Division, _ range: SourceRange
  ) -> [String] {
    var used: Set<Int> = []
    for block in division.content + tabs.flatMap(\.content) {
      if case .heading(let heading) = block.content { used.insert(heading.level) }
    }
    let level = [2, 3, 4, 5, 6, 1].first { !used.contains($0) } ?? 2
    let mark = String(repeating: "#", count: level)
    var lines = fenced([".panel-tabset"], division, range)
    let end = lines.removeLast()
    for tab in tabs {
      let title = written(tab.title) {
        "\(mark) \($0)"
      } read: { blocks in
        if blocks.count == 1, case .heading(let heading) = blocks[0].content {
          heading.content
        } else {
          nil
        }
      }
      if lines.count > 1 { lines.append("") }
      lines += ["\(mark) \(title ?? "")", ""] + self.lines(tab.content, isTight: false)
    }
    return lines + [end]
  }

  // MARK: Definition lists

  mutating func lines(_ list: DefinitionList, _ range: SourceRange) -> [String] {
    var lines: [String] = []
    for entry in list.entries {
      if !lines.isEmpty { lines.append("") }
      for term in entry.terms {
        let words = written(term) {
          "\($0)\n: x"
        } read: { blocks in
          guard blocks.count == 1, case .definitions(let list) = blocks[0].content else {
            return nil
          }
          return list.entries.first?.terms.first
        }
        if let words {
          lines.append(words)
        } else if let first = term.first, let last = term.last {
          lines += sourceLines(of: SourceRange(first.range.start, last.range.end))
        }
      }
      for (index, meaning) in entry.meanings.enumerated() {
        if index > 0, !meaning.isTight { lines.append("") }
        let content = self.lines(meaning.content, isTight: meaning.isTight)
        for (number, line) in content.enumerated() {
          lines.append(number == 0 ? ": \(line)" : line.isEmpty ? "" : "  \(line)")
        }
      }
    }
    return lines
  }
}
