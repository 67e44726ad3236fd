internal import RunbookDocument
internal import RunbookFiles

/// The text of a notebook's Markdown cell as a part of a note.
///
/// In a notebook each cell is a document, so nothing in it reaches into the next cell, and code in
/// it does not run. The text of a note is changed as little as that requires.
struct CellText {
  /// The lines of the note, without blank ones at the ends.
  private(set) var lines: [String]

  init(_ source: String) {
    lines = SourceLines.trimmed(SourceLines.lines(of: source))
    guard !lines.isEmpty else { return }
    lines = FormulaBlocks.enclosingBareEnvironments(in: lines.joined(separator: "\n"))
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var reading = Reading(lines)
    for edits in [Reading.neutralized, Reading.closed] {
      let changed = edits(reading)()
      guard changed != lines else { continue }
      lines = changed
      reading = Reading(lines)
    }
    if reading.reachesFurther { confine() }
  }

  /// Ends what is still open at the end of the text.
  private mutating func confine() {
    let text = lines.joined(separator: "\n").lowercased()
    for (start, end) in Self.ends
    where text.contains(start) && !Reading(lines + [end]).reachesFurther {
      return lines.append(end)
    }
    lines = SourceLines.fenced(lines, "markdown")
  }

  /// The beginnings of blocks that blank lines do not end, with their ends.
  private static let ends: KeyValuePairs = [
    "<!--": "-->", "<pre": "</pre>", "<script": "</script>", "<style": "</style>",
    "<textarea": "</textarea>", "<?": "?>", "<![cdata[": "]]>", "<!": ">", "$$": "$$",
  ]

  /// The text of a cell that its author changed in the note.
  static func source(of lines: [String]) -> String {
    var result: [String] = []
    for line in lines {
      let isOption = line.drop { $0 == " " || $0 == ">" } == CellText.notRun
      if isOption,
        result.last.map({ $0.hasSuffix("```swift") || $0.hasSuffix("~~~swift") }) ?? false
      {
        continue
      }
      let single = line.replacing("<!--  ", with: "<!-- ")
      result.append(NotebookMark(single) == nil ? line : single)
    }
    return result.joined(separator: "\n")
  }

  fileprivate static let notRun = "//| eval: false"
}

/// A text as the parser of notes reads it.
private struct Reading {
  private let lines: [String]
  private let blocks: [Block]
  private let errors: Set<SourceLocation>
  /// Whether the text would take in what follows it.
  let reachesFurther: Bool

  init(_ lines: [String]) {
    self.lines = lines
    // The first line is blank, since a note may begin with a front matter and a cell may not.
    let end = NotebookMark.cell(.code, key: "end").text
    let text = "\n" + lines.joined(separator: "\n") + "\n\n\(end)\n"
    let parsed = NotebookParser(path: "").parse(Array(text.utf8))
    blocks = parsed.notebook?.blocks ?? []
    let last = blocks.last { if case .footnotes = $0.content { false } else { true } }
    reachesFurther = last?.notebookMark == nil || last?.range.start.line != lines.count + 3
    errors = Set(parsed.diagnostics.filter { $0.severity == .error }.compactMap(\.location))
  }

  private func index(of location: SourceLocation) -> Int? {
    let index = location.line - 2
    return location.file == nil && lines.indices.contains(index) ? index : nil
  }

  /// The lines with code that does not run and with no marks of cells.
  func neutralized() -> [String] {
    var result = lines
    func hide(_ location: SourceLocation) {
      guard let index = index(of: location) else { return }
      result[index] = result[index].replacing("<!-- ", with: "<!--  ", maxReplacements: 1)
    }
    blocks.visit(block: { block in
      if block.notebookMark != nil { hide(block.range.start) }
      guard case .recorded = block.content else { return }
      hide(block.range.start)
      hide(block.range.end)
    })
    var insertions: [(index: Int, line: String)] = []
    blocks.visit(block: { block in
      guard let index = index(of: block.range.start), let fence = Fence(lines[index]) else {
        return
      }
      switch block.content {
      case .cell: break
      case .listing(let listing) where listing.language == "swift":
        guard listing.info != "swift", listing.info != "{swift}" else { return }
      case .listing(let listing):
        // The first lines of a listing in a notebook are not options.
        if !listing.optionLines.isEmpty { insertions.append((index + 1, fence.prefix)) }
        return
      default: return
      }
      result[index] = fence.opening + "swift"
      insertions.append((index + 1, fence.prefix + CellText.notRun))
    })
    for insertion in insertions.sorted(by: { $0.index > $1.index }) {
      result.insert(insertion.line, at: insertion.index)
    }
    return result
  }

  /// The lines with an end for each fence that has none.
  func closed() -> [String] {
    var insertions: [(index: Int, line: String)] = []
    blocks.visit(block: { block in
      let count: Int
      switch block.content {
      case .cell(let cell): count = cell.optionLines.count + cell.source.utf8.count { $0 == 10 }
      case .listing(let listing):
        count = listing.optionLines.count + listing.source.utf8.count { $0 == 10 }
      default: return
      }
      guard errors.contains(block.range.start), let index = index(of: block.range.start),
        let fence = Fence(lines[index])
      else { return }
      insertions.append((min(index + 1 + count, lines.count), fence.prefix + fence.mark))
    })
    var result = lines
    for insertion in insertions.sorted(by: { $0.index > $1.index }) {
      result.insert(insertion.line, at: insertion.index)
    }
    return result
  }

  /// The opening fence in a line.
  private struct Fence {
    /// The line up to the info string.
    var opening: String
    var mark: String
    /// The marks of quotations before the fence, and spaces for others.
    var prefix: String

    init?(_ line: String) {
      guard let found = line.firstMatch(of: /`{3,}|~{3,}/) else { return nil }
      mark = String(found.0)
      let before = line[..<found.range.lowerBound]
      opening = before + mark
      prefix = String(before.map { $0 == ">" ? ">" : " " })
    }
  }
}
