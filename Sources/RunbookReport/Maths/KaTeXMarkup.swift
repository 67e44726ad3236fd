/// KaTeX's HTML, shortened without changing what it shows.
enum KaTeXMarkup {
  /// Returns `html` without the name space that HTML knows anyway, and with lengths in styles as
  /// short as CSS allows: `.5em` for `0.5em`.
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
}
