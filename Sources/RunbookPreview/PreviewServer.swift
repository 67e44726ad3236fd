internal import Foundation
package import RunbookFiles

/// Serves one report to the browsers of this machine, and tells them when there is a new one.
///
/// Two addresses, only for reading: `/` is the newest report, with a script that replaces the changed parts of the page; `/-/events` is a
/// stream of server-sent events that the script listens to. Nothing else is served: reports are
/// self-contained. Requests are bounded in length, number and time before anything is done with them
/// (`RequestHead`, `PreviewConnection`, `PreviewLoop`).
package final class PreviewServer: Sendable {
  private let feed = PreviewFeed()

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

  /// Begins to listen; browsers can connect once it returns. Requests are answered on a thread of the
  /// server's own.
  ///
  /// - Parameters:
  ///   - host: an address of this machine, `127.0.0.1` or `localhost`; `0.0.0.0` for the whole network.
  ///   - ports: tried in turn until one is free; 0 is any free one.
  /// - Throws: `Refusal` when there is no free port or no such address.
  package func start(host: String, ports: [UInt16]) throws(Refusal) -> Address {
    var refusal = Refusal(host: host, port: nil, reason: "no port was named")
    for port in ports {
      do throws(ListenerError) {
        let listener = try Listener(host: host == "localhost" ? "127.0.0.1" : host, port: port)
        let (feed, hosts, descriptor) = (feed, PreviewHosts(serving: host), listener.descriptor)
        Thread.detachNewThread {
          PreviewLoop(listener: descriptor, feed: feed, hosts: hosts).run()
        }
        return Address(host: host, port: listener.port)
      } catch {
        refusal.reason = error.reason
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
  package func stop() { feed.close() }
}
