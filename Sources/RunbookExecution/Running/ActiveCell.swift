import CKernel
import Glibc
internal import RunbookDocument
internal import RunbookOutput

/// A cell while it runs: the messages of its process, and the limits that it must keep.
struct ActiveCell {
  let cell: Cell
  let process: RunningCell
  private(set) var transcript: CellTranscript
  /// How many threads the cell left behind, once it ran to its end.
  private(set) var remainingThreads: Int?
  /// The signal that the process is about to die of, and the stack there.
  private(set) var crash: (signal: Int32, frames: [ck_frame])?
  /// The stack where the cell ends its process.
  private(set) var exitFrames: [ck_frame] = []
  /// Bytes of displayed data so far.
  private var displayed = 0
  /// Why the cell was stopped by us, or could not be loaded.
  private(set) var failure: Failure?
  private let places: CellPlaces
  private let limits: ExecutionLimits
  /// In seconds.
  private let timeLimit: Double
  private let started = monotonicSeconds()

  init(
    _ cell: Cell, _ process: RunningCell, places: CellPlaces, limits: ExecutionLimits,
    timeLimit: Double
  ) {
    self.cell = cell
    self.process = process
    self.places = places
    self.limits = limits
    self.timeLimit = timeLimit
    transcript = CellTranscript(process, places: places)
  }

  var seconds: Double { monotonicSeconds() - started }

  /// Takes the messages of the cell; returns whether its process has ended.
  mutating func receive(progress: (CellProgress) -> Void) -> Bool {
    let (messages, ended) = process.receive()
    checkOutput()
    for message in messages where failure == nil {
      switch message.content {
      case .finished(let threads): remainingThreads = threads
      case .crashed(let signal, let frames): crash = (signal, frames)
      case .exited(let frames): exitFrames = frames
      case .unloadable(let reason):
        failure = failure(.system, "the compiled cell cannot be loaded: \(reason)")
      case .output(let json), .inline(let json):
        displayed += json.count
        add(message, progress)
      case .progress: add(message, progress)
      case .malformed: failure = malformed
      }
    }
    checkOutput()
    return ended
  }

  private mutating func add(_ message: KernelMessage, _ progress: (CellProgress) -> Void) {
    do {
      if let value = try transcript.add(message) { progress(value) }
    } catch {
      failure = malformed
    }
  }

  private var malformed: Failure {
    failure(
      .system,
      "the cell's process sent a message that cannot be read; a cell must not write to file "
        + "descriptors that are not its own")
  }

  /// Kills the cell if it goes beyond a limit.
  mutating func enforceLimits() {
    guard remainingThreads == nil, failure == nil else { return }
    if seconds > timeLimit {
      let limit = timeLimit == timeLimit.rounded() ? "\(Int(timeLimit))" : "\(timeLimit)"
      failure = failure(
        .timeLimit,
        "the cell ran longer than its limit of \(limit) s; raise it with "
          + "'//| timeout: SECONDS' or make the work smaller")
    } else if process.residentMemory > limits.memory {
      failure = failure(
        .memoryLimit,
        "the cell took more than \(limits.memory >> 20) MiB of memory; work on smaller pieces")
    } else {
      checkOutput()
    }
    if failure != nil { process.kill() }
  }

  /// How much of the text of a cell that printed too much is kept, in bytes per stream.
  private static let keptOfTooMuch = 16_384

  /// Takes the rest of the cell's text, once it has ended.
  mutating func finishTranscript() {
    if remainingThreads != nil, failure == nil { checkOutput() }
    let isCut = failure.map { $0.reason != .system } ?? false
    transcript.finish(limit: isCut ? Self.keptOfTooMuch : limits.output)
  }

  /// The last words of the Swift runtime, which are not the cell's own output.
  mutating func takeFatalError() -> FatalError? { transcript.takeFatalError() }

  private mutating func checkOutput() {
    guard failure == nil else { return }
    // Each stream alone, since a length that a cell forges may be the greatest integer.
    if max(process.output.count, process.errors.count) > limits.output
      || process.output.count + process.errors.count > limits.output
    {
      failure = failure(
        .outputLimit,
        "the cell printed more than \(limits.output >> 20) MiB; print a summary instead")
    } else if displayed + process.pendingBytes > limits.displayed {
      failure = failure(
        .outputLimit,
        "the cell displayed more than \(limits.displayed >> 20) MiB of data; show less of it")
    }
  }

  private func failure(_ reason: Failure.Reason, _ message: String) -> Failure {
    Failure(
      reason: reason, message: message, line: cell.location.line,
      file: places.recordedFile(of: cell.location))
  }
}
