internal import RunbookFiles

/// Writes a work as an entry of the list of references.
struct ReferenceFormatter {
  private let work: Work
  private let style: CitationStyle
  private let isKorean: Bool
  private(set) var unknownCommands: [String] = []
  private var inlines: [Inline] = []
  private var range: SourceRange { SourceRange(work.location, work.location) }

  private init(_ work: Work, _ style: CitationStyle, isKorean: Bool) {
    self.work = work
    self.style = style
    self.isKorean = isKorean
  }

  /// The entry, and the LaTeX commands in it that are not known.
  ///
  /// - Parameter year: with the letter that tells works apart.
  static func entry(
    _ work: Work, names: CitedNames, year: String, style: CitationStyle, isKorean: Bool
  ) -> (content: [Inline], unknownCommands: [String]) {
    var formatter = ReferenceFormatter(work, style, isKorean: isKorean)
    formatter.write(names: names, year: year)
    return (formatter.inlines, formatter.unknownCommands)
  }

  private mutating func write(names: CitedNames, year: String) {
    let isPart = work.isPart
    let title = work.field("title").map { [self.inlines($0)] } ?? []
    let subtitle = work.field("subtitle").map { [Inline(.text(": "), range: range)] + inlines($0) }
    let titles = title.joined() + (subtitle ?? [])
    let shown =
      isPart || titles.isEmpty ? Array(titles) : [Inline(.emphasis(Array(titles)), range: range)]
    let date = style == .authorYear ? " (\(year))" : ""
    if names.isEmpty {
      append(shown)
      append("\(date). ")
    } else {
      let listed = names.listed
      append(listed + (date.isEmpty && listed.hasSuffix(".") ? " " : "\(date). "))
      append(shown)
      if !shown.isEmpty { append(endsSentence(LaTeXText.plain(shown)) ? " " : ". ") }
    }
    writeContainer()
    if style == .numbered { append(inlines.isEmpty ? year : " \(year).") }
    writeAddresses()
    trimEnd()
  }

  private mutating func writeContainer() {
    var facts: [[Inline]] = []
    let container = work.container
    if let container {
      let isCollection = work.type != "article"
      let words = isCollection && !isKorean ? "In " : ""
      facts.append([text(words), Inline(.emphasis(inlines(container)), range: range)])
    }
    if let volume = volume { facts.append([text(volume)]) }
    if let pages = work.field("pages", "eid").map(plain) {
      let pages = pages.replacing("-", with: "–").replacing("––", with: "–")
      facts.append([text(container != nil && work.type != "article" ? "pp. \(pages)" : pages)])
    }
    if let edition = work.field("edition").map(plain) {
      facts.append([text(isKorean ? "\(edition)판" : "\(edition) ed.")])
    }
    if let thesis = thesis { facts.append([text(thesis)]) }
    if let publisher = work.field("publisher", "school", "institution", "organization").map(plain) {
      facts.append([text(publisher)])
    }
    for name in ["howpublished", "note"] {
      if let note = work.field(name) { facts.append(inlines(note)) }
    }
    for (index, fact) in facts.enumerated() {
      if index > 0 { append(", ") }
      append(fact)
    }
    if let last = facts.last { append(endsSentence(LaTeXText.plain(last)) ? "" : ".") }
  }

  private var volume: String? {
    let number = work.field("number", "issue").map(plain)
    guard let volume = work.field("volume").map(plain) else { return number }
    return number.map { "\(volume)(\($0))" } ?? volume
  }

  private var thesis: String? {
    switch work.type {
    case "phdthesis", "thesis": isKorean ? "박사 학위 논문" : "Doctoral dissertation"
    case "mastersthesis": isKorean ? "석사 학위 논문" : "Master’s thesis"
    default: nil
    }
  }

  /// DOI, arXiv number and address as links.
  private mutating func writeAddresses() {
    let known = LaTeXText.plain(inlines)
    if let doi = work.field("doi").map(LaTeXText.unescaped) {
      let number = doi.firstRange(of: "10.").map { String(doi[$0.lowerBound...]) } ?? doi
      return appendLink("https://doi.org/\(number)", "https://doi.org/\(number)")
    }
    if let eprint = work.field("eprint").map(plain),
      work.field("archiveprefix", "eprinttype", "eprintclass", "primaryclass") != nil
        || eprint.contains("."), !known.contains(eprint)
    {
      let number = eprint.replacing("arXiv:", with: "")
      return appendLink("https://arxiv.org/abs/\(number)", "arXiv:\(number)")
    }
    if let url = work.field("url").map({ LaTeXText.unescaped(plain($0)) }), !known.contains(url) {
      appendLink(url, url)
    }
  }

  private mutating func appendLink(_ address: String, _ words: String) {
    if !inlines.isEmpty { append(" ") }
    append([Inline(.link(Link(address: address, content: [text(words)])), range: range)])
  }

  // MARK: Text

  private mutating func inlines(_ field: String) -> [Inline] {
    guard work.notation == .latex else { return HTMLText.inlines(field, at: work.location) }
    let text = LaTeXText(field, at: work.location)
    unknownCommands += text.unknownCommands
    return text.inlines
  }

  private func plain(_ field: String) -> String {
    LaTeXText.plain(
      work.notation == .latex
        ? LaTeXText(field, at: work.location).inlines
        : HTMLText.inlines(field, at: work.location))
  }

  private func text(_ words: String) -> Inline { Inline(.text(words), range: range) }

  private mutating func append(_ words: String) {
    guard !words.isEmpty else { return }
    if let last = inlines.last?.text {
      // One blank between two pieces.
      let isDoubled = last.hasSuffix(" ") && words.hasPrefix(" ")
      inlines[inlines.count - 1].content = .text(
        last + (isDoubled ? words.dropFirst() : words[...]))
    } else {
      inlines.append(text(words))
    }
  }

  private mutating func append(_ nodes: [Inline]) {
    for node in nodes {
      if let words = node.text { append(words) } else { inlines.append(node) }
    }
  }

  private mutating func trimEnd() {
    guard var words = inlines.last?.text else { return }
    while words.hasSuffix(" ") { words.removeLast() }
    inlines[inlines.count - 1].content = .text(words)
    if words.isEmpty { inlines.removeLast() }
  }

  private func endsSentence(_ text: String) -> Bool {
    text.last.map { ".?!。".contains($0) } ?? true
  }
}

extension Work {
  /// Whether the work is a part of another, which is set in italics in its place.
  fileprivate var isPart: Bool { container != nil }

  /// The title of the journal or the book that the work is a part of.
  fileprivate var container: String? {
    switch type {
    case "book", "proceedings", "phdthesis", "mastersthesis", "thesis": nil
    case "article": field("journal", "journaltitle", "journal-title", "booktitle", "series")
    default: field("booktitle", "journal", "journaltitle")
    }
  }
}
