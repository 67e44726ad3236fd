internal import RunbookDocument

/// The ids of the page's own parts, such as cells and claims.
///
/// An author's heading may be called like one of them. The heading keeps the id that links to it
/// expect, and the part of the page gets another.
struct PageIdentifiers {
  private let taken: Set<String>

  /// - Parameter markups: the Markdown that cells display.
  init(_ notebook: Notebook, markups: some Sequence<[Block]>) {
    var taken = Set(notebook.blocks.identifiers)
    for blocks in markups { taken.formUnion(blocks.identifiers) }
    self.taken = taken
  }

  var content: String { own("content") }
  var summaryTitle: String { own("summary-title") }

  func cell(_ index: Int) -> String { own("cell-\(index)") }

  /// - Parameter number: the number of the claim among all of the page, from 1.
  func claim(_ number: Int) -> String { own("claim-\(number)") }

  /// - Parameter text: the name of the text to which the footnote belongs; empty for the note.
  func footnote(_ number: Int, of text: String) -> String { own("\(text)fn-\(number)") }

  /// - Parameter use: the position of the reference among those to that footnote, from 1.
  func footnoteReference(_ number: Int, use: Int, of text: String) -> String {
    own("\(text)fnref-\(number)" + (use > 1 ? "-\(use)" : ""))
  }

  /// - Parameters:
  ///   - number: the number of the division with tabs, from 1.
  ///   - text: the name of the text that contains it; empty for the note.
  func tabs(_ number: Int, of text: String) -> String { own("\(text)tabs-\(number)") }

  /// - Parameter part: the position of the tab in its division, from 1.
  func tab(_ part: Int, in number: Int, of text: String) -> String {
    own("\(text)tabs-\(number)-\(part)")
  }

  func work(_ key: String) -> String { own("work:\(key)") }

  /// - Parameter use: the position of the citation among those of the work, from 1.
  func citation(_ key: String, use: Int) -> String {
    own(use == 1 ? "cite:\(key)" : "cite:\(key):\(use)")
  }

  private func own(_ name: String) -> String {
    var identifier = name
    while taken.contains(identifier) { identifier = "page-\(identifier)" }
    return identifier
  }
}
