package import RunbookFiles

/// The list of the works that a document cites.
package struct ReferenceList: Hashable, Sendable {
  /// A work in the list.
  package struct Entry: Hashable, Sendable {
    package var key: String
    /// The work, written in the style of the document.
    package var content: [Inline]
    /// The number of citations that lead here.
    package var uses: Int
    /// The place of the entry in its file.
    package var location: SourceLocation

    package init(key: String, content: [Inline], uses: Int, location: SourceLocation) {
      self.key = key
      self.content = content
      self.uses = uses
      self.location = location
    }
  }

  /// Whether the author marked the place of the list; otherwise it is at the end of its section.
  package var isMarked: Bool
  /// Whether the entries have the numbers that citations show.
  package var isNumbered: Bool
  package var entries: [Entry]

  package init(isMarked: Bool, isNumbered: Bool = false, entries: [Entry] = []) {
    self.isMarked = isMarked
    self.isNumbered = isNumbered
    self.entries = entries
  }
}
