internal import Foundation
internal import RunbookFiles

/// The works that a document cites: what its citations show, and the entries of its list.
struct Citations: Sendable {
  /// A cited work.
  private struct Entry: Sendable {
    var work: Work
    var names: CitedNames
    var year: String
    /// The position in the list, from 1.
    var number = 0
    var uses = 0
    var content: [Inline] = []
  }

  let bibliography: Bibliography
  let style: CitationStyle
  private let isKorean: Bool
  /// The works in the order in which they are first cited, then in that of the list.
  private var order: [String] = []
  private var entries: [String: Entry] = [:]

  /// - Parameter uncited: keys of works that are listed without being cited; `*` for all.
  init(
    _ bibliography: Bibliography, style: CitationStyle, language: String, uncited: [String] = []
  ) {
    self.bibliography = bibliography
    self.style = style
    isKorean = language == "ko" || language.hasPrefix("ko-")
    self.uncited = uncited.contains("*") ? bibliography.keys : uncited
  }

  private let uncited: [String]

  var isEmpty: Bool { order.isEmpty }

  var count: Int { order.count }

  /// Whether nothing can be cited.
  var hasNoWorks: Bool { bibliography.works.isEmpty }

  /// The key at the beginning of a word after `@`, which a particle may follow.
  func key(of word: String) -> String? {
    guard !hasNoWorks else { return nil }
    return KnownPrefix.longest(of: word) { bibliography.works[$0] != nil }
  }

  // MARK: Works

  /// Adds a work to the list.
  mutating func add(_ key: String) {
    guard entries[key] == nil, let work = bibliography.works[key] else { return }
    order.append(key)
    let stated = work.field("year", "date").map { LaTeXText.plain($0) } ?? ""
    let year = stated.prefix { $0 != "-" && $0 != "/" }.split(separator: " ").joined(separator: " ")
    entries[key] = Entry(
      work: work, names: CitedNames(work, isKorean: isKorean),
      year: year)
  }

  /// Orders the works and tells those of the same authors and year apart.
  ///
  /// - Returns: warnings about entries that could not be understood completely.
  mutating func arrange(log: inout DiagnosticLog) {
    for key in uncited { add(key) }
    if style == .authorYear {
      let keys = order.map { (key: $0, sorting: sortKey($0)) }
      order = keys.sorted { ($0.sorting, $0.key) < ($1.sorting, $1.key) }.map(\.key)
    }
    var groups: [String: Int] = [:]
    for key in order { groups[label(of: key), default: 0] += 1 }
    /// The works of each group that have a letter.
    var letters: [String: Int] = [:]
    for (number, key) in order.enumerated() {
      guard var entry = entries[key] else { continue }
      entry.number = number + 1
      entry.uses = 0
      let stated = entry.year.isEmpty ? (isKorean ? "연도 미상" : "n.d.") : entry.year
      entry.year = stated
      let label = label(of: key)
      if style == .authorYear, groups[label, default: 0] > 1 {
        let letter = Self.letter(letters[label, default: 0])
        letters[label, default: 0] += 1
        entry.year += (stated.last?.isNumber == true ? "" : "-") + letter
      }
      let written = ReferenceFormatter.entry(
        entry.work, names: entry.names, year: entry.year, style: style, isKorean: isKorean)
      entry.content = written.content
      if let command = written.unknownCommands.first {
        log.warning(
          "the command '\\\(command)' of '\(key)' is not known; its words are shown",
          at: entry.work.location)
      }
      arranged[key] = entry
    }
  }

  /// The entries as they are shown; `entries` keeps the years without letters.
  private var arranged: [String: Entry] = [:]

  /// What a citation shows of a work, without the letter of the year.
  private func label(of key: String) -> String {
    guard let entry = entries[key] else { return key }
    let names = entry.names.isEmpty ? title(of: entry.work) : entry.names.aside
    return "\(names)\n\(entry.year)"
  }

  private func sortKey(_ key: String) -> String {
    guard let entry = entries[key] else { return key }
    let names = entry.names.isEmpty ? title(of: entry.work) : entry.names.sortKey
    let text = "\(names)\n\(entry.year)\n\(title(of: entry.work))"
    let letters = text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars
      .filter { $0.properties.generalCategory != .nonspacingMark }
    // Korean works stand before others in a Korean list.
    let isHangul = letters.first.map { (0x1100...0x11FF).contains($0.value) } ?? false
    return (isKorean && isHangul ? "0" : "1") + String(String.UnicodeScalarView(letters))
  }

  private func title(of work: Work) -> String {
    LaTeXText.plain(work.field("shorttitle", "title") ?? work.key)
  }

  /// a … z, aa, ab …
  private static func letter(_ index: Int) -> String {
    let letter = String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index % 26))))
    return index < 26 ? letter : Self.letter(index / 26 - 1) + letter
  }

  // MARK: Citing

  /// The work of a citation's item, counted as one more mention; `nil` if it is not in the list.
  mutating func cite(_ key: String, as form: Citation.Form) -> CitedWork? {
    guard var entry = arranged[key] else { return nil }
    entry.uses += 1
    arranged[key] = entry
    let title = entry.names.isEmpty ? "“\(title(of: entry.work))”" : nil
    let names = title ?? (form == .narrative ? entry.names.narrative : entry.names.aside)
    return CitedWork(names: names, year: entry.year, number: entry.number, use: entry.uses)
  }

  /// Counts the citations of a document once more, whose works may have other years and numbers now.
  mutating func citeAgain(in blocks: inout [Block]) {
    var citations = self
    blocks.forEachNode(block: { _ in }, inline: { citations.citeAgain(&$0) })
    self = citations
  }

  mutating func citeAgain(in inlines: inout [Inline]) {
    var citations = self
    inlines.forEachInline { citations.citeAgain(&$0) }
    self = citations
  }

  private mutating func citeAgain(_ inline: inout Inline) {
    guard case .citation(var citation) = inline.content else { return }
    for index in citation.items.indices where citation.items[index].work != nil {
      citation.items[index].work = cite(citation.items[index].key, as: citation.form)
    }
    inline.content = .citation(citation)
  }

  /// Puts the works into the lists of a document.
  func fillLists(in blocks: inout [Block], areShown: Bool) {
    blocks.forEachBlock { block in
      guard case .bibliography(let list) = block.content else { return }
      block.content = .bibliography(
        areShown ? self.list(isMarked: list.isMarked) : ReferenceList(isMarked: list.isMarked))
    }
  }

  /// The list of all works that are cited.
  private func list(isMarked: Bool) -> ReferenceList {
    ReferenceList(
      isMarked: isMarked, isNumbered: style == .numbered,
      entries: order.compactMap { key in
        arranged[key].map {
          ReferenceList.Entry(
            key: key, content: $0.content, uses: $0.uses, location: $0.work.location)
        }
      })
  }
}
