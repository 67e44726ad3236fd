/// Style sheets on their way into the page.
enum StyleSheet {
  /// Returns `css` without comments and without blanks that mean nothing.
  ///
  /// Strings in `css` hold neither `/*` nor runs of blanks.
  static func compact(_ css: [UInt8]) -> String {
    var output = [UInt8]()
    output.reserveCapacity(css.count)
    var at = 0
    while at < css.count {
      let byte = css[at]
      if byte == UInt8(ascii: "/"), at + 1 < css.count, css[at + 1] == UInt8(ascii: "*") {
        at += 2
        while at + 1 < css.count, css[at] != UInt8(ascii: "*") || css[at + 1] != UInt8(ascii: "/") {
          at += 1
        }
        at += 2
        continue
      }
      at += 1
      guard byte == 32 || byte == 10 else {
        // A blank before these ends nothing.
        if "{};,".utf8.contains(byte), output.last == 32 { output.removeLast() }
        output.append(byte)
        continue
      }
      guard let last = output.last, !" {};,:".utf8.contains(last) else { continue }
      output.append(32)
    }
    return String(decoding: output, as: UTF8.self)
  }
}
