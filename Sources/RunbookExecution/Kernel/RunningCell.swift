import CKernel
import Glibc

/// A running cell: its process and its output so far.
final class RunningCell {
  /// Readable when a message is there or the process has ended.
  let channel: Int32
  let process: pid_t
  let output: CapturedStream
  let errors: CapturedStream
  private let origin: Snapshot.Origin
  private let root: Snapshot
  /// The process that keeps the state before the cell; 0 if the root does or nothing keeps it.
  private let keeper: pid_t
  /// When the cell started, in the ticks of `ck_ticks_since_boot`.
  private let started: UInt64
  private var buffer: [UInt8] = []
  private var ownsChannel = true

  init(
    channel: Int32, process: pid_t, origin: Snapshot.Origin, root: Snapshot, keeper: pid_t,
    started: UInt64, output: CapturedStream, errors: CapturedStream
  ) {
    self.channel = channel
    self.process = process
    self.origin = origin
    self.root = root
    self.keeper = keeper
    self.started = started
    self.output = output
    self.errors = errors
  }

  deinit {
    guard ownsChannel else { return }
    close(channel)
    root.forget(process)
  }

  /// Reads available messages without waiting for more than one piece.
  ///
  /// - Returns: complete messages, and whether the process has closed its end.
  func receive() -> (messages: [KernelMessage], ended: Bool) {
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    let count = read(channel, &piece, piece.count)
    if count < 0 { return ([], errno != EINTR) }
    buffer += piece[..<count]
    return (KernelMessage.take(from: &buffer), count == 0)
  }

  /// Returns the snapshot that the process has become.
  func becomeSnapshot(hasThreads: Bool) -> Snapshot {
    ownsChannel = false
    return Snapshot(
      channel: channel, process: process, root: root, origin: hasThreads ? origin : nil)
  }

  func kill() { Glibc.kill(process, SIGKILL) }

  /// Ends the processes that the cell has started, and its own if it has not ended yet.
  ///
  /// - Returns: how its own ended, as `waitpid` tells it; `nil` if that is not known, since the root has
  ///   ended too.
  func end() -> Int32? {
    guard let status = try? root.end(process, since: started, keeping: keeper), status >= 0 else {
      return nil
    }
    return status
  }

  /// Bytes of a message that is not complete.
  var pendingBytes: Int { buffer.count }

  /// Whether the process has ended and all that it sent has been received, though a process that it
  /// has started may hold its channel open.
  var hasEnded: Bool {
    guard isGone else { return false }
    // What it sent before its end came after the caller's last look.
    var waiting = pollfd(fd: channel, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) == 0
  }

  private var isGone: Bool {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return errno == ENOENT }
    defer { fclose(file) }
    var text = [UInt8](repeating: 0, count: 512)
    let count = fread(&text, 1, text.count, file)
    guard let bracket = text[..<count].lastIndex(of: UInt8(ascii: ")")), bracket + 2 < count else {
      return false
    }
    return text[bracket + 2] == UInt8(ascii: "Z") || text[bracket + 2] == UInt8(ascii: "X")
  }

  /// Bytes of memory in use by the process.
  var residentMemory: Int {
    guard let file = fopen("/proc/\(process)/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [UInt8](repeating: 0, count: 128)
    let count = fread(&line, 1, line.count, file)
    let fields = line[..<count].split(separator: UInt8(ascii: " "))
    guard fields.count > 1 else { return 0 }
    return (Int(String(decoding: fields[1], as: UTF8.self)) ?? 0) * Int(getpagesize())
  }
}
