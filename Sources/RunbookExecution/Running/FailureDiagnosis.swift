import CKernel
import Foundation
internal import RunbookDocument
internal import RunbookOutput

/// Says why a cell's process ended before the cell did.
struct FailureDiagnosis {
  var positions: PositionMap
  var symbolizer: Symbolizer
  private var places: CellPlaces { positions.places }

  init(positions: PositionMap, symbolizer: Symbolizer) {
    self.positions = positions
    self.symbolizer = symbolizer
  }

  /// - Parameters:
  ///   - signal: the signal the process announced before it died.
  ///   - message: the last message of the Swift runtime.
  func crash(signal: Int32, frames: [ck_frame], message: FatalError?) -> Failure {
    let thrown = message?.isThrown ?? false
    let trace = symbolizer.trace(frames.filter { thrown ? $0.thrown == 1 : $0.thrown == 0 })
    let (authorsFrames, column) = authorsFrames(of: trace)
    var text = message?.text ?? trace.failedCheck ?? Self.words(forSignal: signal)
    if thrown { text = "threw " + text }
    text = readable(text)
    if signal == SIGSEGV, Self.isEndless(authorsFrames),
      let function = authorsFrames.first?.function
    {
      text = "the stack overflowed: endless recursion in \(function)"
      return Failure(
        reason: .trap, message: text, line: authorsFrames.first?.line,
        column: column, file: authorsFrames.first?.file, frames: Array(authorsFrames.prefix(3)))
    }
    return Failure(
      reason: thrown ? .thrown : .trap, message: text, line: authorsFrames.first?.line,
      column: column, file: authorsFrames.first?.file, frames: authorsFrames)
  }

  /// The frames of a trace in the author's lines, and the author's column in the first.
  private func authorsFrames(
    of trace: Symbolizer.Trace
  ) -> (frames: [Failure.Frame], column: Int?) {
    let column = trace.places.first.flatMap { frame in
      frame.column > 0
        ? positions.authorPlace(
          of: GeneratedPosition(frame.unit, line: frame.line, column: frame.column)
        ).column : nil
    }
    let frames = trace.places.map { frame in
      let place = places.place(frame.unit, line: frame.line)
      return Failure.Frame(
        function: frame.function, line: place.line, file: places.recordedFile(of: place))
    }
    return (frames, column)
  }

  /// The runtime's words without its own stack and the names of cells' modules.
  private func readable(_ message: String) -> String {
    var text = message
    if let stack = text.range(of: "\nCurrent stack trace:") {
      text = String(text[..<stack.lowerBound])
    }
    return places.translate(text).replacing(/\bC[0-9]+\./, with: "")
  }

  /// - Parameters:
  ///   - status: how the process ended, as `waitpid` tells it.
  ///   - frames: the stack where the process said that it would exit; empty if it did not.
  func exit(status: Int32, frames: [ck_frame]) -> Failure {
    if status & 0x7f == 0 {
      let stack = authorsFrames(of: symbolizer.trace(frames))
      return Failure(
        reason: .exit,
        message:
          "the cell called exit(\(status >> 8 & 0xff)); a cell ends by reaching its last line",
        line: stack.frames.first?.line, column: stack.column, file: stack.frames.first?.file,
        frames: stack.frames)
    }
    return Failure(
      reason: .signal,
      message: "the cell's process was killed by signal \(status & 0x7f), "
        + String(cString: strsignal(status & 0x7f)).lowercased())
  }

  private static func isEndless(_ frames: [Failure.Frame]) -> Bool {
    guard let first = frames.first, frames.count > 20 else { return false }
    return frames.count(where: { $0.function == first.function }) > 10
  }

  private static func words(forSignal signal: Int32) -> String {
    switch signal {
    case SIGILL, SIGTRAP: "the program stopped itself: a broken precondition, an overflow or a nil"
    case SIGSEGV, SIGBUS: "the program touched memory that is not its own"
    case SIGFPE: "an arithmetic operation has no result"
    case SIGABRT: "the program aborted"
    default: "the program died of signal \(signal)"
    }
  }
}
