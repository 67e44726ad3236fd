internal import RunbookFiles

/// Footnotes: names that several files or definitions share, and footnotes at their marks, `^[words]`.
///
/// The names of a file are its own: where an included file defines a name that is taken, its
/// definition and its references get another one. A second definition of a name in one file is an
/// error, and gets another name too, so that its words are shown.
struct FootnoteReader: DialectReader {
  static let signs = ["[^", "^["]

  /// The greatest length of an inline footnote in bytes.
  private static let reach = 4096

  private struct Definition {
    var name: String
    var line: ProseText.Line
    /// The place of the name in the source.
    var range: Range<Int>
    /// The number of the file, counted each time it is included.
    var file: Int
  }

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    let files = fileNumbers(prose.source)
    let definitions = definitions(in: prose, files: files)
    var names = Names(definitions.map(\.name))
    rename(definitions, in: prose, files: files, &names, &edits, &log)
    if !prose.isFragment { readInline(&prose, &names, &edits) }
  }

  // MARK: Files

  /// For each line the number of its file; a file that is included twice has two numbers. `nil` if
  /// nothing is included.
  private static func fileNumbers(_ source: SourceText) -> [Int]? {
    guard let origins = source.origins else { return nil }
    var numbers: [Int] = []
    numbers.reserveCapacity(origins.count)
    var open: [(file: String?, line: Int, number: Int)] = []
    var count = 0
    for origin in origins {
      if let index = open.lastIndex(where: { $0.file == origin.file && $0.line < origin.line }) {
        open.removeSubrange((index + 1)...)
        open[index].line = origin.line
      } else {
        open.append((origin.file, origin.line, count))
        count += 1
      }
      numbers.append(open[open.count - 1].number)
    }
    return numbers
  }

  private static func definitions(in prose: ProseText, files: [Int]?) -> [Definition] {
    var definitions: [Definition] = []
    for line in prose.lines where !line.isCode && !line.isFence {
      let content = prose.source.bytes[line.content]
      guard content.starts(with: "[^".utf8),
        let close = content.firstIndex(of: UInt8(ascii: "]")),
        content[(close + 1)...].first == UInt8(ascii: ":")
      else { continue }
      let range = (content.startIndex + 2)..<close
      let name = prose.source.bytes[range]
      guard !name.isEmpty, !name.contains(32), !name.contains(9) else { continue }
      definitions.append(
        Definition(
          name: prose.string(range), line: line, range: range,
          file: file(of: line.number, in: files)))
    }
    return definitions
  }

  private static func file(of line: Int, in files: [Int]?) -> Int {
    guard let files, !files.isEmpty else { return 0 }
    return files[min(line, files.count) - 1]
  }

  // MARK: Names

  private static func rename(
    _ definitions: [Definition], in prose: ProseText, files: [Int]?, _ names: inout Names,
    _ edits: inout TextEdits, _ log: inout DiagnosticLog
  ) {
    var first: [String: Definition] = [:]
    /// The new names in each file.
    var renamed: [Int: [String: (definition: Definition, name: String)]] = [:]
    for definition in definitions {
      let key = definition.name.lowercased()
      guard let taken = first[key] else {
        first[key] = definition
        edits.footnotes.names.append(definition.name)
        continue
      }
      let name = names.next(after: definition.name)
      edits.replace(definition.range, with: name)
      edits.footnotes.names.append(name)
      let earlier =
        taken.file == definition.file ? taken : renamed[definition.file]?[key]?.definition
      guard let earlier else {
        renamed[definition.file, default: [:]][key] = (definition, name)
        continue
      }
      edits.footnotes.repeated.insert(name)
      let place = prose.source.location(line: earlier.line.number, column: 1)
      log.error(
        "the footnote '[^\(definition.name)]' is already defined in line \(place.line); give this one "
          + "another name",
        at: prose.location(of: definition.line.content.lowerBound))
    }
    guard !renamed.isEmpty else { return }
    let defined = Set(definitions.map(\.range.lowerBound))
    forEachReference(in: prose) { range in
      guard !defined.contains(range.lowerBound),
        let names = renamed[file(of: prose.line(at: range.lowerBound).number, in: files)],
        let (_, name) = names[prose.string(range).lowercased()]
      else { return }
      edits.replace(range, with: name)
    }
  }

  /// The names that are taken.
  private struct Names {
    private var taken: Set<String>
    /// The number that a name got last.
    private var numbers: [String: Int] = [:]

    init(_ names: [String]) {
      taken = Set(names.map { $0.lowercased() })
    }

    /// `name-2`, or with a higher number if that is taken.
    mutating func next(after name: String, from first: Int = 2) -> String {
      var number = numbers[name] ?? first
      while !taken.insert("\(name)-\(number)".lowercased()).inserted { number += 1 }
      numbers[name] = number + 1
      return "\(name)-\(number)"
    }
  }

  /// Visits the names in `[^name]`.
  private static func forEachReference(in prose: ProseText, _ visit: (Range<Int>) -> Void) {
    let bytes = prose.source.bytes
    for segment in prose.segments {
      var position = segment.lowerBound
      while position + 2 < segment.upperBound {
        guard bytes[position] == UInt8(ascii: "["), bytes[position + 1] == UInt8(ascii: "^") else {
          position += 1
          continue
        }
        guard
          let close = bytes[(position + 2)..<segment.upperBound].firstIndex(of: UInt8(ascii: "]"))
        else { break }
        visit((position + 2)..<close)
        position = close
      }
    }
  }

  // MARK: Footnotes at their marks

  private static func readInline(
    _ prose: inout ProseText, _ names: inout Names, _ edits: inout TextEdits
  ) {
    let bytes = prose.source.bytes
    var place = Place()
    var end = 0
    for segment in prose.segments where segment.upperBound > end {
      var position = max(segment.lowerBound, end)
      while position + 1 < segment.upperBound {
        guard bytes[position] == UInt8(ascii: "^"), bytes[position + 1] == UInt8(ascii: "["),
          let close = close(of: position, in: bytes)
        else {
          position += 1
          continue
        }
        let words = prose.string((position + 2)..<close)
        let name = names.next(after: "inline", from: 1)
        let location = place.location(of: position + 2, in: prose)
        edits.footnotes.inline.append(
          .init(
            name: name,
            words: .init(
              text: words.replacing("\n", with: " "),
              place: TextPlace(location, form: words.contains("\n") ? .folded : .verbatim))))
        edits.replace(position..<(close + 1), with: "[^\(name)]")
        position = close + 1
        end = position
      }
    }
  }

  /// The location of the last footnote, from which the next one in the line is counted.
  private struct Place {
    private var line = 0
    private var offset = 0
    private var location = SourceLocation(line: 1)

    mutating func location(of offset: Int, in prose: ProseText) -> SourceLocation {
      let line = prose.line(at: offset).number
      if line == self.line {
        location.column += SourceText.characterCount(prose.source.bytes[self.offset..<offset])
      } else {
        location = prose.location(of: offset)
      }
      (self.line, self.offset) = (line, offset)
      return location
    }
  }

  /// The bracket that ends the footnote that begins at a caret; `nil` if there is none, or if the
  /// brackets are those of a link or of a class of characters such as `^[a-z]`.
  private static func close(of caret: Int, in bytes: [UInt8]) -> Int? {
    let before = caret > 0 ? bytes[caret - 1] : 32
    guard before != UInt8(ascii: "\\") else { return nil }
    var depth = 1
    var hasBlank = false
    var index = caret + 2
    let limit = min(bytes.count, caret + reach)
    while index < limit {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        guard depth == 0 else { break }
        let next = index + 1 < bytes.count ? bytes[index + 1] : 32
        guard index > caret + 2, !"([:".utf8.contains(next) else { return nil }
        // Without a blank it may be a pattern, unless a word ends right before it.
        let follows = before >= 0x80 || isWord(before) || ".,;:!?)\"'*_".utf8.contains(before)
        return hasBlank || follows && bytes[(caret + 2)..<index].contains { isLetter($0) }
          ? index : nil
      case 32: hasBlank = true
      case 10 where index + 1 < limit && bytes[index + 1] == 10: return nil
      default: break
      }
      index += 1
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
