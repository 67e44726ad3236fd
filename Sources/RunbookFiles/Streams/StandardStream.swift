internal import Glibc

/// Standard output and standard error.
///
/// Writing never fails: a full disk, a closed descriptor or a vanished terminal must not end a run
/// that has results to write elsewhere.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Makes the streams safe to write to; called once, before any file is opened.
  ///
  /// A descriptor that is closed would be the number of the next file, into which messages would go;
  /// it gets the null device. A pipe without a reader is an error instead of a signal.
  package static func prepare() {
    for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one.
      _ = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
    }
    signal(SIGPIPE, SIG_IGN)
  }

  /// Writes all of `bytes`.
  ///
  /// - Returns: whether all could be written; what could not is dropped.
  @discardableResult
  package func write(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        // A terminal that another program has set to answer at once.
        var ready = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        guard poll(&ready, 1, 1000) > 0, ready.revents & Int16(POLLOUT) != 0 else { return false }
      } else if count == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}
