internal import FlyingFox
internal import FlyingSocks
internal import Foundation
package import RunbookFiles
internal import Synchronization

/// Serves one report to the browsers of this machine, and tells them when there is a new one.
///
/// `/` is the newest report, with a script that replaces the changed parts of the page; `/-/events` is a
/// stream of server-sent events that the script listens to. Nothing else is served: reports are
/// self-contained.
package final class PreviewServer: Sendable {
  private let feed = PreviewFeed()
  private let task = Mutex<Task<Void, Never>?>(nil)

  package init() {}

  /// Where the page is, once the server listens.
  package struct Address: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: UInt16

    package init(host: String, port: UInt16) {
      self.host = host
      self.port = port
    }

    package var description: String {
      "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
    }
  }

  /// Why no server could be started.
  package struct Refusal: DiagnosticConvertible, Hashable {
    package var host: String
    /// `nil` if any port would have done.
    package var port: UInt16?
    /// The reason in a few words.
    package var reason: String

    package init(host: String, port: UInt16?, reason: String) {
      self.host = host
      self.port = port
      self.reason = reason
    }

    package var diagnostic: Diagnostic {
      Diagnostic(
        path: "runbook",
        message: "cannot serve at \(host)\(port.map { ":\($0)" } ?? ""): \(reason); "
          + "choose another --port or --host")
    }
  }

  /// Begins to listen; returns once browsers can connect. The server works on the threads of Swift's tasks.
  ///
  /// - Parameters:
  ///   - host: an address of this machine, `127.0.0.1` or `localhost`; `0.0.0.0` for the whole network.
  ///   - ports: tried in turn until one is free; 0 is any free one.
  /// - Throws: `Refusal` when there is no free port or no such address.
  package func start(host: String, ports: [UInt16]) async throws(Refusal) -> Address {
    var refusal = Refusal(host: host, port: nil, reason: "no port was named")
    for port in ports {
      switch await listen(host, port) {
      case .success(let port): return Address(host: host, port: port)
      case .failure(let reason): refusal.reason = reason.text
      }
    }
    if ports.count == 1 { refusal.port = ports[0] }
    throw refusal
  }

  /// Shows a new report.
  package func publish(page: String) { feed.publish(page) }

  /// Tells the open pages the progress of a run; `nil` once it has ended.
  package func tell(_ status: PreviewStatus?) { feed.tell(status) }

  /// Ends the server and its connections.
  package func stop() {
    feed.close()
    task.withLock { $0?.cancel() }
  }

  /// Why one port cannot be listened to.
  private struct Reason: Error {
    var text: String
  }

  private func listen(_ host: String, _ port: UInt16) async -> Result<UInt16, Reason> {
    let handler = PreviewHandler(feed: feed, host: host)
    let server: HTTPServer
    do {
      server = try Self.server(host, port, handler)
    } catch {
      return .failure(Reason(text: "not an address of this machine"))
    }
    // Whichever of the two tasks comes first says how it went.
    let (answers, answer) = AsyncStream<Result<UInt16, Reason>>.makeStream()
    let running = Task {
      do {
        try await server.run()
      } catch {
        answer.yield(.failure(Reason(text: Self.words(for: error))))
      }
    }
    let listening = Task {
      try await server.waitUntilListening()
      answer.yield(.success(await server.port ?? port))
    }
    let result = await answers.first { _ in true } ?? .failure(Reason(text: "stopped"))
    listening.cancel()
    if case .success = result {
      task.withLock { $0 = running }
    } else {
      running.cancel()
    }
    return result
  }

  private static func server(
    _ host: String, _ port: UInt16, _ handler: PreviewHandler
  ) throws -> HTTPServer {
    let name = host == "localhost" ? "127.0.0.1" : host
    return name.contains(":")
      ? HTTPServer(
        address: try .inet6(ip6: name, port: port), logger: .disabled, handler: handler)
      : HTTPServer(
        address: try .inet(ip4: name, port: port), logger: .disabled, handler: handler)
  }

  private static func words(for error: any Error) -> String {
    switch error {
    case SocketError.failed(_, let number, _) where number == EADDRINUSE:
      "the port is in use"
    case SocketError.failed(_, let number, _): String(cString: strerror(number))
    default: "not an address of this machine"
    }
  }
}

extension HTTPServer {
  /// The port that the server listens to.
  fileprivate var port: UInt16? {
    switch listeningAddress {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }
}
