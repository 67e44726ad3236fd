/// Writes JSON in the layout of Jupyter: one space of indentation, one element a line.
struct JSONWriter {
  private var bytes: [UInt8] = []

  /// The text of a value, ended by a newline.
  static func text(_ value: JSONValue) -> String {
    String(decoding: bytes(value), as: UTF8.self)
  }

  static func bytes(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(value, indentation: 0)
    writer.bytes.append(10)
    return writer.bytes
  }

  private mutating func write(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let digits): bytes += digits.utf8
    case .string(let text): write(text)
    case .malformedString(let source): bytes += "\"\(source)\"".utf8
    case .array(let elements):
      guard !elements.isEmpty else {
        bytes += "[]".utf8
        return
      }
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        beginLine(index, indentation + 1)
        write(element, indentation: indentation + 1)
      }
      endLines(indentation, "]")
    case .object(let object):
      guard !object.members.isEmpty else {
        bytes += "{}".utf8
        return
      }
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        beginLine(index, indentation + 1)
        write(member.name)
        bytes += ": ".utf8
        write(member.value, indentation: indentation + 1)
      }
      endLines(indentation, "}")
    }
  }

  private mutating func beginLine(_ index: Int, _ indentation: Int) {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(10)
    bytes += repeatElement(32, count: indentation)
  }

  private mutating func endLines(_ indentation: Int, _ mark: Unicode.Scalar) {
    bytes.append(10)
    bytes += repeatElement(32, count: indentation)
    bytes.append(UInt8(ascii: mark))
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 10: bytes += "\\n".utf8
      case 13: bytes += "\\r".utf8
      case 9: bytes += "\\t".utf8
      case 8: bytes += "\\b".utf8
      case 12: bytes += "\\f".utf8
      case 0..<32: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
