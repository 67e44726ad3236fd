/// `{#label}` after a heading, a formula or a picture.
struct Attributes {
  /// The label without `#`; `nil` if the braces contain something else.
  var label: String?
  /// The text between the braces.
  var content: String
  /// The length of the attributes in bytes, including blanks before them.
  var length: Int
  /// The number of bytes before the brace.
  var offset: Int

  /// The attributes at the beginning of `text`, after optional blanks.
  init?(startOf text: some Collection<UInt8>) {
    let bytes = Array(text.prefix(512))
    guard
      let open = bytes.firstIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }),
      bytes[open] == UInt8(ascii: "{"), bytes.dropFirst(open + 1).first == UInt8(ascii: "#"),
      let close = bytes.firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    self.init(bytes, open: open, close: close)
    length = close + 1
  }

  /// The attributes at the end of `text`, with optional blanks before and after them.
  init?(endOf text: some BidirectionalCollection<UInt8>) {
    let bytes = Array(text)
    var end = bytes.count
    while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    guard end > 0, bytes[end - 1] == UInt8(ascii: "}"),
      let open = bytes[..<end].lastIndex(of: UInt8(ascii: "{")), open + 1 < end,
      bytes[open + 1] == UInt8(ascii: "#")
    else { return nil }
    self.init(bytes, open: open, close: end - 1)
    var start = open
    while start > 0, bytes[start - 1] == UInt8(ascii: " ") { start -= 1 }
    length = bytes.count - start
  }

  private init(_ bytes: [UInt8], open: Int, close: Int) {
    content = String(decoding: bytes[(open + 1)..<close], as: UTF8.self)
    let name = String(content.dropFirst())
    label = Label.isValid(name) ? name : nil
    offset = open
    length = 0
  }
}
