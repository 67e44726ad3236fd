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
  private var buffer: [UInt8] = []
  private var ownsChannel = true

  init(
    channel: Int32, process: pid_t, origin: Snapshot.Origin, root: Snapshot,
    output: CapturedStream, errors: CapturedStream
  ) {
    self.channel = channel
    self.process = process
    self.origin = origin
    self.root = root
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

  /// Returns how the process ended; call it once the channel has ended.
  func exitStatus() throws -> Int32 { try root.reap(process) }

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
