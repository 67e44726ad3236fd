/// KaTeX's HTML, shortened without changing its appearance.
enum KaTeXMarkup {
  /// Returns `html` without the default name space, and with lengths in styles as short as CSS
  /// allows: `.5em` for `0.5em`.
  static func compact(_ html: String) -> String {
    let bytes = Array(html.utf8)
    var output = [UInt8]()
    output.reserveCapacity(bytes.count)
    let nameSpace = Array(" xmlns=\"http://www.w3.org/1998/Math/MathML\"".utf8)
    let style = Array(" style=\"".utf8)
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: " ") {
        if bytes[at...].starts(with: nameSpace) {
          at += nameSpace.count
          continue
        }
        if bytes[at...].starts(with: style) {
          output += style
          at += style.count
          while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            let isLeadingZero =
              bytes[at] == UInt8(ascii: "0") && at + 1 < bytes.count
              && bytes[at + 1] == UInt8(ascii: ".")
              && (output.last == UInt8(ascii: ":") || output.last == UInt8(ascii: "-"))
            if !isLeadingZero { output.append(bytes[at]) }
            at += 1
          }
          if output.last == UInt8(ascii: ";") { output.removeLast() }
          continue
        }
      }
      output.append(bytes[at])
      at += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Attributes that change only the appearance of MathML, which is not visible.
  private static let silentAttributes: Set<String> = [
    "stretchy", "fence", "separator", "lspace", "rspace", "columnalign", "columnspacing",
    "rowspacing", "scriptlevel", "displaystyle", "minsize", "maxsize", "width", "height", "depth",
    "voffset", "form",
  ]

  /// MathML without its LaTeX source, which is neither visible nor read aloud.
  private static func withoutSource(_ html: String) -> String {
    guard let start = html.firstRange(of: "<annotation"),
      let end = html.firstRange(of: "</annotation>")
    else { return html }
    return String(html[..<start.lowerBound] + html[end.upperBound...])
      .replacing("<semantics>", with: "").replacing("</semantics>", with: "")
  }

  /// Returns MathML without such attributes, and without unnecessary quotation marks.
  static func shortMathML(_ html: String) -> String {
    let bytes = Array(withoutSource(html).utf8)
    var output = [UInt8]()
    output.reserveCapacity(bytes.count)
    var isInTag = false
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      guard isInTag, byte == UInt8(ascii: " "), let equals = bytes[at...].firstIndex(of: 61),
        equals + 1 < bytes.count, bytes[equals + 1] == UInt8(ascii: "\""),
        let close = bytes[(equals + 2)...].firstIndex(of: UInt8(ascii: "\""))
      else {
        if byte == UInt8(ascii: "<") { isInTag = true }
        if byte == UInt8(ascii: ">") { isInTag = false }
        output.append(byte)
        at += 1
        continue
      }
      let name = String(decoding: bytes[(at + 1)..<equals], as: UTF8.self)
      let value = bytes[(equals + 2)..<close]
      if !silentAttributes.contains(name) {
        let isPlain =
          !value.isEmpty
          && value.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || "-/0123456789.".utf8.contains($0)
          }
        output += bytes[at...equals]
        output += isPlain ? Array(value) : Array(bytes[(equals + 1)...close])
      }
      at = close + 1
    }
    return String(decoding: output, as: UTF8.self)
  }
}
