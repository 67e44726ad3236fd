internal import RunbookFiles

/// Numbers the footnotes of a document in the order in which readers meet their marks.
struct FootnoteNumbering {
  private var footnotes: [String: Footnote]
  private var order: [String] = []
  private var numbers: [String: Int] = [:]
  /// The number of footnotes whose own marks are numbered.
  private var finished = 0
  private var uses: [String: Int] = [:]

  /// Numbers the marks and the footnotes at the end of `blocks`; one that no mark refers to comes
  /// last, with a warning.
  ///
  /// - Parameter repeated: the footnotes of which an error says already that their name is taken.
  static func number(
    _ blocks: inout [Block], repeated: Set<String>, log: inout DiagnosticLog
  ) {
    guard case .footnotes(let footnotes)? = blocks.last?.content, let end = blocks.popLast() else {
      return
    }
    var numbering = FootnoteNumbering(
      footnotes: Dictionary(footnotes.map { ($0.name.lowercased(), $0) }) { first, _ in first })
    blocks.forEachNode(block: { _ in }, inline: { numbering.number(&$0) })
    numbering.numberContents()
    for footnote in footnotes where numbering.uses[footnote.name.lowercased()] == nil {
      _ = numbering.number(of: footnote.name.lowercased())
      numbering.numberContents()
      if !repeated.contains(footnote.name) {
        log.warning(
          "nothing refers to the footnote '[^\(footnote.name)]', which is shown last; write the mark "
            + "in the text, or remove it",
          at: footnote.range.start)
      }
    }
    let ordered = numbering.order.enumerated().compactMap { index, name -> Footnote? in
      guard var footnote = numbering.footnotes[name] else { return nil }
      footnote.number = index + 1
      footnote.uses = numbering.uses[name] ?? 0
      return footnote
    }
    blocks.append(Block(.footnotes(ordered), range: end.range))
  }

  private init(footnotes: [String: Footnote]) {
    self.footnotes = footnotes
  }

  /// Numbers the marks in the footnotes that have a number, which may give one to others.
  private mutating func numberContents() {
    while finished < order.count {
      let name = order[finished]
      finished += 1
      guard var content = footnotes[name]?.content else { continue }
      content.forEachNode(block: { _ in }, inline: { number(&$0) })
      footnotes[name]?.content = content
    }
  }

  /// The number of a footnote, which gets the next one if it has none.
  private mutating func number(of name: String) -> Int {
    if let number = numbers[name] { return number }
    order.append(name)
    numbers[name] = order.count
    return order.count
  }

  private mutating func number(_ inline: inout Inline) {
    guard case .footnoteReference(var reference) = inline.content else { return }
    let name = reference.name.lowercased()
    guard footnotes[name] != nil else { return }
    uses[name, default: 0] += 1
    reference.use = uses[name] ?? 1
    reference.number = number(of: name)
    inline.content = .footnoteReference(reference)
  }
}
