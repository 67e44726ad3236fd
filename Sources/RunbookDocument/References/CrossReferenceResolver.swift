internal import RunbookFiles

/// Numbers the elements of a document as its readers see them, and finds the target of each
/// reference.
struct CrossReferenceResolver {
  /// The number of unresolved references that get a suggestion; finding one compares all labels.
  static let suggestionLimit = 100

  private(set) var targets: [String: ReferenceTarget] = [:]
  /// The words of the headings by their identifiers.
  private var headings: [String: String] = [:]
  let labels: LabelTable
  /// The works that citations mention; their mentions are counted while they are resolved.
  var citations: Citations
  var suggestions = 0
  /// Whether a citation without any bibliography was reported.
  var saysNoBibliography = false

  /// - Parameters:
  ///   - labels: the existing labels, for suggestions.
  ///   - citations: the works that can be cited.
  init(labels: LabelTable, citations: Citations) {
    self.labels = labels
    self.citations = citations
  }

  // MARK: Numbers

  /// Numbers every counted element, and notes the targets of the labels.
  mutating func number(_ blocks: inout [Block], in frontMatter: FrontMatter) {
    var sections = SectionNumbers(blocks, frontMatter)
    var counts: [Label.Kind: Int] = [:]
    var targets: [String: ReferenceTarget] = [:]
    var headings: [String: String] = [:]
    var parts: Set<String> = []
    var tabs = 0
    /// The section that the current place is in.
    var section = ReferenceTarget(kind: .section, number: "", location: SourceLocation(line: 1))
    func next(_ kind: Label.Kind) -> String {
      counts[kind, default: 0] += 1
      return String(counts[kind, default: 0])
    }
    /// If two elements have the same label, which is an error, references name the first.
    func note(_ label: String?, _ target: ReferenceTarget) {
      if let label, targets[label] == nil { targets[label] = target }
    }
    func number(_ math: inout Math) {
      guard math.isDisplay else { return }
      func note(_ labels: [String], _ number: String) {
        for label in labels {
          targets[label] =
            targets[label] ?? .init(kind: .equation, number: number, location: math.location)
        }
      }
      let own = [math.label].compactMap { $0 }
      if math.numbersRows {
        for index in math.rows.indices {
          let row = math.rows[index]
          guard row.isCounted || row.tag != nil || !row.labels.isEmpty else { continue }
          let number = row.tag.map { FormulaText.text(of: $0) } ?? next(.equation)
          math.rows[index].number = number
          note(row.labels + own, number)
        }
      } else if math.isCounted || math.number != nil || !math.innerLabels.isEmpty || !own.isEmpty {
        let number = math.number.map { FormulaText.text(of: $0) } ?? next(.equation)
        math.number = number
        note(math.innerLabels + own, number)
      }
    }
    func number(_ image: inout ImageReference, isFigure: Bool) {
      guard let label = image.label, !parts.contains(label) else { return }
      let number = next(.figure)
      note(image.label, .init(kind: .figure, number: number, location: image.location))
      guard isFigure else { return }
      image.caption =
        image.caption ?? Caption(range: SourceRange(image.location, image.location))
      image.caption?.number = number
      image.caption?.label = image.label
    }
    func number(_ cell: inout Cell) {
      let named = cell.labelledKind
      for kind in [Label.Kind.figure, .table, .listing] {
        guard named == kind || cell.captions[kind] != nil else { continue }
        var caption =
          cell.captions[kind] ?? Caption(range: SourceRange(cell.fence, cell.fence))
        caption.number = next(kind)
        caption.label = named == kind ? cell.options.label : nil
        cell.captions[kind] = caption
        note(
          caption.label, .init(kind: kind, number: caption.number ?? "", location: cell.fence))
      }
    }
    func number(_ listing: inout Listing) {
      guard listing.options.label != nil || listing.caption != nil else { return }
      var caption =
        listing.caption ?? Caption(range: SourceRange(listing.location, listing.location))
      caption.number = next(listing.captionKind)
      caption.label = listing.options.label
      listing.caption = caption
      note(
        listing.options.label,
        .init(
          kind: listing.captionKind, number: caption.number ?? "", location: listing.location))
    }
    func number(_ table: inout MarkdownTable) {
      guard let label = table.caption?.label else { return }
      let number = next(.table)
      table.caption?.number = number
      note(label, .init(kind: .table, number: number, location: table.header.range.start))
    }
    /// The figures within a figure get letters after its number, and no number of their own.
    func numberParts(_ blocks: inout [Block], of number: String) {
      var count = 0
      blocks.forEachNode { block in
        guard case .figure(var image) = block.content, let label = image.label else { return }
        let letter = count < 26 ? String(UnicodeScalar(UInt8(97 + count))) : "\(count + 1)"
        count += 1
        var caption =
          image.caption ?? Caption(range: SourceRange(image.location, image.location))
        caption.number = "\(number)(\(letter))"
        caption.label = label
        image.caption = caption
        block.content = .figure(image)
        parts.insert(label)
        note(label, .init(kind: .figure, number: caption.number ?? "", location: image.location))
      } inline: { _ in
      }
    }
    func number(_ division: inout Division) {
      if case .tabs = division.kind {
        tabs += 1
        division.number = tabs
      }
      guard division.caption != nil else { return }
      let kind: Label.Kind
      switch division.kind {
      case .theorem(let named, _): kind = named
      case .float(let named, _): kind = named
      default: return
      }
      let number = next(kind)
      division.caption?.number = number
      note(
        division.caption?.label,
        .init(kind: kind, number: number, location: division.caption?.range.start ?? .init(line: 1))
      )
      if kind == .figure { numberParts(&division.content, of: number) }
    }
    func number(_ block: inout Block) {
      switch block.content {
      case .heading(var heading):
        heading.number = sections.next(heading)
        section = ReferenceTarget(
          kind: .section, number: heading.number ?? "", title: heading.text,
          location: heading.location)
        note(heading.label, section)
        headings[heading.identifier] = heading.text
        block.content = .heading(heading)
      case .formula(var math):
        number(&math)
        block.content = .formula(math)
      case .figure(var image):
        number(&image, isFigure: true)
        block.content = .figure(image)
      case .cell(var cell):
        number(&cell)
        block.content = .cell(cell)
      case .listing(var listing):
        number(&listing)
        block.content = .listing(listing)
      case .table(var table):
        number(&table)
        block.content = .table(table)
      case .division(var division):
        number(&division)
        block.content = .division(division)
      case .paragraph, .plain, .element, .quotation, .contents, .list, .rule, .html, .footnotes,
        .definitions, .bibliography, .unknown, .recorded:
        break
      }
    }
    func number(_ inline: inout Inline) {
      switch inline.content {
      case .formula(var math):
        number(&math)
        inline.content = .formula(math)
      case .image(var image):
        number(&image, isFigure: false)
        inline.content = .image(image)
      case .anchor(let anchor):
        section.location = anchor.location
        note(anchor.label, section)
      default: break
      }
    }
    var hasInlines = false
    blocks.visit(inline: { inline in
      switch inline.content {
      case .formula, .image, .anchor: hasInlines = true
      default: break
      }
    })
    if hasInlines {
      blocks.forEachNode(block: { number(&$0) }, inline: { number(&$0) })
    } else {
      blocks.forEachBlock { number(&$0) }
    }
    self.targets = targets
    self.headings = headings
  }

