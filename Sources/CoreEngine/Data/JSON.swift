/// As much JSON as the header of a safetensors file needs: Foundation's reader would cost every
/// cell its start-up time.
enum JSON {
  case object([(name: String, value: JSON)])
  case array([JSON])
  case string(String)
  case number(Double)
  case other

  /// The error and its place.
  struct Failure: Error, CustomStringConvertible {
    let what: String
    let position: Int
    var description: String { "\(what) at byte \(position)" }
  }

  static func parse(_ bytes: ArraySlice<UInt8>) throws -> JSON {
    var reader = Reader(bytes: Array(bytes))
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == reader.bytes.count else { throw reader.failure("more than one value") }
    return value
  }

  subscript(name: String) -> JSON? {
    guard case .object(let entries) = self else { return nil }
    return entries.first { $0.name == name }?.value
  }

  var string: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  /// Whole numbers, if it is an array of such.
  var integers: [Int]? {
    guard case .array(let values) = self else { return nil }
    var result: [Int] = []
    for value in values {
      guard case .number(let number) = value, let integer = Int(exactly: number) else { return nil }
      result.append(integer)
    }
    return result
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    func failure(_ what: String) -> Failure { Failure(what: what, position: position) }

    mutating func skipSpace() {
      while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
    }

    mutating func take(_ character: Character) -> Bool {
      skipSpace()
      guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
      position += 1
      return true
    }

    mutating func expect(_ character: Character) throws {
      guard take(character) else { throw failure("no \(character)") }
    }

    mutating func value(depth: Int) throws -> JSON {
      guard depth < 16 else { throw failure("values nested too deep") }
      if take("{") {
        var entries: [(String, JSON)] = []
        var names: Set<String> = []
        if take("}") { return .object([]) }
        repeat {
          let name = try string()
          guard names.insert(name).inserted else { throw failure("the name \(name) twice") }
          try expect(":")
          entries.append((name, try value(depth: depth + 1)))
        } while take(",")
        try expect("}")
        return .object(entries)
      }
      if take("[") {
        var values: [JSON] = []
        if take("]") { return .array([]) }
        repeat { values.append(try value(depth: depth + 1)) } while take(",")
        try expect("]")
        return .array(values)
      }
      skipSpace()
      guard position < bytes.count else { throw failure("the text ends") }
      if bytes[position] == 34 { return .string(try string()) }
      let start = position
      while position < bytes.count, ![44, 93, 125, 32, 10, 13, 9].contains(bytes[position]) {
        position += 1
      }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      if ["true", "false", "null"].contains(word) { return .other }
      guard let number = Double(word) else { throw failure("\"\(word.prefix(20))\"") }
      return .number(number)
    }

    mutating func string() throws -> String {
      try expect("\"")
      var units: [UInt8] = []
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == 34 {
          guard let text = String(validating: units, as: UTF8.self) else {
            throw failure("a string that is not UTF-8")
          }
          return text
        }
        guard byte == 92 else {
          units.append(byte)
          continue
        }
        guard position < bytes.count else { break }
        let escape = bytes[position]
        position += 1
        switch escape {
        case 110: units.append(10)
        case 116: units.append(9)
        case 114: units.append(13)
        case 98: units.append(8)
        case 102: units.append(12)
        case 117:
          var code = try hexadecimal()
          // Beyond the basic plane a character is a pair.
          if 0xd800..<0xdc00 ~= code, bytes[position...].starts(with: Array("\\u".utf8)) {
            position += 2
            let low = try hexadecimal()
            guard 0xdc00..<0xe000 ~= low else { throw failure("a wrong \\u") }
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
          }
          guard let scalar = Unicode.Scalar(code) else { throw failure("a wrong \\u") }
          units += Array(String(scalar).utf8)
        default: units.append(escape)
        }
      }
      throw failure("a string without an end")
    }

    /// The four digits after a `\u`.
    private mutating func hexadecimal() throws -> UInt32 {
      let digits = bytes[position..<min(position + 4, bytes.count)]
      guard digits.count == 4,
        let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
      else { throw failure("a wrong \\u") }
      position += 4
      return code
    }
  }
}
