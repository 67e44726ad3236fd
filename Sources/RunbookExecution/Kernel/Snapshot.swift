import CKernel
import Glibc

/// A state of a notebook, after one of its cells, held by a process that waits.
final class Snapshot {
  /// How a snapshot came about: the state before, and the cell that was run on it.
  struct Origin {
    var base: Snapshot
    var artifact: CompiledCell
  }

  /// Where the process takes requests; -1 once closed.
  private var channel: Int32
  /// The process that holds the state; another one after each cell that is run on it.
  private var process: pid_t
  /// The first process, which learns how all others end; `nil` for itself.
  private let root: Snapshot?
  /// Of a state with threads, how to make it again. The other half of such a state would be missing
  /// from a copy, so the next cell takes the state itself, and it is gone when that cell fails.
  let origin: Origin?
  var hasThreads: Bool { origin != nil }
  /// Whether a cell has taken the state along, which happens to a state with threads only.
  var isSpent: Bool { channel < 0 }

  /// The state before all cells.
  init(root channel: Int32, process: pid_t) {
    self.channel = channel
    self.process = process
    root = nil
    origin = nil
  }

  /// - Parameter origin: how to make the state again, if the last cell left threads behind.
  init(channel: Int32, process: pid_t, root: Snapshot, origin: Origin?) {
    self.channel = channel
    self.process = process
    self.root = root
    self.origin = origin
  }

  /// Closes the channel, upon which the process ends.
  deinit {
    guard channel >= 0 else { return }
    close(channel)
    root?.forget(process)
  }

  /// Runs a compiled cell on top of this state, which stays unless it has threads.
  ///
  /// - Parameter memoryLimit: bytes of data beyond which the cell gets no more memory; 0 for no limit.
  func run(_ artifact: CompiledCell, memoryLimit: Int) throws -> RunningCell {
    let output = try CapturedStream("stdout")
    let errors = try CapturedStream("stderr")
    var request = ck_request()
    request.kind = UInt32(ck_request_run)
    request.mode = UInt32(root == nil ? ck_mode_child : hasThreads ? ck_mode_alone : ck_mode_copy)
    request.cell = UInt32(artifact.cell)
    request.memory_limit = UInt64(memoryLimit)
    guard copy(artifact.library, into: &request.library),
      copy(artifact.entryPoint, into: &request.entry)
    else {
      throw ExecutionError(.file, "the path \(artifact.library) is too long for the kernel")
    }
    var pair: [Int32] = [-1, -1]
    if !hasThreads {
      guard ck_socket_pair(&pair) == 0 else { throw Self.lost() }
    }
    defer { if pair[1] >= 0 { close(pair[1]) } }
    let descriptors = [output.descriptor, errors.descriptor, pair[1]]
    let other: Int32
    let started = ck_ticks_since_boot()
    do {
      guard ck_send_request(channel, &request, descriptors, hasThreads ? 2 : 3) == 0 else {
        throw Self.lost()
      }
      other = try answer()
      guard other > 0 else {
        throw ExecutionError(.process, "cannot fork the kernel: \(systemError(-other))")
      }
    } catch {
      if pair[0] >= 0 { close(pair[0]) }
      throw error
    }
    // The root's child runs the cell; any other process runs it itself and leaves its state to a copy.
    var running = (channel: pair[0], process: other)
    if root != nil {
      running = (channel, process)
      (channel, process) = (pair[0], other)
    }
    return RunningCell(
      channel: running.channel, process: running.process,
      origin: Origin(base: self, artifact: artifact), root: root ?? self,
      keeper: root == nil || hasThreads ? 0 : other, started: started, output: output,
      errors: errors)
  }

  /// Ends a process of the notebook, if it has not ended, and those that it has started; asked of the
  /// root.
  ///
  /// - Parameters:
  ///   - start: when the cell started that the process runs.
  ///   - keeper: a process that started later and holds a state; 0 for none.
  /// - Returns: how the process ended, as `waitpid` tells it, or a negative error number.
  func end(_ child: pid_t, since start: UInt64, keeping keeper: pid_t) throws -> Int32 {
    var request = ck_request()
    request.kind = UInt32(ck_request_end)
    request.pid = child
    request.since = start
    request.keep = keeper
    guard ck_send_request(channel, &request, nil, 0) == 0 else { throw Self.lost() }
    return try answer()
  }

  /// Tells the root that a process will end, and that nobody asks how.
  func forget(_ child: pid_t) {
    var request = ck_request()
    request.kind = UInt32(ck_request_forget)
    request.pid = child
    _ = ck_send_request(channel, &request, nil, 0)
  }

  /// Whether the process that holds the state is there.
  var isReachable: Bool {
    guard channel >= 0 else { return false }
    var state = pollfd(fd: channel, events: 0, revents: 0)
    return poll(&state, 1, 0) == 0
  }

  /// Closes the channel of the root, upon which it ends all processes of the notebook.
  func shutDown() {
    guard channel >= 0 else { return }
    shutdown(channel, Int32(SHUT_RDWR))
  }

  /// How long a process may take to answer, in milliseconds. A state is copied within a second.
  private static let patience: Int32 = 60_000

  private func answer() throws -> Int32 {
    var reply = ck_answer()
    var got = 0
    while got < MemoryLayout<ck_answer>.size {
      var waiting = pollfd(fd: channel, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, Self.patience)
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else { throw Self.lost() }
      let count = withUnsafeMutableBytes(of: &reply) {
        read(channel, $0.baseAddress! + got, $0.count - got)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Self.lost() }
      got += count
    }
    return reply.value
  }

  private func copy<Buffer>(_ text: String, into buffer: inout Buffer) -> Bool {
    withUnsafeMutableBytes(of: &buffer) { bytes in
      let source = Array(text.utf8) + [0]
      guard source.count <= bytes.count else { return false }
      bytes.copyBytes(from: source)
      return true
    }
  }

  private static func lost() -> ExecutionError {
    ExecutionError(.process, "the kernel process is gone; run the notebook again")
  }
}