  // MARK: References

  /// Resolves references in a text outside the document; unknown ones remain unresolved.
  static func resolve(
    _ blocks: inout [Block], to targets: [String: ReferenceTarget], _ citations: Citations,
    log: inout DiagnosticLog
  ) {
    var resolver = CrossReferenceResolver(labels: LabelTable(), citations: citations)
    resolver.targets = targets
    resolver.resolve(&blocks, log: &log)
  }

  /// Lists the works that a document cites.
  mutating func collectWorks(_ blocks: [Block], _ titles: [[Inline]], log: inout DiagnosticLog) {
    guard !citations.hasNoWorks else { return citations.arrange(log: &log) }
    var cited: [String] = []
    let collect = { (inline: Inline) in
      guard case .citation(let citation) = inline.content else { return }
      for item in citation.items {
        let label = KnownPrefix.longest(of: item.key) { labels.locations[$0] != nil }
        if case .work(let key)? = meaning(of: item.key, in: citation.form, label: label) {
          cited.append(key)
        }
      }
    }
    for title in titles { title.visit(collect) }
    blocks.visit(inline: collect)
    for key in cited { citations.add(key) }
    citations.arrange(log: &log)
  }

  /// Finds the targets of the references, and reports those without a target.
  mutating func resolve(_ blocks: inout [Block], log: inout DiagnosticLog) {
    // To look at a tree takes much less time than to change it.
    var hasReferences = false
    blocks.visit { block in
      if case .formula(let math) = block.content, !math.references.isEmpty { hasReferences = true }
    } inline: { inline in
      switch inline.content {
      case .reference, .citation: hasReferences = true
      case .link(let link) where link.content.isEmpty: hasReferences = true
      case .formula(let math) where !math.references.isEmpty: hasReferences = true
      default: break
      }
    }
    guard hasReferences else { return }
    blocks.forEachInlineList { resolveList(&$0, log: &log) }
    blocks.forEachNode { block in
      guard case .formula(var math) = block.content, !math.references.isEmpty else { return }
      resolve(&math, log: &log)
      block.content = .formula(math)
    } inline: { inline in
      if case .link(let link) = inline.content, link.content.isEmpty {
        inline.content = named(link, inline.range)
      }
      guard case .formula(var math) = inline.content, !math.references.isEmpty else { return }
      resolve(&math, log: &log)
      inline.content = .formula(math)
    }
  }

