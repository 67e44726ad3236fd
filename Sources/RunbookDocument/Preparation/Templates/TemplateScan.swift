internal import RunbookFiles

/// Finds the tags of site generators in prose.
struct TemplateScan {
  /// The number of bytes of the longest tag that is recognised.
  private static let longestTag = 1 << 14

  private let bytes: [UInt8]
  /// The texts that end tags, with the place before which each of them does not occur again.
  private var missing: [String: Int] = [:]
  private var cursor = ProseCursor()

  private init(_ prose: ProseText) {
    bytes = prose.source.bytes
  }

  /// The tags in the order of the text; those that are never closed are reported.
  static func tags(in prose: ProseText, log: inout DiagnosticLog) -> [TemplateTag] {
    var scan = TemplateScan(prose)
    var tags: [TemplateTag] = []
    var position = 0
    for segment in prose.segments {
      position = max(position, segment.lowerBound)
      while position + 1 < segment.upperBound {
        guard scan.bytes[position] == UInt8(ascii: "{") else {
          position += scan.bytes[position] == UInt8(ascii: "\\") ? 2 : 1
          continue
        }
        let run = scan.braces(at: position)
        guard
          let (form, opening, closing) = scan.form(
            at: position, braces: run, isAfterTag: tags.last?.range.upperBound == position)
        else {
          position += run
          continue
        }
        guard let end = scan.end(from: position + opening, closing: closing) else {
          log.warning(
            "'\(String(decoding: scan.bytes[position..<(position + opening)], as: UTF8.self))' is "
              + "never closed; end it with '\(closing)'",
            at: scan.cursor.location(of: position, in: prose))
          position += opening
          continue
        }
        let range = position..<(end + closing.utf8.count)
        let body = scan.body((position + opening)..<end)
        if form != .variable || LiquidExpression.isPlausible(body) {
          tags.append(TemplateTag(form: form, range: range, body: body))
        }
        position = range.upperBound
      }
    }
    return tags
  }

  private func braces(at position: Int) -> Int {
    bytes[position...].prefix { $0 == UInt8(ascii: "{") }.count
  }

  /// The form of the tag that may begin here, the number of bytes before its text, and its end.
  private func form(
    at position: Int, braces: Int, isAfterTag: Bool
  ) -> (form: TemplateTag.Form, opening: Int, closing: String)? {
    let next = byte(position + braces)
    switch (braces, next) {
    case (1, UInt8(ascii: "%")):
      let name = bytes[(position + 2)...].prefix(8).drop { $0 == 32 || $0 == UInt8(ascii: "-") }
      return name.first.map(Self.isLetter) == true ? (.tag, 2, "%}") : nil
    case (2, UInt8(ascii: "<")):
      let isEscaped = byte(position + 3) == UInt8(ascii: "/") && byte(position + 4) == 42
      return isEscaped ? (.escapedShortcode, 5, "*/>}}") : (.shortcode, 3, ">}}")
    case (2, UInt8(ascii: "%")): return (.shortcode, 3, "%}}")
    case (3, UInt8(ascii: "<")): return (.escapedShortcode, 4, ">}}}")
    case (2, _):
      // Two braces after a command are LaTeX.
      guard isAfterTag || !isLaTeX(before: position),
        next == 32 || Self.isLetter(next) || next == 34 || next == 39
      else { return nil }
      return (.variable, 2, "}}")
    default: return nil
    }
  }

  private func byte(_ position: Int) -> UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func isLaTeX(before position: Int) -> Bool {
    var index = position - 1
    while index >= 0, position - index < 32, Self.isLetter(bytes[index]) { index -= 1 }
    guard index >= 0 else { return false }
    let isAdjacent = index == position - 1
    return bytes[index] == UInt8(ascii: "\\") || isAdjacent && "}^_".utf8.contains(bytes[index])
  }

  /// The place of `closing` in the same paragraph.
  private mutating func end(from start: Int, closing: String) -> Int? {
    if let limit = missing[closing], start < limit { return nil }
    let mark = Array(closing.utf8)
    var index = start
    let limit = min(bytes.count, start + Self.longestTag)
    while index + mark.count <= limit {
      if bytes[index] == mark[0], bytes[index..<(index + mark.count)].elementsEqual(mark) {
        return index
      }
      if bytes[index] == 10, isBlankLine(at: index + 1) { break }
      index += 1
    }
    missing[closing] = index
    return nil
  }

  private func isBlankLine(at start: Int) -> Bool {
    let rest = bytes[min(start, bytes.count)...].drop { $0 == 32 || $0 == 9 }
    return rest.first == 10 || rest.isEmpty
  }

  private func body(_ range: Range<Int>) -> Substring {
    var body = String(decoding: bytes[range], as: UTF8.self)[...]
    if body.first == "-" { body.removeFirst() }
    if body.last == "-" { body.removeLast() }
    while body.last?.isWhitespace == true { body.removeLast() }
    return body.drop { $0.isWhitespace }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
