/// The places of a note that links can lead to.
package struct NoteAnchors: Sendable {
  private let table: AnchorTable
  private let identifiers: [String]

  package init(_ notebook: Notebook) {
    var identifiers = notebook.blocks.identifiers
    notebook.blocks.visit { block in
      if case .html(let html) = block.content { identifiers += Self.identifiers(in: html) }
    } inline: { inline in
      if case .html(let html) = inline.content { identifiers += Self.identifiers(in: html) }
    }
    self.identifiers = identifiers
    table = AnchorTable(identifiers)
  }

  /// The id that a decoded fragment means; `nil` if there is none.
  package func identifier(for fragment: String) -> String? {
    Self.isReserved(fragment) ? fragment : table.identifier(for: fragment)
  }

  /// The id that somebody who mistyped a fragment probably meant.
  package func nearest(to fragment: String) -> String? {
    if let nearest = Suggestion.nearest(to: fragment, among: identifiers) { return nearest }
    // Somebody may have left out what a label begins with: `part` for `sec-part`.
    let names = identifiers.filter { Label.kind(of: $0) != nil }
      .map { String($0[$0.index(after: $0.firstIndex(of: "-") ?? $0.startIndex)...]) }
    guard let nearest = Suggestion.nearest(to: fragment, among: names) else { return nil }
    return identifiers.first { Label.kind(of: $0) != nil && $0.hasSuffix("-" + nearest) }
  }

  /// The ids and names in tags.
  private static func identifiers(in html: String) -> [String] {
    var identifiers: [String] = []
    for name in ["id=", "name="] {
      var rest = html[...]
      while let found = rest.firstRange(of: name) {
        rest = rest[found.upperBound...]
        let quote = rest.first.flatMap { "\"'".contains($0) ? $0 : nil }
        let value = quote.map { quote in rest.dropFirst().prefix { $0 != quote } }
        identifiers.append(String(value ?? rest.prefix { !" >".contains($0) }))
      }
    }
    return identifiers
  }

  /// Whether an id has the form of those that a page gives to its own parts.
  private static func isReserved(_ fragment: String) -> Bool {
    let parts = ["fn-", "fnref-", "fn:", "fnref:", "cell-", "claim-", "work:", "cite:"]
    return parts.contains(where: fragment.hasPrefix) || ["content", "top"].contains(fragment)
  }
}
