internal import RunbookFiles

/// YAML cut out of a notebook, which knows the location of each of its lines.
struct YAMLText: Sendable {
  /// One line of the YAML.
  struct Line: Sendable {
    var text: String {
      didSet { isASCII = text.utf8.allSatisfy { $0 < 0x80 } }
    }
    /// The location of the line's first character.
    var location: SourceLocation
    /// Whether characters are bytes, which makes a column cheap to find.
    private(set) var isASCII: Bool

    init(text: String, location: SourceLocation) {
      self.text = text
      self.location = location
      isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    }
  }

  private(set) var lines: [Line]

  init(_ lines: [Line]) {
    self.lines = lines
  }

  /// Lines `range` (from 1) of a document.
  /// All lines of a file.
  init(_ source: SourceText) { self.init(source, lines: 1..<(source.lineCount + 1)) }

  init(_ source: SourceText, lines range: Range<Int>) {
    lines = range.map { number in
      Line(
        text: String(decoding: source.line(number), as: UTF8.self),
        location: source.location(line: number, column: 1))
    }
  }

  var text: String { lines.map { $0.text + "\n" }.joined() }

  /// The location in the notebook of a line and column of the YAML, both from 1, the column counted
  /// in Unicode scalars.
  func location(line: Int, column: Int) -> SourceLocation {
    guard let last = lines.last else { return SourceLocation(line: 1) }
    guard line >= 1, line <= lines.count else {
      var location = last.location
      location.column += last.text.count
      return location
    }
    var location = lines[line - 1].location
    if lines[line - 1].isASCII {
      location.column += min(max(0, column - 1), lines[line - 1].text.utf8.count)
      return location
    }
    let scalars = lines[line - 1].text.unicodeScalars
    location.column += String(String.UnicodeScalarView(scalars.prefix(max(0, column - 1)))).count
    return location
  }

  /// Renames the second of two equal keys so that the rest of the YAML can be read.
  ///
  /// - Parameters:
  ///   - key: the key verbatim.
  ///   - line: the line of the YAML to begin with, from 1.
  ///   - name: the new name of the key; no other key has this name.
  /// - Returns: the locations of the first and the second key; `nil` if they were not found.
  mutating func renameDuplicate(
    of key: String, fromLine line: Int, to name: String
  ) -> (first: SourceLocation, second: SourceLocation)? {
    var first: SourceLocation?
    for index in lines.indices.dropFirst(line - 1) {
      var searchStart = lines[index].text.startIndex
      while let range = keyRange(key, in: lines[index].text, from: searchStart) {
        let text = lines[index].text
        let column = text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound)
        let place = location(line: index + 1, column: column + 1)
        if let first {
          lines[index].text.replaceSubrange(range, with: name)
          return (first, place)
        }
        first = place
        searchStart = range.upperBound
      }
    }
    return nil
  }

  /// The range of `key` as a key: at the start of a line or after `{` or `,`, followed by a colon.
  private func keyRange(
    _ key: String, in text: String, from start: String.Index
  ) -> Range<String.Index>? {
    guard let initial = key.first else { return nil }
    var index = start
    while let found = text[index...].firstIndex(of: initial) {
      index = text.index(after: found)
      guard text[found...].hasPrefix(key) else { continue }
      let end = text.index(found, offsetBy: key.count, limitedBy: text.endIndex) ?? text.endIndex
      let quotes: Set<Character> = ["\"", "'"]
      let before = text[..<found].last { $0 != " " && !quotes.contains($0) }
      let after = text[end...].first { $0 != " " && !quotes.contains($0) }
      let isFirst = before == nil || ["{", ",", "-", "?"].contains(before)
      if isFirst, after == ":" { return found..<end }
    }
    return nil
  }
}
