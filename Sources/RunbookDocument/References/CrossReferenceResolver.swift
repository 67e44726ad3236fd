internal import RunbookFiles

/// Numbers the elements of a document as its readers see them, and finds the target of each
/// reference.
struct CrossReferenceResolver {
  /// The number of unresolved references that get a suggestion; finding one compares all labels.
  private static let suggestionLimit = 100

  private(set) var targets: [String: ReferenceTarget] = [:]
  private let labels: LabelTable
  private var suggestions = 0

  /// - Parameter labels: the existing labels, for suggestions.
  init(labels: LabelTable) {
    self.labels = labels
  }

  // MARK: Numbers

  /// Numbers every counted element, and notes the targets of the labels.
  mutating func number(_ blocks: inout [Block], in frontMatter: FrontMatter) {
    var sections = SectionNumbers(blocks, frontMatter)
    var counts: [Label.Kind: Int] = [:]
    var targets: [String: ReferenceTarget] = [:]
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
      guard image.label != nil else { return }
      let number = next(.figure)
      note(image.label, .init(kind: .figure, number: number, location: image.location))
      guard isFigure else { return }
      image.caption =
        image.caption ?? Caption(range: SourceRange(image.location, image.location))
      image.caption?.number = number
      image.caption?.label = image.label
    }
    func number(_ cell: inout Cell) {
      let named = cell.options.label.flatMap(Label.kind)
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
    blocks.forEachNode { block in
      switch block.content {
      case .heading(var heading):
        heading.number = sections.next(heading)
        note(
          heading.identifier,
          .init(
            kind: .section, number: heading.number ?? "", title: heading.text,
            location: heading.location))
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
      case .paragraph, .quotation, .contents, .division, .list, .rule, .html, .footnotes,
        .unknown, .recorded:
        break
      }
    } inline: { inline in
      switch inline.content {
      case .formula(var math):
        number(&math)
        inline.content = .formula(math)
      case .image(var image):
        number(&image, isFigure: false)
        inline.content = .image(image)
      default: break
      }
    }
    // An identifier that the author did not choose cannot be referred to.
    self.targets = targets.filter { Label.kind(of: $0.key) != nil || $0.value.kind != .section }
  }

  // MARK: References

  /// Resolves references in a text outside the document; unknown ones remain unresolved.
  static func resolve(
    _ blocks: inout [Block], to targets: [String: ReferenceTarget], log: inout DiagnosticLog
  ) {
    var resolver = CrossReferenceResolver(labels: LabelTable())
    resolver.targets = targets
    resolver.resolve(&blocks, log: &log)
  }

  /// Finds the targets of the references, and reports those without a target.
  mutating func resolve(_ blocks: inout [Block], log: inout DiagnosticLog) {
    blocks.forEachInlineList { resolveList(&$0, log: &log) }
    blocks.forEachNode { block in
      guard case .formula(var math) = block.content, !math.references.isEmpty else { return }
      resolve(&math, log: &log)
      block.content = .formula(math)
    } inline: { inline in
      guard case .formula(var math) = inline.content, !math.references.isEmpty else { return }
      resolve(&math, log: &log)
      inline.content = .formula(math)
    }
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

  private mutating func resolveList(_ inlines: inout [Inline], log: inout DiagnosticLog) {
    guard inlines.contains(where: \.isReference) else { return }
    inlines = inlines.flatMap { inline -> [Inline] in
      guard case .reference(let reference) = inline.content else { return [inline] }
      return resolved(reference, inline.range, log: &log)
    }
  }

  /// The reference and, if a Korean particle follows it directly, the particle.
  private mutating func resolved(
    _ reference: CrossReference, _ range: SourceRange, log: inout DiagnosticLog
  ) -> [Inline] {
    var reference = reference
    if reference.command != nil {
      find(&reference, log: &log)
      return [Inline(.reference(reference), range: range)]
    }
    if let target = targets[reference.label] {
      reference.target = target
      return [Inline(.reference(reference), range: range)]
    }
    var label = reference.label
    while let last = label.last, !last.isASCII || last == "-" || last == "_" {
      label.removeLast()
      guard let target = targets[label] else { continue }
      var border = range.start
      border.column += label.count + 1
      let particle = String(reference.label.dropFirst(label.count))
      reference.label = label
      reference.target = target
      return [
        Inline(.reference(reference), range: SourceRange(range.start, border)),
        Inline(.text(particle), range: SourceRange(border, range.end)),
      ]
    }
    reportUnknown(
      Label.kind(of: label) == nil ? reference.label : label, at: reference.location, log: &log)
    return [Inline(.reference(reference), range: range)]
  }

  /// Reports the labels in `checks:` that do not name a formula.
  mutating func check(_ checks: [CrossReference], log: inout DiagnosticLog) {
    for check in checks where targets[check.label] == nil {
      reportUnknown(check.label, at: check.location, log: &log)
    }
  }

  /// Reports words after `@` that were meant as references: labels without a known prefix, and
  /// words that are nearly a label.
  mutating func check(_ mentions: [TreeBuilder.Mention], log: inout DiagnosticLog) {
    for mention in mentions {
      if labels.locations[mention.word] != nil {
        log.error(
          "'\(mention.word)' cannot be referred to; begin its label with \(Label.prefixes)",
          at: mention.location)
      } else if suggestions < Self.suggestionLimit, mention.word.contains("-") {
        suggestions += 1
        let known = labels.ordered.filter { Label.kind(of: $0) != nil }
        if let nearest = Suggestion.nearest(to: mention.word, among: known) {
          log.warning(
            "'@\(mention.word)' is not a reference; did you mean '@\(nearest)'?",
            at: mention.location)
        }
      }
    }
  }

  private mutating func reportUnknown(
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
    let message = "nothing has the label '\(label)'; \(advice)"
    // Papers are copied in parts, so a reference of LaTeX may well lead out of the note.
    command == nil ? log.error(message, at: location) : log.warning(message, at: location)
  }
}

extension Inline {
  fileprivate var isReference: Bool {
    if case .reference = content { true } else { false }
  }
}
