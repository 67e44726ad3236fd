/// Marks that make emphasis work next to Hangul.
///
/// CommonMark lets `**` close emphasis after a punctuation mark only if no letter follows, so the
/// stars of `**마크다운(Markdown)**을` remain stars: Korean particles follow without a space. A mark
/// that counts as punctuation, inserted between the stars and the letter, lets them close (and
/// likewise open). The mark is a character that does not occur in the text; it is removed from
/// everything the parser returns.
enum CJKEmphasis {
  /// Punctuation marks of the 'Phags-pa script, which does not occur in notes.
  private static let marks: [[UInt8]] = (0xA874...0xA877).map { code in
    Array(String(Unicode.Scalar(code as UInt32)!).utf8)
  }

  /// `bytes` with marks, and the mark, three bytes, if one is needed.
  ///
  /// - Parameter breaks: offsets, in order, at which a mark keeps the parser from seeing a construct.
  static func marked(_ bytes: [UInt8], breaks: [Int]) -> (bytes: [UInt8], mark: [UInt8]?) {
    var places = places(in: bytes)
    if !breaks.isEmpty { places = Set(places + breaks).sorted() }
    guard !places.isEmpty, let mark = unusedMark(in: bytes) else {
      var text = bytes
      // Without a mark to spare, a construct that must not be seen loses its first character.
      for place in breaks { text[place] = UInt8(ascii: ".") }
      return (text, nil)
    }
    var marked: [UInt8] = []
    marked.reserveCapacity(bytes.count + places.count * mark.count)
    var start = 0
    for place in places {
      marked.append(contentsOf: bytes[start..<place])
      marked.append(contentsOf: mark)
      start = place
    }
    marked.append(contentsOf: bytes[start...])
    return (marked, mark)
  }

  private static func unusedMark(in bytes: [UInt8]) -> [UInt8]? {
    marks.first { mark in
      !bytes.indices.contains { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
    }
  }

  /// The offsets at which marks are needed: between a run of `*` or `~` and a letter of Chinese,
  /// Japanese or Korean, where the other side of the run is punctuation.
  private static func places(in bytes: [UInt8]) -> [Int] {
    bytes.withUnsafeBufferPointer { bytes in
      var places: [Int] = []
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "~") else {
          index += 1
          continue
        }
        let start = index
        while index < bytes.count, bytes[index] == byte { index += 1 }
        let before = start > 0 ? bytes[start - 1] : 0
        let after = index < bytes.count ? bytes[index] : 0
        guard before >= 0x80 || after >= 0x80 else { continue }
        guard let previous = scalar(endingAt: start, in: bytes),
          let next = scalar(at: index, in: bytes)
        else { continue }
        if isEastAsian(next), isPunctuation(previous) {
          places.append(index)
        } else if isEastAsian(previous), isPunctuation(next) {
          places.append(start)
        }
      }
      return places
    }
  }

  private static func scalar(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Unicode.Scalar? {
    guard start < bytes.count else { return nil }
    let end = min(bytes.count, start + 4)
    return String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.first
  }

  private static func scalar(
    endingAt end: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Unicode.Scalar? {
    var start = end - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start < 0 ? nil : scalar(at: start, in: bytes)
  }

  private static func isEastAsian(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x11FF, 0x3041...0x318F, 0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF10...0xFF19,
      0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFF66...0xFFDC, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return (0x21...0x7E).contains(scalar.value) && !scalar.properties.isAlphabetic
        && !("0"..."9").contains(scalar)
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }
}
