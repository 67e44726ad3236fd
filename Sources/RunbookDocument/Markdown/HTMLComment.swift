/// HTML comments, which are not shown.
package enum HTMLComment {
  /// Whether HTML consists of a single comment.
  package static func isComment(_ bytes: some Collection<UInt8>) -> Bool {
    let bytes = Array(bytes)
    guard bytes.starts(with: "<!--".utf8) else { return false }
    var end = bytes.count
    while end > 0, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: " ") {
      end -= 1
    }
    guard end >= 7, bytes[..<end].suffix(3).elementsEqual("-->".utf8) else { return false }
    // A second `-->` before the end would leave text between the two.
    return !bytes[4..<(end - 3)].indices.contains { bytes[$0..<end - 1].starts(with: "-->".utf8) }
  }
}
