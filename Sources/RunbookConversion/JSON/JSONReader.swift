internal import RunbookFiles

/// Reads JSON as other programs write it: a byte order mark, `NaN`, control characters in strings
/// and bytes that are not UTF-8 are accepted, and so is a file that was cut off, up to its last
/// whole value.
struct JSONReader {
  /// The nesting depth up to which files are read, so that readers of the values may recurse.
  static let nestingLimit = 500

  /// The reason why text is not JSON.
  struct Problem: Error {
    var message: String
    var offset: Int
  }

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  /// The offsets of the first bytes that are not UTF-8.
  private(set) var invalidBytes: [Int] = []
  /// The offset of the value that the end of the file cuts off.
  private(set) var truncation: Int?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads the whole file as one value.
  ///
  /// - Complexity: O(bytes).
  mutating func read() throws(Problem) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard let value = try value() else { throw problem("the file is empty") }
    skipSpaces()
    guard truncation != nil || position == bytes.count else {
      throw problem("unexpected text after the end")
    }
    return value
  }

  // MARK: Values

  /// - Returns: `nil` at the end of the file.
  private mutating func value() throws(Problem) -> JSONValue? {
    guard !isAtEnd() else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return try string()
    default: return try word()
    }
  }

  private mutating func object() throws(Problem) -> JSONObject {
    var object = JSONObject()
    object.offset = position
    try enter()
    defer { depth -= 1 }
    if take("}") { return object }
    repeat {
      guard !isAtEnd() else { return object }
      guard bytes[position] == UInt8(ascii: "\"") else {
        throw problem("a name in quotation marks is missing")
      }
      guard let name = try string(), !isAtEnd() else { return object }
      guard take(":") else { throw problem("':' is missing after a name") }
      guard let value = try value() else { return object }
      object.append(name.text ?? "", value)
    } while take(",")
    guard isAtEnd() || take("}") else { throw problem("',' or '}' is missing") }
    return object
  }

  private mutating func array() throws(Problem) -> [JSONValue] {
    var elements: [JSONValue] = []
    try enter()
    defer { depth -= 1 }
    if take("]") { return elements }
    repeat {
      guard let value = try value() else { return elements }
      elements.append(value)
    } while take(",")
    guard isAtEnd() || take("]") else { throw problem("',' or ']' is missing") }
    return elements
  }

  private mutating func enter() throws(Problem) {
    depth += 1
    guard depth <= Self.nestingLimit else {
      throw problem("values are nested more than \(Self.nestingLimit) deep")
    }
    position += 1
  }

  /// `true`, `null`, a number.
  private mutating func word() throws(Problem) -> JSONValue {
    let start = position
    while position < bytes.count, Self.isPartOfWord(bytes[position]) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "NaN", "Infinity", "-Infinity": return .number(word)
    default:
      guard word.wholeMatch(of: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/) != nil
      else {
        position = start
        throw problem(word.isEmpty ? "a value is missing" : "'\(word.prefix(40))' is not a value")
      }
      return .number(word)
    }
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  // MARK: Strings

  private mutating func string() throws(Problem) -> JSONValue? {
    let opening = position
    position += 1
    let start = position
    var hasEscapes = false
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") {
        hasEscapes = true
        position += 1
      }
      position += 1
    }
    guard position < bytes.count else {
      position = bytes.count
      truncation = truncation ?? opening
      return nil
    }
    let content = bytes[start..<position]
    position += 1
    let (text, isWhole) = hasEscapes ? try decoded(content) : (Array(content), true)
    guard let valid = String(validating: text, as: UTF8.self) else {
      invalidBytes.append(start)
      return .string(String(decoding: text, as: UTF8.self))
    }
    return isWhole ? .string(valid) : .malformedString(String(decoding: content, as: UTF8.self))
  }

  /// The bytes of a string without escapes.
  ///
  /// - Returns: the bytes, and whether all surrogates in it are pairs; others become U+FFFD.
  private func decoded(
    _ content: ArraySlice<UInt8>
  ) throws(Problem) -> (bytes: [UInt8], isWhole: Bool) {
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    var isWhole = true
    var index = content.startIndex
    while index < content.endIndex {
      guard content[index] == UInt8(ascii: "\\") else {
        result.append(content[index])
        index += 1
        continue
      }
      let kind = content[index + 1]
      index += 2
      switch kind {
      case UInt8(ascii: "n"): result.append(10)
      case UInt8(ascii: "t"): result.append(9)
      case UInt8(ascii: "r"): result.append(13)
      case UInt8(ascii: "b"): result.append(8)
      case UInt8(ascii: "f"): result.append(12)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(kind)
      case UInt8(ascii: "u"):
        guard var unit = Self.unit(content, at: index) else {
          throw Problem(message: "'\\u' without four hexadecimal digits", offset: index - 2)
        }
        index += 4
        if (0xD800...0xDBFF).contains(unit), content[index...].starts(with: "\\u".utf8),
          let low = Self.unit(content, at: index + 2), (0xDC00...0xDFFF).contains(low)
        {
          unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
        if let scalar = Unicode.Scalar(unit) {
          result += Array(String(Character(scalar)).utf8)
        } else {
          result += Array("\u{FFFD}".utf8)
          isWhole = false
        }
      default: throw Problem(message: "an unknown escape after '\\'", offset: index - 2)
      }
    }
    return (result, isWhole)
  }

  private static func unit(_ content: ArraySlice<UInt8>, at index: Int) -> UInt32? {
    guard index + 4 <= content.endIndex else { return nil }
    let digits = String(decoding: content[index..<(index + 4)], as: UTF8.self)
    return digits.allSatisfy(\.isHexDigit) ? UInt32(digits, radix: 16) : nil
  }

  /// The text of a string's source in which halves of surrogate pairs are replaced.
  static func repaired(_ source: String) -> String {
    let reader = JSONReader([])
    let text = (try? reader.decoded(Array(source.utf8)[...]))?.bytes ?? []
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Characters

  private mutating func skipSpaces() {
    while position < bytes.count,
      bytes[position] == 32 || bytes[position] == 10 || bytes[position] == 13
        || bytes[position] == 9
    {
      position += 1
    }
  }

  /// Whether the file ends here, in the middle of a value.
  private mutating func isAtEnd() -> Bool {
    skipSpaces()
    guard position >= bytes.count else { return false }
    truncation = truncation ?? bytes.count
    return true
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private func problem(_ message: String) -> Problem {
    Problem(message: message, offset: position)
  }
}
