package import RunbookDocument

/// The fence and the options of a code chunk of another tool, as a note writes them.
package struct ListingTranslation {
  /// The language alone.
  package let info: String
  /// The option lines without their marks.
  package private(set) var optionLines: [String] = []
  /// The names of options without a meaning here, in their order.
  package private(set) var leftOut: [String] = []

  package init(_ listing: Listing) {
    info = listing.language
    takeHeader(of: listing)
    takeLines(of: listing)
    guard info.isEmpty == false else { return }
    add("echo", listing.options.echo)
    add("include", listing.options.include)
    if let caption = listing.caption?.source, !states("fig-cap"), !states("tbl-cap"),
      !states("lst-cap")
    {
      let key = ["fig-cap", "tbl-cap", "lst-cap"][
        listing.captionKind == .figure ? 0 : listing.captionKind == .table ? 1 : 2]
      optionLines.append("\(key): \(YAMLWord.quoted(caption))")
    }
  }

  private func states(_ key: String) -> Bool {
    optionLines.contains { $0.hasPrefix("\(key):") }
  }

  private mutating func add(_ key: String, _ value: Bool?) {
    if let value, !states(key) { optionLines.append("\(key): \(value)") }
  }

  /// Options in the fence's braces, `{r depth, fig.width=5}` or `{.python .numberLines}`.
  private mutating func takeHeader(of listing: Listing) {
    var rest = listing.info.drop { $0 == "{" || $0 == "." }.dropFirst(listing.language.count)
    while let last = rest.last, last == "}" || last == " " { rest.removeLast() }
    let isChunk = listing.info.hasPrefix("{") && !listing.info.hasPrefix("{.")
    let parts = isChunk ? rest.split(separator: ",") : rest.split(separator: " ")
    for part in parts {
      let words = part.drop { $0 == " " || $0 == "{" }
      guard let sign = words.firstIndex(of: "=") else {
        // The name of a chunk is no option.
        if !isChunk, !words.isEmpty { leftOut.append(String(words)) }
        continue
      }
      let key = String(words[..<sign].filter { $0 != " " })
      if !["echo", "include", "eval", "fig.cap"].contains(key), !key.isEmpty {
        leftOut.append(key)
      }
    }
  }

  /// Options in the first lines, `key: value` or `key = value`.
  private mutating func takeLines(of listing: Listing) {
    var isKept = false
    for line in listing.optionLines {
      let isContinuation = line.first.map { $0 == " " || $0 == "-" || $0 == "\t" } ?? true
      if isContinuation {
        if isKept { optionLines.append(line) }
        continue
      }
      let key = String(line.prefix { $0 != ":" && $0 != "=" && $0 != " " })
      isKept = CellOption(rawValue: key) != nil && line.dropFirst(key.count).first == ":"
      if isKept {
        optionLines.append(line)
      } else if !["echo", "include", "eval", "fig.cap"].contains(key) {
        leftOut.append(key)
      }
    }
  }
}
