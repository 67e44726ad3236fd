/// Rules for the values of `href` and `src`.
package enum LinkAddress {
  /// Schemes that open something without running code.
  private static let schemes: Set<String> = [
    "http", "https", "mailto", "tel", "ftp", "doi", "urn", "xmpp", "irc",
  ]

  /// The scheme of an address in lower case; `nil` for a relative one.
  package static func scheme(of address: String) -> String? {
    guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = address[..<colon]
    guard let first = scheme.utf8.first, isLetter(first),
      scheme.utf8.allSatisfy({
        isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      })
    else { return nil }
    return scheme.lowercased()
  }

  /// Whether following the address is harmless.
  static func isSafe(_ address: String) -> Bool {
    scheme(of: address).map(schemes.contains) ?? true
  }

  /// The words of a link to `address` whose author gave it none: the name of a note without its
  /// extension, else the whole address.
  static func name(of address: String) -> String {
    guard !isRemote(address), scheme(of: address) == nil else { return address }
    let (path, part) = (address.prefix { $0 != "#" }, address.drop { $0 != "#" }.dropFirst())
    if !part.isEmpty { return decodingPercent(String(part)) }
    let name = path.split(separator: "/").last ?? path
    return decodingPercent(String(name.hasSuffix(".md") ? name.dropLast(3) : name))
  }

  static func isRemote(_ address: String) -> Bool {
    if let scheme = scheme(of: address) { return ["http", "https", "ftp"].contains(scheme) }
    return address.hasPrefix("//")
  }

  /// Whether the address itself contains a picture: `data:image/png;base64,…`.
  static func isPicture(_ address: String) -> Bool {
    let head = address.prefix(30).lowercased()
    return ["png", "jpeg", "gif", "webp", "svg+xml"].contains {
      head.hasPrefix("data:image/\($0);") || head.hasPrefix("data:image/\($0),")
    }
  }

  /// The text with percent escapes such as `%20` decoded, as the file system expects it.
  package static func decodingPercent(_ address: String) -> String {
    guard address.utf8.contains(UInt8(ascii: "%")) else { return address }
    var bytes: [UInt8] = []
    var rest = Array(address.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(digit),
        let low = rest.dropFirst().first.flatMap(digit), high > 0 || low > 0
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? address
  }

  /// An address in an included file as seen from the notebook; other addresses are unchanged.
  ///
  /// Both files are given by the paths at which they are opened.
  static func seen(_ address: String, in file: String, from notebook: String) -> String {
    guard let first = address.first, !"/#?".contains(first), scheme(of: address) == nil else {
      return address
    }
    let folder = NotebookFile.path("", named: file, seenFrom: notebook)
    let encoded = ["%", "#", "?"].reduce(folder) { text, mark in
      text.replacing(mark, with: ["%": "%25", "#": "%23", "?": "%3F"][mark] ?? mark)
    }
    return encoded + (address.hasPrefix("./") ? address.dropFirst(2) : address[...])
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
