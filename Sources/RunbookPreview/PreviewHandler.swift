internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// Answers the requests of browsers.
struct PreviewHandler: HTTPHandler {
  let feed: PreviewFeed
  /// The host that the server was started for.
  let host: String

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard isWelcome(request) else {
      return text(.forbidden, "this preview answers to \(host) only\n")
    }
    guard request.method == .GET || request.method == .HEAD else {
      return text(.methodNotAllowed, "a preview can only be read\n")
    }
    switch request.path {
    case "/":
      return HTTPResponse(
        statusCode: .ok, headers: headers("text/html; charset=utf-8"), body: Data(feed.page))
    case "/-/events":
      return HTTPResponse(
        statusCode: .ok, headers: headers("text/event-stream"),
        body: HTTPBodySequence(from: EventBytes(events: feed.events())))
    default:
      return text(.notFound, "only the report is served here, at /\n")
    }
  }

  /// Whether a request names this machine. Pages of other sites, whose names may lead here too, would
  /// name themselves.
  private func isWelcome(_ request: HTTPRequest) -> Bool {
    guard host == "127.0.0.1" || host == "localhost" || host == "::1" else { return true }
    let asked = request.headers[.host] ?? host
    let name =
      asked.hasPrefix("[") ? asked.prefix { $0 != "]" }.dropFirst() : asked.prefix { $0 != ":" }
    return name == "127.0.0.1" || name == "localhost" || name == "::1"
  }

  private func text(_ code: HTTPStatusCode, _ words: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: code, headers: headers("text/plain; charset=utf-8"), body: Data(words.utf8))
  }

  private func headers(_ type: String) -> HTTPHeaders {
    [.contentType: type, HTTPHeader("Cache-Control"): "no-store"]
  }
}

/// A stream of events as the server sends it.
private struct EventBytes: AsyncBufferedSequence {
  typealias Element = UInt8
  let events: PreviewFeed.Events

  func makeAsyncIterator() -> Iterator { Iterator(events: events.makeAsyncIterator()) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    typealias Element = UInt8
    var events: PreviewFeed.Events.Iterator
    private var rest: ArraySlice<UInt8> = []

    init(events: PreviewFeed.Events.Iterator) { self.events = events }

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
      while rest.isEmpty {
        guard let event = await events.next() else { return nil }
        rest = event[...]
      }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
  }
}
