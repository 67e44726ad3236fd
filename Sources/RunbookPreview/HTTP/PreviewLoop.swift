internal import Glibc
internal import Synchronization

/// Serves the connections of all browsers on one thread.
///
/// The number of connections is bounded, so that the descriptors suffice for running cells. More
/// browsers wait in the system's queue; if there is no room for long, those that have said nothing, and
/// then the oldest streams, are let go.
final class PreviewLoop {
  private let listener: Int32
  private let feed: PreviewFeed
  private let hosts: PreviewHosts
  private var connections: [PreviewConnection] = []
  private let limit: Int
  /// Until when no connection is accepted, since the system has no descriptor for it.
  private var pause = 0.0

  /// The most connections at once.
  private static let most = 64
  /// The descriptors that running cells and reading files need.
  private static let reserve = 32
  /// How long a connection may say nothing while others wait, in seconds.
  private static let courtesy = 1.0

  init(listener: Int32, feed: PreviewFeed, hosts: PreviewHosts) {
    self.listener = listener
    self.feed = feed
    self.hosts = hosts
    let descriptors = Int(sysconf(Int32(_SC_OPEN_MAX)))
    limit = min(Self.most, max(4, (descriptors - Self.reserve) / 2))
  }

  deinit { close(listener) }

  /// Runs until the feed is closed.
  func run() {
    while !feed.isClosed {
      let now = Self.now
      makeRoom(now: now)
      let isOpen = connections.count < limit && now >= pause
      var waiting = [pollfd(fd: feed.wakeDescriptor, events: Int16(POLLIN), revents: 0)]
      // A negative descriptor is passed over.
      waiting.append(pollfd(fd: isOpen ? listener : -1, events: Int16(POLLIN), revents: 0))
      waiting += connections.map { pollfd(fd: $0.descriptor, events: $0.interest, revents: 0) }
      guard poll(&waiting, nfds_t(waiting.count), timeout(isOpen, now: now)) >= 0 else {
        if errno == EINTR { continue }
        // The system is short of memory; nothing is lost by trying again.
        usleep(100_000)
        continue
      }
      let then = Self.now
      for (connection, found) in zip(connections, waiting.dropFirst(2)) where found.revents != 0 {
        connection.proceed(found.revents, now: then)
      }
      if waiting[0].revents != 0 {
        feed.acknowledge()
        for connection in connections { connection.update(now: then) }
      }
      if waiting[1].revents != 0 { accept(now: then) }
    }
    for connection in connections { connection.end() }
    connections = []
  }

  private func accept(now: Double) {
    while connections.count < limit {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        // Too few descriptors or too little memory: later there may be more.
        if errno != EAGAIN { pause = now + 0.2 }
        return
      }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      connections.append(PreviewConnection(descriptor, feed, hosts, now: now))
    }
  }

  private func makeRoom(now: Double) {
    for connection in connections where connection.deadline.map({ $0 <= now }) ?? false {
      connection.giveUp(now: now)
    }
    if connections.count >= limit || now < pause {
      for connection in connections
      where connection.isIdle && connection.since + Self.courtesy <= now {
        connection.end()
      }
      if connections.count >= limit, connections.allSatisfy(\.isStreaming) {
        connections[0].end()
      }
    }
    connections.removeAll(where: \.hasEnded)
  }

  /// Milliseconds to wait at most.
  private func timeout(_ isOpen: Bool, now: Double) -> Int32 {
    if !isOpen { return 100 }
    guard let first = connections.compactMap(\.deadline).min() else { return -1 }
    return Int32(min(max((first - now) * 1000, 0), 10_000)) + 1
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
