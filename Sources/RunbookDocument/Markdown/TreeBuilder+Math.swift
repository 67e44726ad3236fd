internal import CMarkdown
internal import RunbookFiles

extension TreeBuilder {
  /// Adds a formula within a paragraph.
  mutating func takeInlineMath(_ node: MarkdownNode) {
    let form = FormulaForm(md_math_written(node.handle))
    let taken = scanner.takeVerbatim(node.literal, between: form.opening, and: form.closing)
    let source = text.string(node.literal)
    let isDisplay = node.kind == MD_DISPLAY_MATH && (form != .dollars || isDisplayed(node, source))
    let start = scanner.skippingBlanks(from: taken.lowerBound + form.opening.utf8.count)
    // Places are asked for from left to right: going back costs the length of the line.
    let opening = location(at: taken.lowerBound)
    let first = location(at: start)
    let continuations = scanner.lineStarts(in: start..<max(start, taken.upperBound))
      .map { location(at: $0) }
    var range = SourceRange(opening, location(at: taken.upperBound))
    let label = isDisplay ? takeLabel(after: node, of: .equation) : nil
    let math = math(
      source, isDisplay: isDisplay, location: first, label: label, continuations: continuations)
    if let hidden = hiddenPrefix { range.end = location(at: scanner.position + hidden.length) }
    guard let math else { return append(.unknown(form.opening + form.closing), range) }
    // `$\ref{x}$` is a reference like one in the sentence.
    if math.references.count == 1, math.source == math.references[0].written {
      return append(.reference(math.references[0]), range)
    }
    append(.formula(math), range)
  }

  /// Whether `$$…$$` is displayed: it is alone on its line. Within a sentence, as kramdown writes
  /// formulas, it is a part of the line.
  private mutating func isDisplayed(_ node: MarkdownNode, _ source: String) -> Bool {
    if source.contains("\n") || source.contains("\\tag") || source.contains("\\label") {
      return true
    }
    if ["align", "gather", "equation", "multline", "eqnarray", "flalign", "alignat"]
      .contains(where: { source.contains("\\begin{\($0)") })
    {
      return true
    }
    guard node.parent?.kind == MD_PARAGRAPH else { return false }
    if let next = node.next, next.kind == MD_TEXT, Attributes(startOf: next.literal) != nil {
      return true
    }
    if isLabelled(node) { return true }
    if formulaLine.nodes.contains(node.handle) { return !formulaLine.hasWords }
    formulaLine = ([], false)
    for step in [\MarkdownNode.previous, \.next] {
      var neighbour: MarkdownNode? = node
      while let other = neighbour, !other.isBreak {
        if other.isWords { formulaLine.hasWords = true }
        if other.kind == MD_DISPLAY_MATH { formulaLine.nodes.insert(other.handle) }
        neighbour = other[keyPath: step]
      }
    }
    return !formulaLine.hasWords
  }

  /// Whether a label follows a formula, on its line or below: `` :eqlabel:`name` ``.
  private func isLabelled(_ node: MarkdownNode) -> Bool {
    let next = node.next.flatMap { $0.kind == MD_SOFT_BREAK ? $0.next : $0 }
    guard let next, next.kind == MD_TEXT, next.next?.kind == MD_CODE else { return false }
    let words = text.unmarked(next.literal)
    guard let (role, length) = Role.before(words[...]) else { return false }
    return role == .label && length == words.count
  }

  /// Adds a formula on lines of its own.
  mutating func takeMathBlock(_ node: MarkdownNode) {
    let (opening, ending) = (start(of: node), end(of: node))
    let bytes = text.unmarked(node.literal)
    let form = FormulaForm(md_math_written(node.handle))
    guard md_math_is_closed(node.handle), let content = form.content(in: bytes) else {
      log.error("the formula is never closed; end it with '\(form.blockEnd(bytes))'", at: opening)
      return append(
        .unknown(String(decoding: bytes, as: UTF8.self)), from: opening, to: ending)
    }
    let lines = CodeLines(
      String(decoding: bytes, as: UTF8.self), firstLine: node.startLine, source: source, text: text)
    let blanks = bytes[content].prefix { Self.isBlank($0) }
    let start = Self.position(of: blanks.endIndex, in: bytes)
    let end = Self.position(of: content.upperBound, in: bytes)
    let rest = content.upperBound + form.closing.utf8.count
    let restPlace = Self.position(of: rest, in: bytes)
    let tail = readTail(
      bytes[rest...], at: lines.location(restPlace.line, restPlace.character))
    var math = math(
      String(decoding: bytes[content], as: UTF8.self), isDisplay: true,
      location: lines.location(start.line, start.character), label: tail.label,
      continuations: start.line < end.line
        ? ((start.line + 1)...end.line).map { lines.location($0, 0) } : [])
    math?.punctuation = tail.punctuation
    append(
      math.map { .formula($0) } ?? .unknown(String(decoding: bytes, as: UTF8.self)),
      from: opening, to: ending)
    guard var words = tail.words else { return }
    if text.hasEdits {
      // What was replaced has other columns.
      let first =
        restPlace.character + words.place.start.column
        - lines.location(restPlace.line, restPlace.character).column
      let columns = (0...words.text.count).map { lines.location(restPlace.line, first + $0).column }
      words.place.start.column = columns[0]
      words.place.form = .escaped(columns.map { $0 - columns[0] })
    }
    let inlines = MarkdownText.inlines(of: words.text, at: words.place, in: settings)
    append(.paragraph(inlines), from: words.place.start, to: ending)
  }

