internal import Foundation
internal import Synchronization

/// The newest page, and the streams of events to the browsers that show it.
final class PreviewFeed: Sendable {
  /// One browser's stream; its elements are server-sent events.
  typealias Events = AsyncStream<[UInt8]>

  private struct State {
    var page: [UInt8] = []
    /// Counts pages; a browser learns by it whether its page is still the newest.
    var version = 0
    var status: PreviewStatus?
    var listeners: [Int: Events.Continuation] = [:]
    var nextListener = 0
    var isClosed = false

    var pageEvent: String { "event: page\ndata: \(version)\n\n" }
    var statusEvent: String { "event: status\ndata: \(PreviewStatus.json(status))\n\n" }
  }

  private let state = Mutex(State())

  /// The newest page; empty before there is one.
  var page: [UInt8] { state.withLock { $0.page } }

  func publish(_ page: String) {
    state.withLock { state in
      state.version += 1
      state.page = Array(LivePage.adding(to: page, version: state.version).utf8)
      send(state.pageEvent, state)
    }
  }

  func tell(_ status: PreviewStatus?) {
    state.withLock { state in
      guard state.status != status else { return }
      state.status = status
      send(state.statusEvent, state)
    }
  }

  /// Sends a comment to every browser, by which those that have left are noticed.
  func beat() { state.withLock { send(": still here\n\n", $0) } }

  /// Returns a stream that begins with the current page and status.
  func events() -> Events {
    let (stream, continuation) = Events.makeStream(bufferingPolicy: .bufferingNewest(64))
    state.withLock { state in
      guard !state.isClosed else { return continuation.finish() }
      let number = state.nextListener
      state.nextListener += 1
      state.listeners[number] = continuation
      continuation.onTermination = { [weak self] _ in
        _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
      }
      continuation.yield(Array(("retry: 500\n" + state.pageEvent + state.statusEvent).utf8))
    }
    return stream
  }

  /// Ends all streams.
  func close() {
    let listeners = state.withLock { state in
      state.isClosed = true
      return Array(state.listeners.values)
    }
    // Ending a stream calls back, which takes the lock.
    for listener in listeners { listener.finish() }
  }

  private func send(_ event: String, _ state: State) {
    for listener in state.listeners.values { listener.yield(Array(event.utf8)) }
  }
}
