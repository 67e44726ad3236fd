/// The values of the `class` attributes that occur in pieces of HTML.
struct ClassUsage: Sendable {
  /// Each element's classes; elements of the same classes count once.
  private(set) var elements: Set<Set<Substring>> = []
  private var seen: Set<String> = []

  var isEmpty: Bool { elements.isEmpty }

  /// Takes in the elements of `html`, whose attributes stand in double quotes.
  mutating func add(_ html: String) {
    let marker = Array(" class=\"".utf8)
    var html = html
    html.withUTF8 { bytes in
      var at = 0
      while at + marker.count < bytes.count {
        guard bytes[at] == marker[0], bytes[at..<(at + marker.count)].elementsEqual(marker) else {
          at += 1
          continue
        }
        let start = at + marker.count
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += 1 }
        let value = String(decoding: bytes[start..<end], as: UTF8.self)
        if seen.insert(value).inserted { elements.insert(Set(value.split(separator: " "))) }
        at = end
      }
    }
  }

  /// Whether some element has all of `classes`.
  func contains(_ classes: Set<Substring>) -> Bool {
    classes.isEmpty || elements.contains { classes.isSubset(of: $0) }
  }
}
