/// The ids of a document's elements, found by the fragments that links to them use.
///
/// Authors write fragments for other programs, which encode Hangul, keep upper case or drop the
/// number before a heading; such a fragment leads to the heading that it means.
package struct AnchorTable: Sendable {
  /// The ids, each under itself.
  private var identifiers: [String: String] = [:]
  /// The ids that other programs write in another way, under the common form of all ways.
  private var aliases: [String: String] = [:]

  /// - Parameter identifiers: the ids, in document order; the first of several that are alike wins.
  package init(_ identifiers: some Sequence<String>) {
    for identifier in identifiers where self.identifiers[identifier] == nil {
      self.identifiers[identifier] = identifier
      let form = Self.commonForm(of: identifier)
      if form != identifier, aliases[form] == nil { aliases[form] = identifier }
    }
  }

  /// The id that a fragment means; `nil` if there is none.
  ///
  /// - Parameter fragment: the text after `#`, as the author wrote it.
  package func identifier(for fragment: String) -> String? {
    guard !identifiers.isEmpty else { return nil }
    if let found = identifiers[fragment] { return found }
    let decoded = LinkAddress.decodingPercent(fragment)
    if let found = identifiers[decoded] { return found }
    let slug = HeadingIdentifiers.slug(decoded)
    if let found = identifiers[slug] { return found }
    let form = Self.commonForm(of: slug)
    return form.isEmpty ? nil : identifiers[form] ?? aliases[form]
  }

  /// An id in lower case without hyphens at its ends, and without what precedes its first letter.
  private static func commonForm(of identifier: String) -> String {
    var form = identifier.lowercased()[...]
    while form.last == "-" { form.removeLast() }
    let named = form.drop { !$0.isLetter }
    return String(named.isEmpty ? form.drop { $0 == "-" } : named)
  }
}
