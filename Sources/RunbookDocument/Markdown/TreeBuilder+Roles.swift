internal import CMarkdown
internal import RunbookFiles

/// Code spans with a role before them, and labels that stand alone on a line.
extension TreeBuilder {
  /// Adds the node that a code span and the role before it mean.
  ///
  /// - Parameter taken: the code span.
  /// - Returns: whether there is a role.
  mutating func takeRole(_ code: String, _ taken: Range<Int>) -> Bool {
    let source = scanner.content(of: 0..<taken.lowerBound)
    guard let (role, length) = Role.before(source),
      let last = frames.last?.inlines.last, case .text(let words) = last.content,
      words.utf8.count >= length, words.utf8.suffix(length).elementsEqual(source.suffix(length))
    else { return false }
    var start = last.range.end
    start.column -= length
    let rest = String(decoding: words.utf8.dropLast(length), as: UTF8.self)
    frames[frames.count - 1].inlines.removeLast()
    if !rest.isEmpty { append(.text(rest), SourceRange(last.range.start, start)) }
    let range = SourceRange(start, location(at: taken.upperBound))
    let content = location(at: taken.lowerBound + scanner.runLength(at: taken.lowerBound))
    frames[frames.count - 1].inlines += nodes(of: role, code, range, at: content)
    return true
  }

  private mutating func nodes(
    of role: Role, _ code: String, _ range: SourceRange, at location: SourceLocation
  ) -> [Inline] {
    let target = RoleTarget(code)
    switch role {
    case .citation(let form, let omitsAuthors):
      return citations(code, form, omitsAuthors: omitsAuthors, range, at: location)
    case .reference:
      if let words = target.words { return [link(to: "#" + target.name, words, range)] }
      return [
        Inline(.reference(CrossReference(label: target.name, location: location)), range: range)
      ]
    case .formulaReference:
      let reference = CrossReference(label: target.name, form: .number, location: location)
      return [
        Inline(.text("("), range: range), Inline(.reference(reference), range: range),
        Inline(.text(")"), range: range),
      ]
    case .numberedReference:
      guard let words = target.words else {
        return [
          Inline(.reference(CrossReference(label: target.name, location: location)), range: range)
        ]
      }
      let reference = CrossReference(label: target.name, form: .number, location: location)
      let parts = words.replacing("{number}", with: "%s").split(
        separator: "%s", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return [link(to: "#" + target.name, words, range)] }
      return [
        Inline(.text(String(parts[0])), range: range), Inline(.reference(reference), range: range),
        Inline(.text(String(parts[1])), range: range),
      ].filter { $0.text?.isEmpty != true }
    case .document, .file:
      let name = target.name.split(separator: "/").last.map(String.init) ?? target.name
      return [link(to: target.name, target.words ?? name, range)]
    case .formula:
      guard !code.allSatisfy(\.isWhitespace) else { return [Inline(.code(code), range: range)] }
      let math = math(
        code, isDisplay: false, location: location, label: nil, continuations: [])
      return [Inline(math.map { .formula($0) } ?? .code(code), range: range)]
    case .label:
      hasAnchors = true
      return [Inline(.anchor(Anchor(label: code, side: .behind, location: location)), range: range)]
    case .code: return [Inline(.code(code), range: range)]
    case .element(let name):
      hasTags = true
      return [
        Inline(.html("<\(name)>"), range: range), Inline(.text(code), range: range),
        Inline(.html("</\(name)>"), range: range),
      ]
    case .words: return [Inline(.text(code), range: range)]
    case .unknown(let name):
      log.warning("the role '{\(name)}' is not known; its words are shown", at: range.start)
      return [Inline(.text(code), range: range)]
    }
  }

  private mutating func citations(
    _ code: String, _ form: Citation.Form, omitsAuthors: Bool, _ range: SourceRange,
    at location: SourceLocation
  ) -> [Inline] {
    var column = 0
    let items = code.split(omittingEmptySubsequences: false) { ",;".contains($0) }.compactMap {
      part -> Citation.Item? in
      defer { column += part.count + 1 }
      let key = part.drop { $0 == " " || $0 == "\n" }
      guard !key.isEmpty else { return nil }
      var place = location
      place.column += column + part.count - key.count
      return Citation.Item(
        key: String(key.prefix { $0 != " " && $0 != "\n" }), omitsAuthors: omitsAuthors,
        location: place)
    }
    guard !items.isEmpty else { return [Inline(.code(code), range: range)] }
    frames[frames.count - 1].hasMentions = true
    if form == .narrative {
      let mentions = items.map {
        Inline(.citation(Citation(form: form, items: [$0])), range: range)
      }
      return Array(mentions.map { [$0] }.joined(separator: [Inline(.text(", "), range: range)]))
    }
    var citation = Citation(form: form, items: items)
    citation.written = [Inline(.text("[\(code)]"), range: range)]
    return [Inline(.citation(citation), range: range)]
  }

  private func link(to address: String, _ words: String, _ range: SourceRange) -> Inline {
    Inline(
      .link(Link(address: address, content: [Inline(.text(words), range: range)])), range: range)
  }

  // MARK: Labels on a line of their own

  /// Adds the label in a line `(name)=`, which names the element below.
  ///
  /// - Returns: whether the text is such a line.
  mutating func takeTarget(_ node: MarkdownNode, _ literal: some Collection<UInt8>) -> Bool {
    guard literal.first == UInt8(ascii: "("), literal.count < 200, literal.count > 3,
      Array(literal.suffix(2)) == Array(")=".utf8), isAlone(node)
    else { return false }
    let name = text.string(Array(literal.dropFirst().dropLast(2)))
    guard Label.isValid(name) else { return false }
    let range = sourceRange(scanner.takeText(literal))
    hasAnchors = true
    append(.anchor(Anchor(label: name, side: .before, location: range.start)), range)
    return true
  }

  /// Whether a text is a whole line of its paragraph.
  private func isAlone(_ node: MarkdownNode) -> Bool {
    let isBreak = { (other: MarkdownNode?) in other.map { $0.kind == MD_SOFT_BREAK } ?? true }
    return isBreak(node.previous) && isBreak(node.next)
  }
}

/// `words <name>` or only a name.
private struct RoleTarget {
  var name: String
  var words: String?

  init(_ code: String) {
    let code = code.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard code.hasSuffix(">"), let open = code.lastIndex(of: "<"), open > code.startIndex else {
      name = code
      return
    }
    name = String(code[code.index(after: open)...].dropLast())
    words = String(code[..<open].reversed().drop { $0 == " " }.reversed())
  }
}
