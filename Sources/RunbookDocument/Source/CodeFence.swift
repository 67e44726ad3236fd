/// The fence of a code block, read only so far as needed to know which lines are code.
struct CodeFence {
  private var character: UInt8
  private var length: Int
  /// The number of markers of quotations before it.
  private var quotations: Int
  /// Whether the first word after the fence is `swift`.
  let isSwift: Bool

  init?(openedBy line: ArraySlice<UInt8>) {
    let body = Self.body(of: line)
    guard let first = body.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return nil
    }
    character = first
    quotations = Self.quotations(before: body, in: line)
    length = body.prefix { $0 == first }.count
    guard length >= 3 else { return nil }
    let info = body.dropFirst(length)
    if first == UInt8(ascii: "`"), info.contains(first) { return nil }
    let word = info.drop { " \t{".utf8.contains($0) }.prefix { !" \t}".utf8.contains($0) }
    isSwift = word.elementsEqual("swift".utf8)
  }

  func isClosed(by line: ArraySlice<UInt8>) -> Bool {
    let body = Self.body(of: line)
    // In code outside a quotation, `>` before a fence is code.
    return body.prefix { $0 == character }.count >= length
      && Self.quotations(before: body, in: line) <= quotations
      && body.drop { $0 == character }.allSatisfy {
        $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
      }
  }

  private static func quotations(
    before body: ArraySlice<UInt8>, in line: ArraySlice<UInt8>
  ) -> Int {
    line[..<body.startIndex].count { $0 == UInt8(ascii: ">") }
  }

  /// The line without the markers of lists and quotations before it.
  private static func body(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ">") }
  }
}
