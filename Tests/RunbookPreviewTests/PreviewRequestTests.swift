import Foundation
import RunbookPreview
import Testing

/// Requests that are too long, too many or not for this server.
@Suite struct PreviewRequestTests {
  private let server = PreviewServer()
  private let address: PreviewServer.Address

  init() throws {
    address = try server.start(host: "127.0.0.1", ports: [0])
    server.publish(page: "<body>page</body>")
  }

  private func status(_ request: String) async throws -> Int? {
    try await timedStatus(request).status
  }

  /// The status of the answer, and how long it took, without the time that this test waits for others.
  private func timedStatus(_ request: String) async throws -> (status: Int?, time: Duration) {
    let clock = ContinuousClock.now
    let connection = try Connection(address, request: request)
    let sent = ContinuousClock.now - clock
    let (text, time) = await connection.timedReadAll()
    return (text.hasPrefix("HTTP/1.1 ") ? Int(text.dropFirst(9).prefix(3)) : nil, sent + time)
  }

  private var host: String { "Host: 127.0.0.1:\(address.port)\r\n" }

  private func serves() async throws -> Bool {
    try await status("GET / HTTP/1.1\r\n\(host)\r\n") == 200
  }

  @Test("long lines and heads are refused soon, and the next request is answered")
  func longRequests() async throws {
    let long = String(repeating: "a", count: 200_000)
    let fields = (0..<101).map { "X-\($0): a\r\n" }.joined()
    let endless = String(repeating: "a", count: 10 << 20)
    var total = Duration.zero
    for (request, status) in [
      ("GET /\(long) HTTP/1.1\r\n\(host)\r\n", 414),
      ("GET / HTTP/1.1\r\n\(host)X-A: \(long)\r\n\r\n", 431),
      ("GET / HTTP/1.1\r\n\(host)\(fields)\r\n", 431), ("GET /\(endless)", 414),
    ] {
      let answer = try await timedStatus(request)
      #expect(answer.status == status)
      total += answer.time
    }
    #expect(total < .seconds(20))
    #expect(try await serves())
    server.stop()
  }

  @Test(
    "requests that can be understood differently are refused",
    arguments: [
      "GET / HTTP/1.1\n", "GET  / HTTP/1.1\r\n", "GET / HTTP/2.0\r\n", "GET /\r\n", "\r\n",
      "G(T / HTTP/1.1\r\n", "GET a HTTP/1.1\r\n", "GET http://a/ HTTP/1.1\r\n",
      "GET / HTTP/1.1\r\nHost : a\r\n", "GET / HTTP/1.1\r\n folded: a\r\n",
      "GET / HTTP/1.1\r\nX: a\u{0}b\r\n", "GET / HTTP/1.1\r\nX: a\rb\r\n",
      "GET /\u{E9} HTTP/1.1\r\n",
    ])
  func malformed(_ start: String) async throws {
    #expect(try await status(start + host + "\r\n") == 400)
    server.stop()
  }

  @Test(
    "only names of this machine are answered to",
    arguments: [
      ("Host: 127.0.0.1:PORT\r\n", 200), ("Host: localhost:PORT\r\n", 200),
      ("host:LOCALHOST\r\n", 200), ("Host: [::1]:9000\r\n", 200), ("Host: 127.0.0.1\r\n", 200),
      ("", 400), ("Host: 127.0.0.1\r\nHost: evil.example\r\n", 400), ("Host:\r\n", 403),
      ("Host: 127.0.0.1:evil.com\r\n", 403), ("Host: [127.0.0.1]evil\r\n", 403),
      ("Host: evil.com:PORT\r\n", 403), ("Host: 127.0.0.1:\r\n", 403),
      ("Host: 127.0.0.1:99999\r\n", 403), ("Host: 127.0.0.1.evil.com\r\n", 403),
      ("Host: localhost@evil.com\r\n", 403), ("Host: [::1\r\n", 403), ("Host: 10.0.0.1\r\n", 403),
    ])
  func hosts(_ fields: String, _ expected: Int) async throws {
    let fields = fields.replacing("PORT", with: "\(address.port)")
    #expect(try await status("GET / HTTP/1.1\r\n\(fields)\r\n") == expected)
    #expect(try await status("GET / HTTP/1.0\r\n\(fields)\r\n") == expected)
    server.stop()
  }

  @Test("a preview for the whole network answers to addresses, not to names of others")
  func network() async throws {
    let server = PreviewServer()
    let address = try server.start(host: "0.0.0.0", ports: [0])
    for (host, expected) in [
      ("192.168.1.7:\(address.port)", "200"), ("[fe80::1]:80", "200"), ("evil.example", "403"),
    ] {
      let text = try await Connection(address, "/", host: host).readAll()
      #expect(text.hasPrefix("HTTP/1.1 \(expected)"), "\(host)")
    }
    server.stop()
    self.server.stop()
  }

  @Test("HEAD is answered as GET without the page, and nothing can be sent")
  func methods() async throws {
    let get = try await Connection(address, request: "GET / HTTP/1.1\r\n\(host)\r\n").readAll()
    let head = try await Connection(address, request: "HEAD / HTTP/1.1\r\n\(host)\r\n").readAll()
    #expect(head.hasSuffix("\r\n\r\n") && get.hasPrefix(head))
    #expect(
      try await Connection(address, request: "HEAD /-/events HTTP/1.1\r\n\(host)\r\n").readAll()
        .hasSuffix("\r\n\r\n"))
    #expect(try await status("POST / HTTP/1.1\r\n\(host)\r\n") == 405)
    #expect(try await status("GET / HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nabcde") == 413)
    #expect(try await status("GET / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n") == 413)
    server.stop()
  }

  @Test("connections that say nothing do not keep others out")
  func idleConnections() async throws {
    var idle = try (0..<100).map { _ in try Connection(address, request: "") }
    #expect(try await serves())
    idle.removeAll()
    #expect(try await serves())
    server.stop()
  }
}
