import CKernel
import Glibc

/// A process that holds the state of a notebook after one of its cells, and waits.
final class Snapshot {
  /// How a snapshot came about: the state before, and the cell that was run on it.
  struct Origin {
    var base: Snapshot
    var artifact: CellCompiler.Artifact
  }

  /// Where it takes requests; -1 once closed.
  private(set) var channel: Int32
  let process: pid_t
  /// `nil` for the root.
  let origin: Origin?
  /// Whether the cell left threads behind. Their half of the state would be missing from a fork, so the
  /// next cell runs in this very process, and this state is gone when that cell fails.
  let hasThreads: Bool

  init(channel: Int32, process: pid_t, origin: Origin?, hasThreads: Bool = false) {
    self.channel = channel
    self.process = process
    self.origin = origin
    self.hasThreads = hasThreads
  }

  /// The snapshot whose child this process is, which alone can tell how it ended; `nil` for the root.
  private var forker: Snapshot? {
    guard let base = origin?.base else { return nil }
    return base.process == process ? base.forker : base
  }

  /// Closes the channel, upon which the process ends.
  func release() {
    guard channel >= 0 else { return }
    close(channel)
    channel = -1
  }

  deinit { release() }

  /// Runs a compiled cell on top of this state.
  ///
  /// - Parameter memoryLimit: bytes of data beyond which the cell gets no more memory; 0 for no limit.
  func run(_ artifact: CellCompiler.Artifact, memoryLimit: Int) throws -> RunningCell {
    let output = try CapturedStream("stdout")
    let errors = try CapturedStream("stderr")
    var pair: [Int32] = [-1, -1]
    guard ck_socket_pair(&pair) == 0 else { throw Self.lost() }
    defer { close(pair[1]) }
    var request = ck_request()
    request.kind = UInt32(ck_request_run)
    request.in_place = hasThreads ? 1 : 0
    request.cell = UInt32(artifact.cell)
    request.memory_limit = UInt64(memoryLimit)
    guard copy(artifact.library, into: &request.library),
      copy(artifact.entryPoint, into: &request.entry)
    else {
      throw ExecutionError(.file, "the path \(artifact.library) is too long for the kernel")
    }
    let descriptors = [pair[1], output.descriptor, errors.descriptor]
    guard ck_send_request(channel, &request, descriptors, 3) == 0 else { throw Self.lost() }
    let process = try answer()
    guard process > 0 else {
      close(pair[0])
      throw ExecutionError(.process, "cannot fork the kernel: \(systemError(-process))")
    }
    return RunningCell(
      channel: pair[0], process: process, origin: Origin(base: self, artifact: artifact),
      forker: hasThreads ? forker : self, output: output, errors: errors)
  }

  /// Returns how a child of this snapshot ended, as `waitpid` tells it.
  func reap(_ child: pid_t) throws -> Int32 {
    var request = ck_request()
    request.kind = UInt32(ck_request_reap)
    request.pid = child
    guard ck_send_request(channel, &request, nil, 0) == 0 else { throw Self.lost() }
    return try answer()
  }

  private func answer() throws -> Int32 {
    var reply = ck_answer()
    var got = 0
    while got < MemoryLayout<ck_answer>.size {
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
