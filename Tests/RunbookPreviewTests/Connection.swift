import Foundation
import RunbookPreview

/// A connection to a server on this machine, with a request sent.
///
/// It waits on a thread of its own: the server needs those on which tests run.
final class Connection: @unchecked Sendable {
  private let descriptor: Int32
  private(set) var text = ""

  convenience init(
    _ address: PreviewServer.Address, _ path: String, host: String = "127.0.0.1"
  ) throws {
    try self.init(
      address, request: "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
  }

  /// Sends a request as it is, as far as the server takes it.
  init(_ address: PreviewServer.Address, request: String) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = address.port.bigEndian
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      throw PreviewServer.Refusal(host: address.host, port: address.port, reason: "nobody answers")
    }
    // A server that says nothing fails the test; it does not hang it.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var rest = Array(request.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  deinit { close(descriptor) }

  /// Reads until `words` have come; returns whether they have.
  func waits(for words: String) async -> Bool {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: self.reads(to: words)) }
    }
  }

  private func reads(to words: String) -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    while !text.contains(words) {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { return false }
      text += String(decoding: piece[..<count], as: UTF8.self)
    }
    return true
  }

  /// Reads to the end.
  func readAll() async -> String { await timedReadAll().text }

  /// Reads to the end; returns how long that took, too.
  func timedReadAll() async -> (text: String, time: Duration) {
    let time = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let start = ContinuousClock.now
        _ = self.reads(to: "\u{0}")
        continuation.resume(returning: ContinuousClock.now - start)
      }
    }
    return (text, time)
  }
}
