package import RunbookFiles

/// A formula in LaTeX.
package struct Math: Hashable, Sendable {
  package var source: String
  /// Whether this is a display formula (`$$`).
  package var isDisplay: Bool
  /// The location of the first character of `source`.
  package var location: SourceLocation
  /// `eq-…` if the author labels the formula with `{#eq-…}`.
  package var label: String?
  /// The number that readers see: that of a labelled formula, or the author's `\tag{…}`.
  package var number: String?
  /// The locations at which the second and later lines of `source` begin, after the markers of
  /// lists and quotations; a line that is not listed begins at the start of its line in the
  /// notebook.
  package var continuations: [SourceLocation]

  package init(
    source: String, isDisplay: Bool, location: SourceLocation, label: String? = nil,
    continuations: [SourceLocation] = []
  ) {
    self.source = source
    self.isDisplay = isDisplay
    self.location = location
    self.label = label
    self.continuations = continuations
    number = tag?.text
  }

  /// The author's `\tag{…}` and its text.
  package var tag: (range: Range<String.Index>, text: String)? {
    guard let head = source.firstRange(of: "\\tag{"),
      let end = source[head.upperBound...].firstIndex(of: "}")
    else { return nil }
    return (head.lowerBound..<source.index(after: end), String(source[head.upperBound..<end]))
  }

  /// The formula without its tag, which the page sets beside it; blanks preserve all locations.
  package var sourceWithoutTag: String {
    guard let tag else { return source }
    let blanks = String(repeating: " ", count: source[tag.range].count)
    return source[..<tag.range.lowerBound] + blanks + source[tag.range.upperBound...]
  }

  /// The location in the notebook of a character of the formula.
  ///
  /// - Parameter offset: the number of UTF-16 units before the character, as counted by KaTeX.
  package func location(atUTF16Offset offset: Int) -> SourceLocation {
    var place = location
    var line = 0
    var left = offset
    for character in source {
      guard left > 0 else { break }
      left -= character.utf16.count
      if character.isNewline {
        place =
          line < continuations.count
          ? continuations[line]
          : SourceLocation(line: place.line + 1, column: 1, file: place.file)
        line += 1
      } else {
        place.column += 1
      }
    }
    return place
  }
}
