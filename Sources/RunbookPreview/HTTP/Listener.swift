internal import Glibc

/// A socket that browsers connect to; the program that takes the descriptor closes it.
struct Listener {
  let descriptor: Int32
  let port: UInt16

  /// - Parameters:
  ///   - host: a numeric address of this machine.
  ///   - port: 0 for any free one.
  init(host: String, port: UInt16) throws(ListenerError) {
    var (v4, v6) = (sockaddr_in(), sockaddr_in6())
    v4.sin_family = sa_family_t(AF_INET)
    v4.sin_port = port.bigEndian
    v6.sin6_family = sa_family_t(AF_INET6)
    v6.sin6_port = port.bigEndian
    let isV4 = inet_pton(AF_INET, host, &v4.sin_addr) == 1
    guard isV4 || inet_pton(AF_INET6, host, &v6.sin6_addr) == 1 else {
      throw ListenerError(reason: "not an address of this machine")
    }
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let descriptor = socket(isV4 ? AF_INET : AF_INET6, Int32(kind), 0)
    guard descriptor >= 0 else { throw ListenerError(errno) }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    let status = isV4 ? Self.bind(descriptor, &v4) : Self.bind(descriptor, &v6)
    guard status == 0, listen(descriptor, 128) == 0 else {
      let error = ListenerError(errno)
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    // The port has the same place in addresses of both families.
    var found = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let known = withUnsafeMutablePointer(to: &found) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    self.port = known == 0 ? UInt16(bigEndian: found.sin6_port) : port
  }

  private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) -> Int32 {
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }
}

/// Why a port cannot be listened to.
struct ListenerError: Error, Hashable {
  /// The reason in a few words.
  var reason: String

  init(reason: String) { self.reason = reason }

  init(_ number: Int32) {
    reason =
      switch number {
      case EADDRINUSE: "the port is in use"
      case EADDRNOTAVAIL: "not an address of this machine"
      default: String(cString: strerror(number))
      }
  }
}
