/// `{#label}` behind a heading, a formula or a picture.
struct Attributes {
  /// The label without `#`; `nil` if the braces hold something else.
  var label: String?
  /// What stands between the braces.
  var content: String
  /// How many bytes of the text the attributes take, blanks before them included.
  var length: Int
  /// How many bytes come before the brace.
  var offset: Int

  /// The attributes at the beginning of `text`, blanks before them allowed.
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

  /// The attributes at the end of `text`, blanks before and behind them allowed.
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
