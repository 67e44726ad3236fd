internal import RunbookDocument

/// The parts of the address of a link.
struct LinkParts {
  /// Whether the address has a scheme or a host.
  let isAbsolute: Bool
  /// Decoded.
  let path: String
  /// With its `?`; empty if there is none.
  let query: String
  /// Decoded, without `#`.
  let fragment: String
  /// As written, with its `#`.
  let writtenFragment: String

  init(_ address: String) {
    isAbsolute = LinkAddress.scheme(of: address) != nil || address.hasPrefix("//")
    let hash = address.firstIndex(of: "#") ?? address.endIndex
    let front = address[..<hash]
    let mark = front.firstIndex(of: "?") ?? front.endIndex
    path = LinkAddress.decodingPercent(String(front[..<mark]))
    query = String(front[mark...])
    writtenFragment = String(address[hash...])
    fragment = LinkAddress.decodingPercent(String(writtenFragment.dropFirst()))
  }
}
