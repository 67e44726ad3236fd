internal import CMarkdown
internal import RunbookFiles

extension TreeBuilder {
  /// Adds `$…$`, or `$$…$$` in the middle of a paragraph.
  mutating func takeInlineMath(_ node: MarkdownNode) {
    let isDisplay = node.kind == MD_DISPLAY_MATH
    let dollars = isDisplay ? "$$" : "$"
    let taken = scanner.takeVerbatim(node.literal, between: dollars, and: dollars)
    let start = scanner.skippingBlanks(from: taken.lowerBound + dollars.utf8.count)
    // Places are asked for from left to right: going back costs the length of the line.
    let opening = location(at: taken.lowerBound)
    let first = location(at: start)
    let continuations = scanner.lineStarts(in: start..<max(start, taken.upperBound))
      .map { location(at: $0) }
    var range = SourceRange(opening, location(at: taken.upperBound))
    let label = isDisplay ? takeLabel(after: node, of: .equation) : nil
    let math = math(
      text.string(node.literal), isDisplay: isDisplay, location: first, label: label,
      continuations: continuations)
    if let hidden = hiddenPrefix { range.end = location(at: scanner.position + hidden.length) }
    append(math.map { .formula($0) } ?? .unknown(dollars + dollars), range)
  }

  /// Adds `$$…$$` on separate lines.
  mutating func takeMathBlock(_ node: MarkdownNode) {
    let (opening, ending) = (start(of: node), end(of: node))
    let bytes = text.unmarked(node.literal)
    guard md_math_is_closed(node.handle) else {
      log.error("the formula is never closed; end it with '$$'", at: opening)
      return append(
        .unknown(String(decoding: bytes, as: UTF8.self)), from: opening, to: ending)
    }
    guard let open = Self.dollars(in: bytes[...]),
      let close = Self.dollars(in: bytes[(open + 2)...])
    else { return }
    let formula = bytes[(open + 2)..<close]
    let blanks = formula.prefix { Self.isBlank($0) }
    let lines = CodeLines(
      String(decoding: bytes, as: UTF8.self), firstLine: node.startLine, source: source)
    let start = Self.position(of: blanks.endIndex, in: bytes)
    let end = Self.position(of: close, in: bytes)
    let label = takeLabel(
      inRest: bytes[(close + 2)...], at: lines.location(end.line, end.character + 2))
    let math = math(
      String(decoding: formula, as: UTF8.self), isDisplay: true,
      location: lines.location(start.line, start.character), label: label,
      continuations: start.line < end.line
        ? ((start.line + 1)...end.line).map { lines.location($0, 0) } : [])
    append(
      math.map { .formula($0) } ?? .unknown(String(decoding: bytes, as: UTF8.self)),
      from: opening, to: ending)
  }

  /// - Parameters:
  ///   - formula: the LaTeX, with the blanks around it.
  ///   - location: the location at which the LaTeX begins, after those blanks.
  ///   - continuations: the locations at which its further lines begin.
  /// - Returns: `nil` for an empty formula, which is an error.
  private mutating func math(
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
    if let label { labels.add(label, of: .equation, location: location, log: &log) }
    return Math(
      source: String(decoding: bytes, as: UTF8.self), isDisplay: isDisplay, location: location,
      label: label, continuations: continuations)
  }

  /// The label after the closing `$$` of a block; any other text there is shown.
  private mutating func takeLabel(
    inRest rest: ArraySlice<UInt8>, at location: SourceLocation
  ) -> String? {
    var location = location
    location.column += rest.prefix { Self.isBlank($0) }.count
    guard rest.contains(where: { !Self.isBlank($0) }) else { return nil }
    guard let attributes = Attributes(startOf: rest),
      rest.dropFirst(attributes.length).allSatisfy(Self.isBlank)
    else {
      log.error(
        "text follows the closing '$$'; begin a new line for it", at: location)
      return nil
    }
    guard let label = attributes.label, Label.isAllowed(label, for: .equation) else {
      log.error(
        "'{\(attributes.content)}' cannot name a formula; write {#eq-…}", at: location)
      return nil
    }
    return label
  }

  /// The offset of the next `$$` that is not preceded by a backslash.
  private static func dollars(in bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 1
      } else if bytes[index] == UInt8(ascii: "$"), bytes[index + 1] == UInt8(ascii: "$") {
        return index
      }
      index += 1
    }
    return nil
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
