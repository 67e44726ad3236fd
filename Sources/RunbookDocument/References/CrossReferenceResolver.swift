internal import RunbookFiles

/// Numbers what carries a label, and finds what each reference names.
struct CrossReferenceResolver {
  /// How many unresolved references get a suggestion; finding one compares it with all labels.
  private static let suggestionLimit = 100

  private(set) var targets: [String: ReferenceTarget] = [:]
  private let labels: LabelTable
  private var suggestions = 0

  /// Resolves references to things that are numbered already.
  init(targets: [String: ReferenceTarget]) {
    self.targets = targets
    labels = LabelTable()
  }

  init(labels: LabelTable) {
    self.labels = labels
  }

  /// Numbers sections and labels, and resolves all references in `fragments`.
  ///
  /// - Parameter hasTitle: whether the front matter has the title, so that even a lone heading of
  ///   level 1 is a section.
  mutating func resolve(
    _ fragments: inout [Fragment], hasTitle: Bool, log: inout DiagnosticLog
  ) {
    numberSections(in: &fragments, hasTitle: hasTitle)
    numberLabels()
    resolveReferences(in: &fragments, log: &log)
  }

  /// Finds what the references name, and reports those that name nothing.
  mutating func resolveReferences(in fragments: inout [Fragment], log: inout DiagnosticLog) {
    fragments = resolved(fragments, log: &log)
  }

  /// Reports references in captions that name nothing.
  mutating func check(_ captions: [CellOptionsDecoder.Caption], log: inout DiagnosticLog) {
    for caption in captions {
      for reference in MarkdownText.references(in: caption.text) {
        _ = resolved(
          CrossReference(
            label: reference.label,
            location: reference.location.moved(into: caption.text, at: caption.location)),
          log: &log)
      }
    }
  }

  /// Reports the labels of `checks:` that name no formula.
  mutating func check(_ checks: [CrossReference], log: inout DiagnosticLog) {
    for check in checks where targets[check.label] == nil {
      reportUnknown(check.label, at: check.location, log: &log)
    }
  }

  /// Reports words after `@` that were meant as references: labels without a known beginning, and
  /// words that are nearly a label.
  mutating func check(_ mentions: [FragmentWriter.Mention], log: inout DiagnosticLog) {
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
            "'@\(mention.word)' is no reference; did you mean '@\(nearest)'?",
            at: mention.location)
        }
      }
    }
  }

  private mutating func numberSections(in fragments: inout [Fragment], hasTitle: Bool) {
    var levels: [Int] = []
    for case .heading(let heading) in fragments { levels.append(heading.level) }
    // A single heading of level 1 is the document's title, unless the front matter has that.
    let titleIsHeading = !hasTitle && levels.first == 1 && levels.count { $0 == 1 } == 1
    guard let base = (titleIsHeading ? levels.dropFirst() : levels[...]).min() else { return }
    var counters = [Int](repeating: 0, count: 7)
    var isFirst = true
    for index in fragments.indices {
      guard case .heading(var heading) = fragments[index] else { continue }
      defer { isFirst = false }
      if titleIsHeading, isFirst { continue }
      counters[heading.level] += 1
      for deeper in (heading.level + 1)..<max(7, heading.level + 1) { counters[deeper] = 0 }
      let number = counters[base...heading.level].map { String($0) }.joined(separator: ".")
      heading.number = number
      fragments[index] = .heading(heading)
      if let label = heading.label, targets[label] == nil {
        targets[label] = ReferenceTarget(
          kind: .section, number: number, title: heading.text, location: heading.location)
      }
    }
  }

  private mutating func numberLabels() {
    var counts: [Label.Kind: Int] = [:]
    for label in labels.ordered {
      guard let kind = Label.kind(of: label), let location = labels.locations[label] else {
        continue
      }
      if kind == .section {
        // The label of the title itself.
        if targets[label] == nil {
          targets[label] = ReferenceTarget(kind: kind, number: "", location: location)
        }
        continue
      }
      counts[kind, default: 0] += 1
      targets[label] = ReferenceTarget(
        kind: kind, number: String(counts[kind, default: 0]), location: location)
    }
  }

  private mutating func resolved(
    _ fragments: [Fragment], log: inout DiagnosticLog
  ) -> [Fragment] {
    var result: [Fragment] = []
    result.reserveCapacity(fragments.count)
    for fragment in fragments {
      switch fragment {
      case .reference(let reference):
        result.append(contentsOf: resolved(reference, log: &log))
      case .heading(var heading):
        heading.content = resolved(heading.content, log: &log)
        result.append(.heading(heading))
      case .caption(var caption):
        caption.content = resolved(caption.content, log: &log)
        result.append(.caption(caption))
      default:
        result.append(fragment)
      }
    }
    return result
  }

  /// The reference and, where a Korean particle follows it without a blank, the particle.
  private mutating func resolved(
    _ reference: CrossReference, log: inout DiagnosticLog
  ) -> [Fragment] {
    if targets[reference.label] != nil { return [.reference(reference)] }
    var label = reference.label
    while let last = label.last, !last.isASCII || last == "-" || last == "_" {
      label.removeLast()
      guard targets[label] != nil else { continue }
      var html = HTMLText()
      html.write(escaping: reference.label.dropFirst(label.count).utf8)
      return [
        .reference(CrossReference(label: label, location: reference.location)), .html(html.take()),
      ]
    }
    reportUnknown(
      Label.kind(of: label) == nil ? reference.label : label, at: reference.location, log: &log)
    return [.reference(reference)]
  }

  private mutating func reportUnknown(
    _ label: String, at location: SourceLocation, log: inout DiagnosticLog
  ) {
    var advice = "give something this label"
    if suggestions < Self.suggestionLimit {
      suggestions += 1
      if let nearest = Suggestion.nearest(to: label, among: labels.ordered) {
        advice = "did you mean '@\(nearest)'?"
      }
    }
    log.error("nothing has the label '\(label)'; \(advice)", at: location)
  }
}