  /// A link without words, as MyST writes references: `[](#part)`.
  private func named(_ link: Link, _ range: SourceRange) -> Inline.Content {
    guard link.address.hasPrefix("#") else { return .link(link) }
    let name = LinkAddress.decodingPercent(String(link.address.dropFirst()))
    if let target = targets[name] {
      return .reference(CrossReference(label: name, location: range.start, target: target))
    }
    var link = link
    link.content = [Inline(.text(headings[name] ?? name), range: range)]
    return .link(link)
  }

  private mutating func resolve(_ math: inout Math, log: inout DiagnosticLog) {
    for index in math.references.indices { find(&math.references[index], log: &log) }
  }

  /// Finds the target of a reference by a command of LaTeX, whose label ends with its braces.
  private mutating func find(_ reference: inout CrossReference, log: inout DiagnosticLog) {
    // Labels of LaTeX have a colon where ours have a hyphen.
    let name = reference.label
    let other = name.replacing(":", with: "-", maxReplacements: 1)
    for label in [name, other] {
      guard let target = targets[label] else { continue }
      reference.label = label
      reference.target = target
      return
    }
    reportUnknown(reference.label, command: reference.command, at: reference.location, log: &log)
  }

  /// Finds the targets of the references in a title.
  mutating func resolve(_ inlines: inout [Inline], log: inout DiagnosticLog) {
    inlines.forEachInlineList { resolveList(&$0, log: &log) }
  }

  mutating func resolveList(_ inlines: inout [Inline], log: inout DiagnosticLog) {
    guard inlines.contains(where: \.isReference) else { return }
    inlines = inlines.flatMap { inline -> [Inline] in
      switch inline.content {
      case .reference(let reference): resolved(reference, inline.range, log: &log)
      case .citation(let citation): resolved(citation, inline.range, log: &log)
      default: [inline]
      }
    }
  }

  /// The reference and, if a Korean particle follows it directly, the particle.
  private mutating func resolved(
    _ reference: CrossReference, _ range: SourceRange, log: inout DiagnosticLog
  ) -> [Inline] {
    if reference.command != nil {
      var reference = reference
      find(&reference, log: &log)
      return [Inline(.reference(reference), range: range)]
    }
    let word = reference.label
    guard let label = KnownPrefix.longest(of: word, where: { targets[$0] != nil }) else {
      var label = String(word.prefix { !".:/+".contains($0) })
      while let last = label.last, !last.isASCII || last == "-" || last == "_" {
        label.removeLast()
      }
      reportUnknown(Label.kind(of: label) == nil ? word : label, at: reference.location, log: &log)
      return [Inline(.reference(reference), range: range)]
    }
    var found = reference
    found.label = label
    found.target = targets[label]
    return Self.divided(.reference(found), label, word, range)
  }

  /// The node of a name and, if there is a rest of the word, that as text.
  static func divided(
    _ content: Inline.Content, _ name: String, _ word: String, _ range: SourceRange
  ) -> [Inline] {
    guard name.utf8.count < word.utf8.count else { return [Inline(content, range: range)] }
    let rest = String(word.dropFirst(name.count))
    var border = range.end
    border.column -= rest.count
    return [
      Inline(content, range: SourceRange(range.start, border)),
      Inline(.text(rest), range: SourceRange(border, range.end)),
    ]
  }

  /// Reports the labels in `checks:` that do not name a formula.
  mutating func check(_ checks: [CrossReference], log: inout DiagnosticLog) {
    for check in checks where targets[check.label] == nil {
      reportUnknown(check.label, at: check.location, log: &log)
    }
  }

  mutating func reportUnknown(
    _ label: String, command: String? = nil, at location: SourceLocation,
    log: inout DiagnosticLog
  ) {
    var advice = "give something this label"
    if suggestions < Self.suggestionLimit {
      suggestions += 1
      if let nearest = Suggestion.nearest(to: label, among: labels.ordered) {
        let meant = CrossReference(label: nearest, location: location, command: command)
        advice = "did you mean '\(meant.written)'?"
      }
    }
    // Papers are copied in parts, so a reference of LaTeX may well lead out of the note.
    // A label of another dialect may be that of another note, and in a note without theorems
    // `@sol-kim` may be a name.
    let message = "nothing has the label '\(label)'; \(advice)"
    let kind = Label.kind(of: label)
    if command != nil || kind.map({ $0.isTheorem && !labels.hasTheorems }) ?? true {
      log.warning(message, at: location)
    } else {
      log.error(message, at: location)
    }
  }
}

extension Inline {
  fileprivate var isReference: Bool {
    switch content {
    case .reference, .citation: true
    default: false
    }
  }
}