  /// Adds the formula in a fence of `math`.
  mutating func takeMathFence(_ code: CodeLines, _ range: SourceRange) {
    let source = code.lines.joined(separator: "\n")
    let line = min(
      code.lines.prefix { $0.allSatisfy(\.isWhitespace) }.count, max(0, code.lines.count - 1))
    let blanks = line < code.lines.count ? code.lines[line].prefix(while: \.isWhitespace).count : 0
    let math = math(
      source, isDisplay: true, location: code.location(line, blanks), label: nil,
      continuations: line + 1 < code.lines.count
        ? ((line + 1)..<code.lines.count).map { code.location($0, 0) } : [])
    append(
      math.map { .formula($0) } ?? .unknown(source), from: range.start, to: range.end)
  }

  /// - Parameters:
  ///   - formula: the LaTeX, with the blanks around it.
  ///   - location: the location at which the LaTeX begins, after those blanks.
  ///   - continuations: the locations at which its further lines begin.
  /// - Returns: `nil` for an empty formula, which is an error.
  mutating func math(
    _ formula: String, isDisplay: Bool, location: SourceLocation, label: String?,
    continuations: [SourceLocation]
  ) -> Math? {
    var bytes = Array(formula.utf8)[...]
    while let first = bytes.first, Self.isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
    // `\ ` is a space in LaTeX, not a blank at the end.
    if bytes.last == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: " ")) }
    if bytes.isEmpty {
      log.error("the formula is empty; write LaTeX between the dollars", at: location)
      return nil
    }
    var math = Math(
      source: String(decoding: bytes, as: UTF8.self), isDisplay: isDisplay, location: location,
      label: label, continuations: continuations)
    define(&math)
    for label in math.labels {
      if isDisplay {
        labels.add(label.name, of: .equation, location: label.location, log: &log)
      } else {
        log.warning(
          "'\\label{\(label.name)}' names nothing: a formula within a line has no number; "
            + "write '$$' on lines of their own", at: label.location)
      }
    }
    return math
  }

  /// Takes the definitions of a formula, and gives it the macros that it uses.
  private mutating func define(_ math: inout Math) {
    guard math.source.utf8.contains(UInt8(ascii: "\\")) else { return }
    let definitions = FormulaParts(math.source).definitions
    for definition in definitions { macroHistory.add(macros.define(definition)) }
    if !math.isDefinition { math.macros = macros.definitions(for: math.source) }
  }

  // MARK: After the closing sign

  private struct Tail {
    var label: String?
    var punctuation = ""
    /// The words that go on on the line.
    var words: (text: String, place: TextPlace)?
  }

  /// Reads what follows a closing sign on its line: punctuation, `{#eq-x}` or `(name)`, words.
  private mutating func readTail(
    _ rest: ArraySlice<UInt8>, at location: SourceLocation
  ) -> Tail {
    var tail = Tail()
    var text = Substring(String(decoding: rest, as: UTF8.self))
    var location = location
    func skip(_ count: Int, _ text: inout Substring) {
      text = text.dropFirst(count)
      location.column += count
    }
    while true {
      skip(text.prefix { $0.isWhitespace }.count, &text)
      let marks = text.prefix { ".,;:!?。、，．".contains($0) }
      if !marks.isEmpty, tail.punctuation.isEmpty {
        tail.punctuation = String(marks)
        skip(marks.count, &text)
        continue
      }
      guard tail.label == nil else { break }
      if let attributes = Attributes(startOf: Array(text.utf8)) {
        if let label = attributes.label, Label.isAllowed(label, for: .equation) {
          tail.label = label
        } else {
          log.error(
            "'{\(attributes.content)}' cannot name a formula; write {#eq-…}", at: location)
        }
        skip(
          String(decoding: Array(text.utf8).prefix(attributes.length), as: UTF8.self).count, &text)
        if tail.label == nil { break }
        continue
      }
      guard text.first == "(", let close = text.firstIndex(of: ")") else { break }
      let name = String(text[text.index(after: text.startIndex)..<close])
      guard !name.isEmpty,
        name.allSatisfy({ $0.isLetter || $0.isNumber || "-_:.".contains($0) })
      else { break }
      tail.label = name
      skip(name.count + 2, &text)
    }
    while text.last?.isWhitespace == true { text.removeLast() }
    if !text.isEmpty { tail.words = (String(text), TextPlace(location)) }
    return tail
  }

  /// Line and character of a byte, both from 0.
  private static func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, character: Int) {
    let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (line, SourceText.characterCount(bytes[start..<offset]))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
  }
}

extension MarkdownNode {
  fileprivate var isBreak: Bool { kind == MD_SOFT_BREAK || kind == MD_LINE_BREAK }

  /// Whether the node shows something beside formulas and punctuation.
  fileprivate var isWords: Bool {
    switch kind {
    case MD_TEXT:
      String(decoding: literal, as: UTF8.self)
        .contains { !($0.isWhitespace || ".,;:!?。、，．".contains($0)) }
    case MD_MATH, MD_DISPLAY_MATH: false
    default: true
    }
  }
}
