package import RunbookFiles

/// A formula in LaTeX.
package struct Math: Hashable, Sendable {
  package var source: String
  /// Whether this is a display formula (`$$`).
  package var isDisplay: Bool
  /// The location of the first character of `source`.
  package var location: SourceLocation
  /// The label behind the formula: `eq-…` in `{#eq-…}`, any name in `(name)`.
  package var label: String?
  /// The number that readers see beside the formula: its own, or the author's `\tag{…}`.
  package var number: String?
  /// The rows that have numbers of their own; empty for a formula with one number or none.
  package var rows: [EquationRow] = []
  /// The names in `\label{…}` of a formula with one number.
  package var innerLabels: [String] = []
  /// Whether the formula has a number without any label.
  package var isCounted = false
  /// What `\ref{…}` in the formula refers to, in order.
  package var references: [CrossReference] = []
  /// Whether there are only definitions of macros, so that nothing is to be seen.
  package var isDefinition = false
  /// The definitions of the macros that the formula uses, as LaTeX.
  package var macros = ""
  /// Punctuation after the closing sign, which is part of the sentence.
  package var punctuation = ""
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
    if source.utf8.contains(UInt8(ascii: "\\")) { read(FormulaParts(source)) }
  }

  private mutating func read(_ parts: FormulaParts) {
    isDefinition = !parts.hasContent && !(parts.definitions.isEmpty && parts.ignored.isEmpty)
    references = parts.references.map { reference in
      CrossReference(
        label: reference.name, location: location(atByteOffset: reference.nameStart),
        command: reference.command)
    }
    guard isDisplay else { return }
    let counted = parts.rows.filter { $0.environment != nil }
    let isSingle =
      counted.count == 1 && parts.environments.count { $0.depth == 0 } == 1
      && counted[0].environment.map {
        FormulaParts.numberedOnce.contains(parts.environments[$0].name)
      } ?? false
    if counted.isEmpty || isSingle {
      guard let row = counted.first ?? parts.rows.first else { return }
      innerLabels = row.labels
      number = row.tag
      isCounted = isSingle && !row.isSuppressed
    } else {
      rows = counted.map {
        EquationRow(labels: $0.labels, tag: $0.tag, isCounted: !$0.isSuppressed, number: $0.tag)
      }
    }
  }

  /// Whether the rows have numbers; a label behind the formula gives it one number as a whole.
  package var numbersRows: Bool {
    !rows.isEmpty && (label == nil || rows.contains { !$0.labels.isEmpty || $0.tag != nil })
  }

  /// All labels by which the formula can be referred to, with the locations of those within it.
  package var labels: [(name: String, location: SourceLocation)] {
    var labels = FormulaParts(source).labels.map { label in
      (name: label.name, location: location(atByteOffset: label.nameStart))
    }
    if let label { labels.append((label, location)) }
    return labels
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

  private func location(atByteOffset offset: Int) -> SourceLocation {
    let index = source.utf8.index(source.startIndex, offsetBy: offset)
    return location(
      atUTF16Offset: source.utf16.distance(from: source.startIndex, to: index))
  }
}
