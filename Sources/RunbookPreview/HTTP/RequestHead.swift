/// The first line and the headers of an HTTP request, as far as a preview needs them.
///
/// The reader is strict: whatever two readers could understand differently is refused.
///
/// Source: R. Fielding and others, HTTP/1.1, RFC 9112, sections 2 to 6.
struct RequestHead: Hashable {
  var method: String
  /// The path without the query, not decoded.
  var path: String
  /// The value of the only `Host` field.
  var host: String

  /// The most bytes of the first line.
  static let longestLine = 8_192
  /// The most bytes of the first line and all headers.
  static let longest = 16_384
  static let mostFields = 100

  /// The reason why a request is not answered.
  enum Refusal: Error, Hashable {
    case lineTooLong, headTooLong, malformed
    /// The request has a body, which no page of a preview takes.
    case hasContent
  }

  /// Looks for the end of the head in the bytes received so far.
  ///
  /// - Parameters:
  ///   - bytes: all bytes of the request so far.
  ///   - known: how many of them were looked at before.
  /// - Returns: the number of bytes of the head, `nil` while it is not complete.
  /// - Throws: `Refusal` once it is longer than the limits.
  static func end(in bytes: [UInt8], after known: Int) throws(Refusal) -> Int? {
    var at = max(known - 3, 0)
    while at + 4 <= bytes.count {
      if bytes[at] == 13, bytes[at + 1] == 10, bytes[at + 2] == 13, bytes[at + 3] == 10 {
        let line = bytes.firstIndex(of: 10) ?? 0
        guard line <= longestLine else { throw .lineTooLong }
        guard at + 4 <= longest else { throw .headTooLong }
        return at + 4
      }
      at += 1
    }
    if bytes.count > longestLine, !bytes.prefix(longestLine).contains(10) { throw .lineTooLong }
    if bytes.count > longest { throw .headTooLong }
    return nil
  }

  /// Reads a complete head.
  init(_ bytes: some Collection<UInt8>) throws(Refusal) {
    let text = String(decoding: bytes, as: UTF8.self)
    // Swift takes a carriage return with its newline for one character.
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    guard lines.suffix(2) == ["", ""] else { throw .malformed }
    lines.removeLast(2)
    guard let first = lines.first, lines.allSatisfy(Self.isPrintable) else { throw .malformed }
    (method, path) = try Self.requestLine(first)
    let fields = lines.dropFirst()
    guard fields.count <= Self.mostFields else { throw .headTooLong }
    var hosts: [String] = []
    for field in fields {
      let (name, value) = try Self.field(field)
      switch name {
      case "host": hosts.append(value)
      case "transfer-encoding": throw .hasContent
      case "content-length" where value != "0": throw .hasContent
      default: break
      }
    }
    guard hosts.count == 1 else { throw .malformed }
    host = hosts[0]
  }

  private static func requestLine(
    _ line: Substring
  ) throws(Refusal) -> (method: String, path: String) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, isToken(parts[0]), parts[1].hasPrefix("/"),
      parts[1].utf8.allSatisfy({ (0x21..<0x7F).contains($0) }),
      parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0"
    else { throw .malformed }
    return (String(parts[0]), String(parts[1].prefix { $0 != "?" }))
  }

  private static func field(_ line: Substring) throws(Refusal) -> (name: String, value: String) {
    // A line that begins with a blank would continue the one before.
    guard let colon = line.firstIndex(of: ":"), isToken(line[..<colon]) else { throw .malformed }
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let value = line[line.index(after: colon)...].drop(while: isBlank)
    return (
      line[..<colon].lowercased(), String(value.reversed().drop(while: isBlank).reversed())
    )
  }

  private static func isPrintable(_ line: Substring) -> Bool {
    line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  private static func isToken(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
