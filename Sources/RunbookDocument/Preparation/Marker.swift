/// A node that a dialect writes in a way unknown to the Markdown parser.
///
/// For the parser it is an HTML comment with a number, which `TreeBuilder` replaces by the node.
enum Marker {
  /// The beginning of a division; the blocks up to its `close` are its content.
  case open(DivisionOpening)
  /// The end of the division that the marker with this number began; `nil` if there is none.
  case close(Int?)
  /// The end of the innermost open division.
  case closeInnermost
  /// A tag in a line of its own; the lines below are Markdown.
  case tag(String)
  /// Attributes of what stands before them.
  case attributes(Attributes)

  /// The line that the marker replaces.
  var sign: String {
    switch self {
    case .open(let opening): opening.sign
    case .close, .closeInnermost: ":::"
    case .tag(let html): html
    case .attributes(let attributes): attributes.source
    }
  }

  private static let opening = Array("<!--\u{F8FE}".utf8)
  private static let closing = Array("-->".utf8)

  /// The comment that the parser reads.
  static func text(number: Int) -> String { "<!--\u{F8FE}\(number)-->" }

  /// The number of the marker that an HTML block or a tag consists of; `nil` for other HTML.
  static func number(in html: some Collection<UInt8>) -> Int? {
    var bytes = Array(html).drop { $0 == UInt8(ascii: " ") }
    guard bytes.starts(with: opening) else { return nil }
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: " ") {
      bytes.removeLast()
    }
    guard bytes.suffix(closing.count).elementsEqual(closing) else { return nil }
    let digits = bytes.dropFirst(opening.count).dropLast(closing.count)
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
