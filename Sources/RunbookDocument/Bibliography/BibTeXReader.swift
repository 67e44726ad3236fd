internal import RunbookFiles

/// Reads the works of a BibTeX or BibLaTeX file.
///
/// An entry that cannot be understood is reported at its line and column and left out, or read as far
/// as possible; those behind it are read. btparse, the C library for the format, keeps its state and its
/// macros per process, reports lines without columns and reads text as single bytes; it suits neither
/// several notes at once nor Korean works.
struct BibTeXReader {
  /// Further problems of one file are not reported.
  private static let problemLimit = 100

  private static let months: [String: String] = [
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May",
    "jun": "June", "jul": "July", "aug": "August", "sep": "September", "oct": "October",
    "nov": "November", "dec": "December",
  ]

  private let source: SourceText
  private let file: String
  private var position = 0
  private var macros = Self.months
  private var works: [Work] = []
  private var problems: [(message: String, position: Int)] = []
  /// The values of the current entry that were not closed, so that the next entry was reached.
  private var isUnclosed = false

  private init(source: SourceText, file: String) {
    self.source = source
    self.file = file
  }

  /// The works of a text in their order, and warnings about what could not be read.
  ///
  /// - Complexity: O(bytes).
  static func read(_ source: SourceText, file: String, log: inout DiagnosticLog) -> [Work] {
    var reader = BibTeXReader(source: source, file: file)
    reader.readAll()
    for problem in reader.problems.prefix(problemLimit) {
      log.warning(problem.message, at: reader.location(of: problem.position))
    }
    return reader.works
  }

  private mutating func readAll() {
    while let at = source.bytes[position...].firstIndex(of: UInt8(ascii: "@")) {
      position = at + 1
      readEntry(from: at)
    }
  }

  // MARK: Entries

  private mutating func readEntry(from start: Int) {
    let type = takeName().lowercased()
    skipBlanks()
    // An address in a comment between entries.
    guard !type.isEmpty, let open = peek, open == UInt8(ascii: "{") || open == UInt8(ascii: "(")
    else { return }
    position += 1
    isUnclosed = false
    let close = open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    switch type {
    case "comment": skipComment(close, from: start)
    case "preamble": _ = takeValue()
    case "string":
      readFields(close, entry: "@string", from: start) { reader, name, value in
        reader.macros[name] = value
      }
    default: readWork(type, close, from: start)
    }
  }

  /// A comment may contain anything; it ends with its brace, if there is one before the next entry.
  private mutating func skipComment(_ close: UInt8, from start: Int) {
    let begin = position
    position -= 1
    _ = takeDelimited(by: UInt8(ascii: "}"))
    if isUnclosed { position = begin }
  }

  private mutating func readWork(_ type: String, _ close: UInt8, from start: Int) {
    skipBlanks()
    let keyStart = position
    while let byte = peek, !Self.isBlank(byte), byte != UInt8(ascii: ","), byte != close,
      byte != UInt8(ascii: "=")
    {
      position += 1
    }
    let key = text(keyStart..<position)
    skipBlanks()
    var work = Work(key: key, type: type, location: location(of: start))
    if peek == UInt8(ascii: "=") || key.isEmpty {
      complain("the entry has no key; write '@\(type){key, …}'", at: start)
      work.key = ""
      position = keyStart
    } else if peek == UInt8(ascii: ",") {
      position += 1
    } else if peek != close {
      complain("a comma is missing behind the key '\(key)'", at: position)
    }
    readFields(close, entry: key, from: start) { reader, name, value in
      if work.fields[name] == nil { work.fields[name] = value }
    }
    if !work.key.isEmpty { works.append(work) }
  }

