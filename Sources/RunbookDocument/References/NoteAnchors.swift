internal import Foundation

/// The places of a note that links can lead to.
package struct NoteAnchors: Sendable {
  /// A place that a fragment names.
  package enum Target: Hashable, Sendable {
    /// The beginning of the page.
    case top
    /// The element with this id.
    case element(String)
  }

  private var identifiers: Set<String> = []
  /// The ids of headings by their letters and digits, as other tools build other ids of them.
  private var identifiersByLetters: [String: String] = [:]
  private var titleIdentifier: String?
  /// The title of the note, if it has one.
  package let title: String?

  package init(_ notebook: Notebook) {
    title = notebook.title
    titleIdentifier = notebook.titleHeading?.identifier
    identifiers.formUnion(notebook.references.keys)
    for heading in notebook.headings {
      identifiers.insert(heading.identifier)
      for text in [heading.identifier, heading.text, String(heading.text.drop { !$0.isLetter })] {
        let letters = Self.letters(of: text)
        if !letters.isEmpty, identifiersByLetters[letters] == nil {
          identifiersByLetters[letters] = heading.identifier
        }
      }
    }
    notebook.blocks.visit { block in
      switch block.content {
      case .html(let html): addIdentifiers(of: html)
      case .figure(let image): if let label = image.label { identifiers.insert(label) }
      default: break
      }
    } inline: { inline in
      if case .html(let html) = inline.content { addIdentifiers(of: html) }
    }
  }

  /// The ids and names in tags.
  private mutating func addIdentifiers(of html: String) {
    for name in ["id", "name"] {
      var rest = html[...]
      while let found = rest.firstRange(of: name + "=") {
        rest = rest[found.upperBound...]
        let quote = rest.first.flatMap { "\"'".contains($0) ? $0 : nil }
        let value = quote.map { quote in rest.dropFirst().prefix { $0 != quote } }
        identifiers.insert(String(value ?? rest.prefix { !" >".contains($0) }))
      }
    }
  }

  /// The place that a decoded fragment names; `nil` if there is none.
  package func target(of fragment: String) -> Target? {
    if fragment.isEmpty || fragment == "top" || fragment == titleIdentifier { return .top }
    if identifiers.contains(fragment) || Self.isReserved(fragment) { return .element(fragment) }
    guard let found = identifiersByLetters[Self.letters(of: fragment)] else { return nil }
    return found == titleIdentifier ? .top : .element(found)
  }

  /// The id that somebody who mistyped a fragment probably meant.
  package func nearest(to fragment: String) -> String? {
    Suggestion.nearest(to: fragment, among: identifiers.sorted())
  }

  /// Whether an id has the form of those that a report gives to its own parts.
  private static func isReserved(_ fragment: String) -> Bool {
    ["fn-", "fnref-", "fn:", "fnref:", "cell-", "claim-", "work:", "cite:"].contains {
      fragment.hasPrefix($0)
    } || fragment == "content"
  }

  private static func letters(of text: String) -> String {
    text.precomposedStringWithCanonicalMapping.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
