/// The fence of a code block, read only so far as needed to know which lines are code.
struct CodeFence {
  private var character: UInt8
  private var length: Int
  /// Whether the first word after the fence is `swift`.
  let isSwift: Bool

  init?(openedBy line: ArraySlice<UInt8>) {
    let body = Self.body(of: line)
    guard let first = body.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return nil
    }
    character = first
    length = body.prefix { $0 == first }.count
    guard length >= 3 else { return nil }
    let info = body.dropFirst(length)
    if first == UInt8(ascii: "`"), info.contains(first) { return nil }
    let word = info.drop { " \t{".utf8.contains($0) }.prefix { !" \t}".utf8.contains($0) }
    isSwift = word.elementsEqual("swift".utf8)
  }

  func isClosed(by line: ArraySlice<UInt8>) -> Bool {
    let body = Self.body(of: line)
    return body.prefix { $0 == character }.count >= length
      && body.drop { $0 == character }.allSatisfy {
        $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
      }
  }

  /// The line without the markers of lists and quotations before it.
  private static func body(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ">") }
  }
}