  /// Reads `name = value, …` up to the closing mark of the entry.
  private mutating func readFields(
    _ close: UInt8, entry: String, from start: Int,
    _ take: (inout Self, String, String) -> Void
  ) {
    while true {
      skipBlanks()
      guard let byte = peek else {
        return complain("the entry '\(entry)' is never closed; end it with '}'", at: start)
      }
      if byte == close {
        position += 1
        return
      }
      if byte == UInt8(ascii: ",") {
        position += 1
        continue
      }
      if byte == UInt8(ascii: "@"), beginsEntry(at: position) {
        return complain("the entry '\(entry)' is never closed; end it with '}'", at: start)
      }
      let nameStart = position
      let name = takeName().lowercased()
      skipBlanks()
      guard !name.isEmpty, peek == UInt8(ascii: "=") else {
        let words = name.isEmpty ? "this text" : "'\(name)'"
        complain("\(words) is not a field; write 'name = {value}'", at: nameStart)
        skipField(close)
        continue
      }
      position += 1
      let value = takeValue()
      if isUnclosed {
        return complain(
          "the value of '\(name)' is never closed; end it as it began", at: nameStart)
      }
      guard let value else {
        complain("'\(name)' has no value; write '\(name) = {value}'", at: nameStart)
        continue
      }
      take(&self, name, value)
      skipBlanks()
      if let next = peek, next != UInt8(ascii: ","), next != close, next != UInt8(ascii: "@") {
        complain("a comma is missing before this", at: position)
      }
    }
  }

  /// Goes to the next comma at this level or to the end of the entry.
  private mutating func skipField(_ close: UInt8) {
    let start = position
    while let byte = peek, byte != UInt8(ascii: ","), byte != close {
      if byte == UInt8(ascii: "{") {
        _ = takeDelimited(by: UInt8(ascii: "}"))
        if isUnclosed { return }
      } else if byte == UInt8(ascii: "@"), position > start, beginsEntry(at: position) {
        return
      } else {
        position += 1
      }
    }
  }

  // MARK: Values

  /// Parts joined by `#`; `nil` if there is none.
  private mutating func takeValue() -> String? {
    var value: String?
    while true {
      skipBlanks()
      guard let byte = peek, let part = takePart(byte) else { return value }
      value = (value ?? "") + part
      skipBlanks()
      guard peek == UInt8(ascii: "#") else { return value }
      position += 1
    }
  }

  private mutating func takePart(_ first: UInt8) -> String? {
    switch first {
    case UInt8(ascii: "{"): return takeDelimited(by: UInt8(ascii: "}"))
    case UInt8(ascii: "\""): return takeDelimited(by: UInt8(ascii: "\""))
    default:
      let start = position
      let name = takeName()
      guard !name.isEmpty else { return nil }
      if name.allSatisfy(\.isNumber) { return name }
      if let value = macros[name.lowercased()] { return value }
      // Words without braces belong together.
      while let byte = peek, !",}\n#".utf8.contains(byte) { position += 1 }
      let words = text(start..<position)
      complain("'\(words)' is not defined by '@string'; write '{\(words)}'", at: start)
      return words
    }
  }

  /// The text between the delimiter here and the one that closes it: a brace, or a quotation mark
  /// outside of braces.
  private mutating func takeDelimited(by closing: UInt8) -> String {
    position += 1
    let start = position
    var depth = 0
    while let byte = peek {
      if byte == closing, depth <= 0 {
        position += 1
        return text(start..<(position - 1))
      }
      switch byte {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\n") where beginsEntry(at: position + 1):
        isUnclosed = true
        return ""
      default: break
      }
      position += 1
    }
    position = min(position, source.bytes.count)
    isUnclosed = true
    return ""
  }

  /// Whether a line begins here with `@article{` or the like, so that nothing before it is still open.
  private func beginsEntry(at start: Int) -> Bool {
    var index = start
    let bytes = source.bytes
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "@") else { return false }
    index += 1
    let name = index
    while index < bytes.count, index < name + 32, Self.isLetter(bytes[index]) { index += 1 }
    guard index > name, index < bytes.count else { return false }
    return bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "(")
  }

  // MARK: Characters

  private var peek: UInt8? { position < source.bytes.count ? source.bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = peek {
      if byte == UInt8(ascii: "%") {
        // Not of BibTeX's grammar, but many files have such comments.
        while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
      } else if Self.isBlank(byte) {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func takeName() -> String {
    let start = position
    while let byte = peek, !Self.isBlank(byte), !"{}()=,#\"%@\\".utf8.contains(byte) {
      position += 1
    }
    return text(start..<position)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: source.bytes[range], as: UTF8.self)
  }

  private mutating func complain(_ message: String, at position: Int) {
    if problems.count < Self.problemLimit { problems.append((message, position)) }
  }

  /// Line and column of a byte.
  private func location(of position: Int) -> SourceLocation {
    var low = 0
    var high = source.lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if source.lineStarts[middle] <= position { low = middle } else { high = middle - 1 }
    }
    var location = source.location(line: low + 1, offset: position - source.lineStarts[low])
    location.file = file
    return location
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
