internal import Glibc

/// The names under which a preview may be asked for.
///
/// A page of another site can make its own name lead to this machine and then read the preview as if
/// it were its own (DNS rebinding). It cannot do so with a numeric address or this machine's name.
struct PreviewHosts {
  private let isLocal: Bool
  private let ownNames: Set<String>

  /// - Parameter host: the address that is served at.
  init(serving host: String) {
    isLocal = Self.local.contains(host)
    var name = [CChar](repeating: 0, count: 256)
    let known = gethostname(&name, name.count - 1) == 0
    let text = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    ownNames = known && !text.isEmpty ? [text.lowercased(), text.lowercased() + ".local"] : []
  }

  private static let local: Set<String> = ["127.0.0.1", "localhost", "::1"]

  /// Whether the value of a `Host` field names this preview. Any port is accepted, since the page may
  /// be asked for through a forwarded one.
  func accepts(_ value: String) -> Bool {
    guard let name = Self.name(in: value) else { return false }
    if Self.local.contains(name) { return true }
    return !isLocal && (ownNames.contains(name) || Self.isNumeric(name))
  }

  /// The host in `host`, `host:port`, `[address]` or `[address]:port`.
  private static func name(in value: String) -> String? {
    if value.hasPrefix("[") {
      guard let end = value.firstIndex(of: "]"), isPort(value[value.index(after: end)...]) else {
        return nil
      }
      let address = String(value[..<end].dropFirst())
      return isAddress(address, AF_INET6) ? address.lowercased() : nil
    }
    let name = value.prefix { $0 != ":" }
    return name.isEmpty || !isPort(value[name.endIndex...]) ? nil : name.lowercased()
  }

  /// Whether `text` is empty or a colon and a port.
  private static func isPort(_ text: Substring) -> Bool {
    guard !text.isEmpty else { return true }
    let digits = text.dropFirst()
    return text.hasPrefix(":") && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
      && UInt16(digits) != nil
  }

  private static func isNumeric(_ name: String) -> Bool {
    isAddress(name, AF_INET) || isAddress(name, AF_INET6)
  }

  private static func isAddress(_ text: String, _ family: Int32) -> Bool {
    var address = in6_addr()
    return inet_pton(family, text, &address) == 1
  }
}
