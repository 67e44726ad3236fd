internal import RunbookFiles

/// Decodes the bytes of a file as text: UTF-8, newlines of one kind, composed letters outside code.
enum TextDecoding {
  /// The reason why bytes cannot be decoded.
  struct Problem: Error {
    var message: String
    var location: SourceLocation
  }

  /// The text in `bytes`.
  ///
  /// A byte order mark is dropped, CR LF and CR become LF, and decomposed letters (as macOS
  /// writes Hangul in file names) are composed, except for the texts in code.
  /// - Throws: `Problem` with a location for bytes that are not UTF-8 and for zero bytes.
  /// - Parameter isSwift: whether the file contains Swift and not a note.
  static func decode(_ bytes: [UInt8], isSwift: Bool = false) throws(Problem) -> SourceText {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw Problem(
        message: "the file is UTF-16; save it as UTF-8", location: SourceLocation(line: 1))
    }
    var text = withoutMarkAndCarriageReturns(bytes)
    if let offset = firstInvalidByte(in: text) {
      throw Problem(
        message: "byte 0x\(hexadecimal(text[offset])) is not UTF-8; save the file as UTF-8",
        location: location(of: offset, in: text))
    }
    if let offset = text.firstIndex(of: 0) {
      throw Problem(
        message: "a zero byte is not text; check that this is the notebook and not another file",
        location: location(of: offset, in: text))
    }
    if mayBeDecomposed(text) {
      text = isSwift ? SwiftNameComposition.compose(text) : TextComposition.compose(text)
    }
    return SourceText(text)
  }

  private static func withoutMarkAndCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let carriageReturn = UInt8(ascii: "\r")
    let newline = UInt8(ascii: "\n")
    guard bytes.contains(carriageReturn) else { return start == 0 ? bytes : Array(bytes[start...]) }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for index in start..<bytes.count {
      if bytes[index] != carriageReturn {
        text.append(bytes[index])
      } else if index + 1 == bytes.count || bytes[index + 1] != newline {
        text.append(newline)
      }
    }
    return text
  }

  /// The offset of the first byte that does not begin a well-formed character.
  private static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let first = bytes[index]
        if first < 0x80 {
          index += 1
          continue
        }
        let (length, second): (Int, ClosedRange<UInt8>) =
          switch first {
          case 0xC2...0xDF: (2, 0x80...0xBF)
          case 0xE0: (3, 0xA0...0xBF)
          case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
          case 0xED: (3, 0x80...0x9F)
          case 0xF0: (4, 0x90...0xBF)
          case 0xF1...0xF3: (4, 0x80...0xBF)
          case 0xF4: (4, 0x80...0x8F)
          default: (0, 0...0)
          }
        guard length > 0, index + length <= bytes.count, second.contains(bytes[index + 1]) else {
          return index
        }
        for position in (index + 2)..<max(index + 2, index + length)
        where bytes[position] & 0xC0 != 0x80 {
          return index
        }
        index += length
      }
      return nil
    }
  }

  /// Whether the text has combining marks or the jamo of which composed Hangul consists.
  private static func mayBeDecomposed(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices where bytes[index] >= 0xCC {
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        let last = index + 2 < bytes.count ? bytes[index + 2] : 0
        switch (bytes[index], next, last) {
        case (0xCC, _, _), (0xCD, 0x80...0xAF, _): return true  // U+0300…U+036F
        case (0xE1, 0x84...0x87, _): return true  // U+1100…U+11FF
        case (0xE3, 0x82, 0x99...0x9A): return true  // kana sound marks
        default: continue
        }
      }
      return false
    }
  }

  private static func location(of offset: Int, in bytes: [UInt8]) -> SourceLocation {
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
    return SourceLocation(
      line: line, column: SourceText.characterCount(bytes[start..<offset]) + 1)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}
