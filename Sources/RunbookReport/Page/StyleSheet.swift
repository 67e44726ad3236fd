/// Prepares style sheets for the page.
enum StyleSheet {
  /// Returns the sections of `css` that a page needs.
  ///
  /// A section begins with a comment on a separate line. `[words]` in the comment lists texts; the
  /// section is needed if the page contains one of them. Other sections are always kept.
  static func sections(_ css: [UInt8], for page: String) -> [UInt8] {
    var page = page
    var isNeeded = true
    var lines = [Substring]()
    for line in String(decoding: css, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("/* ") {
        let words = line.split(separator: "[").dropFirst().first?.prefix { $0 != "]" }
        isNeeded =
          words.map { $0.split(separator: " ").contains { contains($0, in: &page) } } ?? true
      }
      if isNeeded { lines.append(line) }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// Whether a page contains a word, byte for byte.
  private static func contains(_ word: Substring, in page: inout String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first else { return true }
    return page.withUTF8 { page in
      var rest = page[...]
      while let start = rest.firstIndex(of: first) {
        rest = rest[start...]
        if rest.starts(with: word) { return true }
        rest = rest.dropFirst()
      }
      return false
    }
  }

  /// Returns `css` without comments and insignificant spaces.
  ///
  /// Strings in `css` contain neither `/*` nor runs of spaces.
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
        // A space before these characters is insignificant.
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
