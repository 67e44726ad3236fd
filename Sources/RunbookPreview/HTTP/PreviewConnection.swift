internal import Glibc

/// The connection of one browser: its request is read, answered, and then the connection ends, but for
/// a stream of events.
final class PreviewConnection {
  private enum State {
    case reading
    /// Sends what is left of the answer.
    case writing
    /// Sends events until one side ends.
    case streaming(listener: Int)
    /// The answer is sent; what the browser still sends is dropped, as closing at once could take the
    /// answer away from it.
    case draining
    case ended
  }

  let descriptor: Int32
  private let feed: PreviewFeed
  private let hosts: PreviewHosts
  private var state = State.reading
  private var request: [UInt8] = []
  private var answer: [UInt8] = []
  private var sent = 0
  private var drained = 0
  /// The stream that begins once the answer is sent.
  private var listener: Int?
  /// When the connection last came forward, in seconds.
  private(set) var since: Double

  /// How long a request may take to come, an answer to be taken, and the rest to be dropped, in
  /// seconds.
  private static let patience = (reading: 10.0, writing: 30.0, draining: 2.0)
  /// The most that a browser may send after its request.
  private static let mostDrained = 64 << 20
  /// The most that a browser which does not read its events makes us keep.
  private static let mostPending = 1 << 20

  init(_ descriptor: Int32, _ feed: PreviewFeed, _ hosts: PreviewHosts, now: Double) {
    self.descriptor = descriptor
    self.feed = feed
    self.hosts = hosts
    since = now
  }

  deinit { close(descriptor) }

  var hasEnded: Bool { if case .ended = state { true } else { false } }
  /// Whether no answer has begun.
  var isIdle: Bool { if case .reading = state { true } else { false } }
  var isStreaming: Bool { if case .streaming = state { true } else { false } }

  /// The events to wait for.
  var interest: Int16 {
    sent < answer.count ? Int16(POLLIN | POLLOUT) : Int16(POLLIN)
  }

  /// When the connection is given up, if nothing comes forward; `nil` for a stream without anything to
  /// send.
  var deadline: Double? {
    switch state {
    case .reading: since + Self.patience.reading
    case .writing: since + Self.patience.writing
    case .streaming: sent < answer.count ? since + Self.patience.writing : nil
    case .draining: since + Self.patience.draining
    case .ended: since
    }
  }

  /// Gives the connection up; a request that did not come is told so.
  func giveUp(now: Double) {
    guard isIdle, !request.isEmpty else { return end() }
    reply(.text(.requestTimeout, "the request took too long"), hasBody: true, now: now)
  }

  /// Ends the connection at once.
  func end() {
    if let listener { feed.leave(listener) }
    listener = nil
    state = .ended
  }

  /// Takes the events that are new for a stream.
  func update(now: Double) {
    guard case .streaming(let listener) = state else { return }
    if sent == answer.count {
      (answer, sent) = ([], 0)
      since = now
    }
    answer += feed.take(listener)
    guard answer.count - sent <= Self.mostPending else { return end() }
    write(now: now)
  }

  /// Reads and writes as far as possible without waiting.
  func proceed(_ events: Int16, now: Double) {
    if events & Int16(POLLIN | POLLHUP | POLLERR) != 0 { read(now: now) }
    if events & Int16(POLLOUT) != 0 { write(now: now) }
  }

  private func read(now: Double) {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &piece, piece.count, 0)
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else { return end() }
    switch state {
    case .reading:
      let known = request.count
      request += piece[..<count]
      handle(after: known, now: now)
    case .draining:
      drained += count
      if drained > Self.mostDrained { end() }
    // A browser has nothing more to say.
    case .writing, .streaming: drained += count
    case .ended: break
    }
  }

  private func handle(after known: Int, now: Double) {
    do throws(RequestHead.Refusal) {
      guard let end = try RequestHead.end(in: request, after: known) else { return }
      let head = try RequestHead(request[..<end])
      reply(answer(to: head), hasBody: head.method != "HEAD", now: now)
    } catch {
      reply(PreviewAnswer(error), hasBody: true, now: now)
    }
  }

  private func answer(to head: RequestHead) -> PreviewAnswer {
    guard hosts.accepts(head.host) else {
      return .text(.forbidden, "this preview does not answer to that name")
    }
    guard head.method == "GET" || head.method == "HEAD" else {
      return .text(.methodNotAllowed, "a preview can only be read")
    }
    switch head.path {
    case "/": return .content(.ok, type: "text/html; charset=utf-8", feed.page)
    case "/-/events": return .events
    default: return .text(.notFound, "only the report is served here, at /")
    }
  }

  private func reply(_ reply: PreviewAnswer, hasBody: Bool, now: Double) {
    answer = reply.bytes(hasBody: hasBody)
    (request, sent, since) = ([], 0, now)
    state = .writing
    if case .events = reply, hasBody { listener = feed.listen() }
    write(now: now)
  }

  private func write(now: Double) {
    while sent < answer.count {
      let count = answer.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else { return end() }
      sent += count
      since = now
    }
    guard case .writing = state else { return }
    if let listener {
      state = .streaming(listener: listener)
      update(now: now)
    } else {
      state = .draining
      shutdown(descriptor, Int32(SHUT_WR))
    }
  }
}
