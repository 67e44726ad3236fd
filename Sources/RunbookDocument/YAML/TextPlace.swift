internal import RunbookFiles

/// The locations of the characters of a YAML text in the notebook.
struct TextPlace: Hashable, Sendable {
  /// The syntax of the text.
  enum Form: Hashable, Sendable {
    /// Character by character on one line.
    case verbatim
    /// On one line with escapes: for each character, and for the end, the number of characters of
    /// the line between the start and it.
    case escaped([Int])
    /// On several lines, which YAML joins: only the location of the beginning is known.
    case folded
  }

  /// The location of the first character.
  var start: SourceLocation
  var form: Form

  /// A text of which only the beginning is known, or that is written verbatim on one line.
  init(_ start: SourceLocation, form: Form = .verbatim) {
    self.start = start
    self.form = form
  }

  /// The location of a scalar in a line of YAML.
  ///
  /// - Parameters:
  ///   - text: the value of the scalar.
  ///   - line: the line that it begins in.
  ///   - offset: the number of characters of the line before it, without its quotation mark.
  ///   - location: the location of that character.
  ///   - isQuoted: whether a quotation mark comes first.
  init(of text: String, in line: String, offset: Int, at location: SourceLocation, isQuoted: Bool) {
    let rest = line.dropFirst(offset)
    guard isQuoted, let quote = rest.first, quote == "\"" || quote == "'" else {
      self.init(location, form: rest.hasPrefix(text) ? .verbatim : .folded)
      return
    }
    let content = rest.dropFirst()
    var start = location
    start.column += 1
    if content.hasPrefix(text), content.dropFirst(text.count).first == quote {
      self.init(start)
    } else {
      self.init(
        start, form: Self.columns(of: text, in: content, quote).map { .escaped($0) } ?? .folded)
    }
  }

  private static func columns(of text: String, in line: Substring, _ quote: Character) -> [Int]? {
    var columns: [Int] = []
    var rest = line
    for _ in text {
      columns.append(line.count - rest.count)
      guard let first = rest.popFirst() else { return nil }
      if quote == "'", first == "'" {
        guard rest.popFirst() == "'" else { return nil }
      } else if quote == "\"", first == "\\" {
        guard let letter = rest.popFirst() else { return nil }
        rest = rest.dropFirst(["x": 2, "u": 4, "U": 8][letter] ?? 0)
      }
    }
    guard rest.first == quote else { return nil }
    return columns + [line.count - rest.count]
  }

  /// The location in the notebook of a location in the text.
  func location(of place: SourceLocation) -> SourceLocation {
    var location = start
    switch form {
    case .verbatim: if place.line == 1 { location.column += place.column - 1 }
    case .escaped(let columns):
      location.column += columns[min(max(0, place.column - 1), columns.count - 1)]
    case .folded: break
    }
    return location
  }
}
