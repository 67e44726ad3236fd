import Foundation
import RunbookPreview
import Testing

@Suite struct PreviewServerTests {
  private let server = PreviewServer()
  private let address: PreviewServer.Address

  init() throws {
    address = try server.start(host: "127.0.0.1", ports: [0])
  }

  @Test("a browser gets the newest page, with a script that knows its version")
  func page() async throws {
    server.publish(page: "<html><body><p>first</p></body></html>")
    server.publish(page: "<html><body><p>둘째</p></body></html>")
    let text = try await Connection(address, "/").readAll()
    #expect(text.hasPrefix("HTTP/1.1 200"))
    #expect(text.contains("<p>둘째</p><script data-version=\"2\">") && !text.contains("<p>first"))
    #expect(text.hasSuffix("</script>\n</body></html>"))
    server.stop()
  }

  @Test("an open page is notified of the run, of its end and of the new page")
  func events() async throws {
    server.publish(page: "<body></body>")
    let connection = try Connection(address, "/-/events")
    #expect(await connection.waits(for: "event: page\ndata: 1\n\nevent: status\ndata: null\n\n"))
    server.tell(PreviewStatus(message: "cell 1 of 2", fraction: 0.5))
    #expect(await connection.waits(for: "\"message\":\"cell 1 of 2\""))
    server.publish(page: "<body>new</body>")
    #expect(await connection.waits(for: "event: page\ndata: 2\n\n"))
    server.stop()
  }

  @Test("every open page is notified, and a closed one does not affect the others")
  func severalPages() async throws {
    let connections = try (0..<5).map { _ in try Connection(address, "/-/events") }
    do {
      let closed = try Connection(address, "/-/events")
      #expect(await closed.waits(for: "event: page"))
    }
    for connection in connections { #expect(await connection.waits(for: "event: page")) }
    for number in 1...3 { server.publish(page: "<body>\(number)</body>") }
    for connection in connections { #expect(await connection.waits(for: "data: 3\n\n")) }
    server.stop()
  }

  @Test("a page of another site whose name resolves to this server gets nothing")
  func foreignHost() async throws {
    server.publish(page: "<body>secret</body>")
    let text = try await Connection(address, "/", host: "evil.example").readAll()
    #expect(text.hasPrefix("HTTP/1.1 403") && !text.contains("secret"))
    #expect(
      try await Connection(address, "/", host: "localhost:1").readAll().hasPrefix("HTTP/1.1 200"))
    server.stop()
  }

  @Test("only the report is served")
  func otherPaths() async throws {
    for path in ["/etc/passwd", "/../Package.swift", "/report.html"] {
      #expect(try await Connection(address, path).readAll().hasPrefix("HTTP/1.1 404"))
    }
    server.stop()
  }

  @Test("a port in use is an error, or the next one is used")
  func takenPort() async throws {
    let other = PreviewServer()
    let refusal = PreviewServer.Refusal(
      host: "127.0.0.1", port: address.port, reason: "the port is in use")
    #expect(
      "\(refusal.diagnostic)"
        == "runbook: error: cannot serve at 127.0.0.1:\(address.port): the port is in use; "
        + "choose another --port or --host")
    #expect(throws: refusal) {
      try other.start(host: "127.0.0.1", ports: [address.port])
    }
    let second = try other.start(host: "127.0.0.1", ports: [address.port, 0])
    #expect(second.port != address.port)
    let stranger = PreviewServer.Refusal(
      host: "nowhere", port: 0, reason: "not an address of this machine")
    #expect(throws: stranger) {
      try PreviewServer().start(host: "nowhere", ports: [0])
    }
    server.stop()
    other.stop()
  }
}
