internal import Glibc
internal import Synchronization

/// The newest page, and the streams of events to the browsers that show it.
final class PreviewFeed: Sendable {
  private struct State {
    var page: [UInt8] = []
    /// Counts pages; a browser learns by it whether its page is still the newest.
    var version = 0
    var status: PreviewStatus?
    /// The events that each stream has still to send.
    var pending: [Int: [UInt8]] = [:]
    var nextListener = 0
    var isClosed = false

    var pageEvent: String { "event: page\ndata: \(version)\n\n" }
    var statusEvent: String { "event: status\ndata: \(PreviewStatus.json(status))\n\n" }
  }

  private let state = Mutex(State())
  private let wakeWriter: Int32
  /// Readable when there are events to send.
  let wakeDescriptor: Int32

  init() {
    var pair: [Int32] = [-1, -1]
    _ = pipe(&pair)
    for descriptor in pair {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    (wakeDescriptor, wakeWriter) = (pair[0], pair[1])
  }

  deinit {
    Glibc.close(wakeDescriptor)
    Glibc.close(wakeWriter)
  }

  /// The newest page; empty before there is one.
  var page: [UInt8] { state.withLock { $0.page } }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  func publish(_ page: String) {
    state.withLock { state in
      state.version += 1
      state.page = Array(LivePage.adding(to: page, version: state.version).utf8)
      Self.send(state.pageEvent, &state)
    }
    wake()
  }

  func tell(_ status: PreviewStatus?) {
    state.withLock { state in
      guard state.status != status else { return }
      state.status = status
      Self.send(state.statusEvent, &state)
    }
    wake()
  }

  /// Begins a stream, with the current page and status; returns its number.
  func listen() -> Int {
    state.withLock { state in
      state.nextListener += 1
      state.pending[state.nextListener] = Array(
        ("retry: 500\n" + state.pageEvent + state.statusEvent).utf8)
      return state.nextListener
    }
  }

  /// Takes the events that a stream has still to send.
  func take(_ listener: Int) -> [UInt8] {
    state.withLock { state in
      guard let events = state.pending[listener] else { return [] }
      state.pending[listener] = []
      return events
    }
  }

  /// Ends a stream.
  func leave(_ listener: Int) { state.withLock { $0.pending[listener] = nil } }

  /// Ends all streams, and the loop that serves them.
  func close() {
    state.withLock { $0.isClosed = true }
    wake()
  }

  /// Notes that the events have been looked at.
  func acknowledge() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(wakeDescriptor, &bytes, bytes.count) > 0 {}
  }

  private func wake() {
    var byte: UInt8 = 1
    // If the pipe is full, the loop will wake up as it is.
    _ = write(wakeWriter, &byte, 1)
  }

  private static func send(_ event: String, _ state: inout State) {
    for listener in state.pending.keys { state.pending[listener]? += Array(event.utf8) }
  }
}
