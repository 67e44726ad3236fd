/// Attributes in braces, `{#id .class key=value}`, or as kramdown writes them, `{: #id .class key="value"}`.
struct Attributes: Hashable {
  /// The text between the braces.
  var content: String
  /// What follows `#`; `nil` if there is none or the braces hold something else.
  var identifier: String?
  /// The words after dots, without them.
  var classes: [String] = []
  /// Keys in lower case, with their values.
  var pairs: [ElementAttribute] = []
  /// Whether there is a single `-`: a heading without number.
  var isUnnumbered = false
  /// Whether a colon follows the brace.
  var isKramdown = false
  /// Whether everything between the braces was understood.
  var isComplete = true
  /// The length of the attributes in bytes, including blanks before them.
  var length = 0
  /// The number of bytes before the brace.
  var offset = 0

  /// The identifier if it is a label.
  var label: String? { identifier.flatMap { Label.isValid($0) ? $0 : nil } }

  /// The author's text.
  var source: String { "{\(content)}" }

  subscript(key: String) -> String? { pairs.first { $0.name == key }?.value }

  /// The label at the beginning of `text`, after optional blanks.
  init?(startOf text: some Collection<UInt8>) {
    let bytes = Array(text.prefix(1024))
    guard let open = bytes.firstIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }),
      bytes.dropFirst(open + 1).first == UInt8(ascii: "#")
    else { return nil }
    self.init(at: open, in: bytes)
    length = offset + source.utf8.count
  }

  /// The attributes at the end of `text`, with optional blanks before and after them: with an
  /// identifier, a class or a dash.
  init?(endOf text: some BidirectionalCollection<UInt8>) {
    let bytes = Array(text)
    var end = bytes.count
    while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    guard end > 0, bytes[end - 1] == UInt8(ascii: "}"),
      let open = Self.opening(before: end, in: bytes)
    else { return nil }
    self.init(at: open, in: bytes)
    guard open + source.utf8.count == end,
      identifier != nil || !classes.isEmpty || isUnnumbered || isKramdown || !isComplete
    else { return nil }
    var start = open
    while start > 0, bytes[start - 1] == UInt8(ascii: " ") { start -= 1 }
    length = bytes.count - start
  }

  /// The brace that opens the attributes which end at `end`; one within quotation marks opens none.
  private static func opening(before end: Int, in bytes: [UInt8]) -> Int? {
    let start = max(0, end - 1024)
    var open = bytes[start..<end].lastIndex(of: UInt8(ascii: "{"))
    while let candidate = open {
      if let attributes = Attributes(at: candidate, in: bytes), attributes.isComplete,
        candidate + attributes.source.utf8.count == end
      {
        return candidate
      }
      open = bytes[start..<candidate].lastIndex(of: UInt8(ascii: "{"))
      if bytes[candidate + 1] == UInt8(ascii: "#") { return candidate }
    }
    return nil
  }

  /// The attributes that begin at `open`.
  ///
  /// - Parameter limit: the length up to which they are read.
  /// - Returns: `nil` for braces that hold something else; a list that begins as a label does and is
  ///   not complete is returned nevertheless.
  /// - Complexity: O(limit).
  init?(at open: Int, in bytes: [UInt8], limit: Int = 1024) {
    guard open + 1 < bytes.count, bytes[open] == UInt8(ascii: "{") else { return nil }
    var reader = Reader(bytes: bytes, position: open + 1, end: min(bytes.count, open + limit))
    content = ""
    if reader.take(UInt8(ascii: ":")) { isKramdown = true }
    let isLabel = reader.byte == UInt8(ascii: "#")
    while true {
      reader.skipBlanks()
      guard let byte = reader.byte else { return nil }
      if byte == UInt8(ascii: "}") { break }
      guard reader.takeItem(into: &self) else {
        // `{#my label}` was meant as a label, and is reported as one.
        guard isLabel, let close = reader.closing else { return nil }
        isComplete = false
        identifier = nil
        reader.position = close
        break
      }
    }
    content = String(decoding: bytes[(open + 1)..<reader.position], as: UTF8.self)
    offset = open
    let isEmpty = identifier == nil && classes.isEmpty && pairs.isEmpty && !isUnnumbered
    guard !isEmpty || !isComplete else { return nil }
  }

  /// Reads the items of a list.
  private struct Reader {
    let bytes: [UInt8]
    var position: Int
    let end: Int

    var byte: UInt8? { position < end ? bytes[position] : nil }

    /// The next closing brace in the line.
    var closing: Int? {
      bytes[position..<end].prefix { $0 != UInt8(ascii: "\n") }.firstIndex(of: UInt8(ascii: "}"))
    }

    mutating func take(_ byte: UInt8) -> Bool {
      guard self.byte == byte else { return false }
      position += 1
      return true
    }

    /// Skips blanks and one line end.
    mutating func skipBlanks() {
      var newlines = 0
      while let byte, Self.isBlank(byte) {
        if byte == UInt8(ascii: "\n") { newlines += 1 }
        if newlines > 1 { return }
        position += 1
      }
    }

    mutating func takeItem(into attributes: inout Attributes) -> Bool {
      if take(UInt8(ascii: "#")) {
        guard let name = takeName() else { return false }
        if attributes.identifier == nil { attributes.identifier = name }
        return true
      }
      if take(UInt8(ascii: ".")) {
        guard let name = takeName() else { return false }
        attributes.classes.append(name)
        return true
      }
      let start = position
      while let byte, Self.isKey(byte) { position += 1 }
      let key = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
      if key == "-", byte.map({ Self.isBlank($0) || $0 == UInt8(ascii: "}") }) ?? false {
        attributes.isUnnumbered = true
        return true
      }
      guard !key.isEmpty, take(UInt8(ascii: "=")), let value = takeValue() else { return false }
      switch key {
      case "id": attributes.identifier = attributes.identifier ?? value
      case "class": attributes.classes += value.split(separator: " ").map(String.init)
      default: attributes.pairs.append(ElementAttribute(key, value))
      }
      return true
    }

    private mutating func takeName() -> String? {
      let start = position
      while let byte, !Self.isBlank(byte), !"#.{}\"'=<>`".utf8.contains(byte) || byte == 46 {
        // `.a.b` are two classes; an identifier may hold a dot.
        if byte == UInt8(ascii: "."), bytes[start - 1] == UInt8(ascii: ".") { break }
        position += 1
      }
      return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private mutating func takeValue() -> String? {
      guard let quote = byte else { return nil }
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        let start = position
        while let byte, !Self.isBlank(byte), byte != UInt8(ascii: "}") { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
      }
      position += 1
      var value: [UInt8] = []
      while let byte, byte != quote {
        if byte == UInt8(ascii: "\\"), position + 1 < end, bytes[position + 1] == quote {
          position += 1
        }
        value.append(bytes[position])
        position += 1
      }
      return take(quote) ? String(decoding: value, as: UTF8.self) : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
    }

    private static func isKey(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
  }
}
