package import RunbookDocument
internal import RunbookFiles

/// Writes the tree of a notebook as clean Markdown.
///
/// The text is read back as the same tree. The writer tries several styles for each paragraph, the
/// plainest first, until the parser returns the same nodes; if none does, it copies the author's
/// text.
package struct MarkdownWriter {
  let notebook: Notebook
  /// The lines of the note, used as a fallback.
  private let source: [Substring]
  /// The number of quotations around the current position.
  var quotations = 0
  /// The number of lists around it.
  private(set) var lists = 0
  /// Whether the next blocks are those of the document.
  private var isOutermost = false
  /// The number of elements of HTML around it.
  var elements = 0

  /// - Parameter source: the source text of the notebook.
  package init(_ notebook: Notebook, source: String) {
    self.notebook = notebook
    self.source = source.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The note as Markdown.
  package static func text(of notebook: Notebook, source: String) -> String {
    var writer = MarkdownWriter(notebook, source: source)
    var lines: [String] = []
    if !notebook.frontMatterLines.isEmpty {
      lines = ["---"] + notebook.frontMatterLines + ["---", ""]
    }
    writer.isOutermost = true
    lines += writer.lines(notebook.blocks, isTight: false)
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: Blocks

  /// The lines of consecutive blocks.
  mutating func lines(_ blocks: [Block], isTight: Bool) -> [String] {
    var lines: [String] = []
    var listMark = 0
    let checks = isOutermost
    isOutermost = false
    // A list of references in its usual place is found there again.
    let blocks = blocks.filter { block in
      if case .bibliography(let list) = block.content { list.isMarked } else { true }
    }
    for (index, block) in blocks.enumerated() {
      if index > 0, !isTight { lines.append("") }
      if case .list(let list) = block.content {
        // Two consecutive lists need different markers.
        if index > 0, case .list = blocks[index - 1].content { listMark += 1 } else { listMark = 0 }
        let written = self.lines(list, mark: listMark)
        lines += checks ? checked(written, block, asList: listMark % 2) : written
      } else {
        let written = self.lines(block)
        lines += Self.targetLines(block) + (checks ? checked(written, block) : written)
        lines += Self.labelLines(block)
      }
    }
    return lines
  }

  /// The lines above a heading that give it further names: `(name)=`.
  private static func targetLines(_ block: Block) -> [String] {
    guard case .heading(let heading) = block.content else { return [] }
    let targets = anchors(of: heading).map { "(\($0.label))=" }
    return targets.isEmpty ? [] : targets + [""]
  }

  private static func anchors(of heading: Heading) -> [Anchor] {
    var anchors: [Anchor] = []
    for inline in heading.content {
      guard case .anchor(let anchor) = inline.content else { break }
      anchors.append(anchor)
    }
    return anchors
  }

  /// The line below an element that names it where attributes cannot: `` :label:`fig_x` ``.
  private static func labelLines(_ block: Block) -> [String] {
    let label: String? =
      switch block.content {
      case .figure(let image): image.label.flatMap { Label.kind(of: $0) == .figure ? nil : $0 }
      case .listing(let listing):
        listing.optionLines.contains { $0.contains("label") } ? nil : listing.options.label
      default: nil
      }
    return label.map { [":label:" + InlineWriter.span($0)] } ?? []
  }

  mutating func lines(_ block: Block) -> [String] {
    switch block.content {
    case .paragraph(let inlines): return paragraph(inlines, block.range)
    case .heading(let heading): return lines(heading, block.range)
    case .quotation(let blocks):
      quotations += 1
      defer { quotations -= 1 }
      let content = lines(blocks, isTight: false)
      return content.isEmpty ? [">"] : content.map { $0.isEmpty ? ">" : "> \($0)" }
    case .division(let division): return lines(division, block.range)
    case .definitions(let list): return lines(list, block.range)
    case .list(let list): return lines(list, mark: 0)
    case .table(let table): return lines(table, block.range)
    case .formula(let math):
      return ["$$"] + Self.lines(of: math.source)
        + ["$$\(InlineWriter.attributes(ofFormula: math))"]
    case .cell(let cell):
      return fenced("swift", cell.optionLines.map { "//| \($0)" } + Self.lines(of: cell.source))
    case .listing(let listing):
      let mark = listing.optionMark
      return fenced(
        listing.info, listing.optionLines.map { "\(mark) \($0)" } + Self.lines(of: listing.source))
    case .figure(let image): return Self.lines(of: figure(image))
    case .plain(let inlines): return paragraph(inlines, block.range)
    case .element(let element): return lines(element, block.range)
    case .contents: return ["[TOC]"]
    case .rule: return [lists > 0 ? "___" : "***"]
    case .html(let html): return Self.lines(of: html)
    case .footnotes(let footnotes):
      return Array(footnotes.map { lines($0) }.joined(separator: [""]))
    case .bibliography(let list): return list.isMarked ? ["::: {#refs}", ":::"] : []
    case .recorded(let blocks):
      return [NotebookMark.outputs.text, ""] + lines(blocks, isTight: false)
        + (blocks.isEmpty ? [] : [""]) + [NotebookMark.endOfOutputs.text]
    case .unknown: return sourceLines(of: block.range)
    }
  }

  private mutating func lines(_ footnote: Footnote) -> [String] {
    let content = lines(footnote.content, isTight: false)
    if content.isEmpty { return ["[^\(footnote.name)]:"] }
    return content.enumerated().map { index, line in
      index == 0 ? "[^\(footnote.name)]: \(line)" : line.isEmpty ? "" : "    \(line)"
    }
  }

  private func lines(_ heading: Heading, _ range: SourceRange) -> [String] {
    let mark = String(repeating: "#", count: heading.level)
    let attributes = InlineWriter.attributes(of: heading)
    let hasBreaks = heading.content.contains {
      $0.content == .softBreak || $0.content == .lineBreak
    }
    let underline = heading.level == 1 ? "===" : "---"
    let content = Array(heading.content.dropFirst(Self.anchors(of: heading).count))
    let words = written(content) { words in
      hasBreaks ? words + "\n\(underline)" : "\(mark) \(words)"
    } read: { blocks in
      if blocks.count == 1, case .heading(let heading) = blocks[0].content {
        heading.content
      } else {
        nil
      }
    }
    guard let words else { return sourceLines(of: range) }
    if hasBreaks { return Self.lines(of: words + attributes) + [underline] }
    return words.isEmpty ? [mark + attributes] : ["\(mark) \(words)\(attributes)"]
  }

  private func paragraph(_ inlines: [Inline], _ range: SourceRange) -> [String] {
    let words = written(inlines) {
      $0
    } read: { blocks in
      if blocks.count == 1, case .paragraph(let inlines) = blocks[0].content {
        inlines
      } else {
        nil
      }
    }
    return words.map { Self.lines(of: $0) } ?? sourceLines(of: range, isParagraph: true)
  }

  /// A fenced block whose fence is longer than any in the text.
  private func fenced(_ info: String, _ lines: [String]) -> [String] {
    let character: Character = info.contains("`") ? "~" : "`"
    let longest =
      lines.map { line in line.drop { $0 == " " }.prefix { $0 == character }.count }.max() ?? 0
    let fence = String(repeating: character, count: max(3, longest + 1))
    return [fence + info] + lines + [fence]
  }

  // MARK: Words

  /// Writes inline content in the first style that is read back as the same content.
  ///
  /// - Parameters:
  ///   - document: returns the text to be read, with the words in their final context.
  ///   - read: returns the content from the parsed text; `nil` if it has another structure.
  func written(
    _ inlines: [Inline], in document: (String) -> String, read: ([Block]) -> [Inline]?
  ) -> String? {
    let expected = inlines.withoutPlaces().forComparison
    for style in InlineStyle.all {
      let words = InlineWriter(inlines, style: style).text
      var text = document(words)
      text += footnoteDefinitions(for: text)
      var blocks = MarkdownText.blocks(of: text, in: notebook)
      if case .footnotes? = blocks.last?.content { blocks.removeLast() }
      if let found = read(blocks), found.withoutPlaces().forComparison == expected { return words }
    }
    return nil
  }

  /// Definitions without which the parser does not recognise the references to footnotes in `text`.
  func footnoteDefinitions(for text: String) -> String {
    guard text.contains("[^"), case .footnotes(let footnotes)? = notebook.blocks.last?.content
    else {
      return ""
    }
    return "\n\n" + footnotes.map { "[^\($0.name)]: x\n" }.joined()
  }

  /// The lines of a block of the document if they are read back as it is; the author's lines if only
  /// those are.
  ///
  /// - Parameter asList: for a list, the position of its marker among the two that alternate.
  private func checked(_ lines: [String], _ block: Block, asList: Int = 0) -> [String] {
    switch block.content {
    case .quotation, .division, .definitions, .list, .table, .element: break
    // The others are simple, or are checked where they are written.
    default: return lines
    }
    guard asList == 0, !isRead(lines, as: block) else { return lines }
    let range = block.range
    guard range.start.file == nil, range.start.line >= 1, range.end.line <= self.source.count,
      range.start.line <= range.end.line
    else { return lines }
    let source = self.source[(range.start.line - 1)..<range.end.line].map(String.init)
    return !source.isEmpty && isRead(source, as: block) ? source : lines
  }

  private func isRead(_ lines: [String], as block: Block) -> Bool {
    let text = lines.map { $0 + "\n" }.joined()
    var found = MarkdownText.blocks(of: text + footnoteDefinitions(for: text), in: notebook)
    found = found.withoutFootnotes
    return found.withoutPlaces().forComparison == [block].withoutPlaces().forComparison
  }

  /// The author's lines, without the markers of lists and quotations before them.
  ///
  /// - Parameter isParagraph: whether they contain only words.
  func sourceLines(of range: SourceRange, isParagraph: Bool = false) -> [String] {
    guard range.start.file == nil, range.start.line >= 1, range.end.line <= source.count,
      range.start.line <= range.end.line
    else {
      return []
    }
    return (range.start.line...range.end.line).map { number in
      var line = source[number - 1]
      if number == range.end.line { line = line.prefix(range.end.column - 1) }
      if number == range.start.line { return String(line.dropFirst(range.start.column - 1)) }
      var rest = line
      var marks = quotations
      while let first = rest.first, first == " " || first == "\t" || first == ">" && marks > 0 {
        if first == ">" { marks -= 1 }
        rest.removeFirst()
      }
      // In its new context, a continuation line of `=` or `-` would turn the paragraph into a heading.
      let isUnderline = isParagraph && !rest.isEmpty && rest.allSatisfy { "=- ".contains($0) }
      return isUnderline ? "\\\(rest)" : String(rest)
    }
  }

  static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  // MARK: Lists

  private mutating func lines(_ list: MarkdownList, mark: Int) -> [String] {
    lists += 1
    defer { lists -= 1 }
    var lines: [String] = []
    for (index, item) in list.items.enumerated() {
      if index > 0, !list.isTight { lines.append("") }
      let bullet = mark % 2 == 0 ? "-" : "*"
      let marker = list.start.map { "\($0 + index)\(mark % 2 == 0 ? "." : ")")" } ?? bullet
      let task = item.isDone.map { $0 ? "[x] " : "[ ] " } ?? ""
      let indent = String(repeating: " ", count: marker.count + 1)
      let content = self.lines(item.content, isTight: list.isTight)
      if content.isEmpty { lines.append(marker) }
      for (number, line) in content.enumerated() {
        lines.append(number == 0 ? "\(marker) \(task)\(line)" : line.isEmpty ? "" : indent + line)
      }
    }
    return lines
  }
}

extension [Inline] {
  /// The content as `MarkdownText` reads it: expressions are code there.
  fileprivate var forComparison: [Inline] {
    var inlines = self
    inlines.forEachInline { $0.normalize() }
    return inlines
  }
}

extension [Block] {
  /// The blocks as `MarkdownText` reads them, without what is given to them in the whole document.
  var forComparison: [Block] {
    var blocks = self
    blocks.forEachNode { block in
      switch block.content {
      case .heading(var heading):
        heading.identifier = heading.label ?? ""
        heading.number = nil
        block.content = .heading(heading)
      case .figure(var image):
        image.caption?.number = nil
        image.caption?.label = nil
        image.caption?.source = nil
        block.content = .figure(image)
      case .table(var table):
        table.caption?.number = nil
        table.caption?.source = nil
        block.content = .table(table)
      case .listing(var listing):
        listing.caption?.number = nil
        block.content = .listing(listing)
      case .division(var division):
        division.number = 0
        division.caption?.number = nil
        block.content = .division(division)
      case .cell(let cell): block.content = .unknown(cell.source)
      case .formula(var math):
        math.number = nil
        block.content = .formula(math)
      default: break
      }
    } inline: {
      $0.normalize()
    }
    return blocks
  }

  /// Without the footnotes at the end.
  var withoutFootnotes: [Block] {
    if case .footnotes? = last?.content { Array(dropLast()) } else { self }
  }
}

extension Inline {
  fileprivate mutating func normalize() {
    switch content {
    case .expression(let expression): content = .code(expression.source)
    // Footnotes are numbered in the whole document.
    case .footnoteReference(let reference):
      content = .footnoteReference(.init(number: 1, name: reference.name, use: 1))
    case .citation(var citation):
      // Mentions are counted in the whole document.
      for index in citation.items.indices { citation.items[index].work?.use = 0 }
      content = .citation(citation)
    case .formula(var math):
      // Numbers are assigned, and macros defined, in the whole document.
      math.number = nil
      math.macros = ""
      for index in math.rows.indices { math.rows[index].number = nil }
      for index in math.references.indices { math.references[index].target = nil }
      content = .formula(math)
    default: break
    }
  }
}
