internal import CGnuplot
internal import Glibc
internal import RunbookDrawing

/// One gnuplot process, from its commands to its drawings.
final class GnuplotJob {
  /// A part of gnuplot's input.
  enum Piece: Hashable, Sendable {
    case commands(String)
    /// The command that announces `values`, `columns` numbers per row, as inline binary data.
    case announcement(values: [Double], columns: Int)
    /// The numbers themselves.
    case data(values: [Double], columns: Int)
  }

  private let job: OpaquePointer
  private let path: String

  /// Starts `path` on `input`.
  ///
  /// Does not wait: a program that cannot be started is reported by `finish`.
  init(path: String, input: [Piece]) throws(FigureError) {
    var code: CInt = 0
    guard let job = cgnuplot_create(&code) else {
      throw FigureError(message: "gnuplot's input cannot be kept in memory: \(Self.words(code))")
    }
    self.job = job
    self.path = path
    for piece in input {
      switch piece {
      case .commands(var text):
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) {
            cgnuplot_write(job, $0.baseAddress, $0.count)
          }
        }
      case .announcement(let values, let columns):
        cgnuplot_announce(job, values, values.count / columns, CInt(columns))
      case .data(let values, let columns):
        cgnuplot_send(job, values, values.count / columns, CInt(columns))
      }
    }
    cgnuplot_start(job, path)
  }

  deinit {
    cgnuplot_destroy(job)
  }

  /// Whether a process was started.
  var isStarted: Bool { cgnuplot_is_started(job) != 0 }

  /// The drawings of a process, and the reason why there are no more.
  struct Outcome {
    /// Its standard output.
    var drawings: [UInt8]
    var error: FigureError?
  }

  /// Waits for the process.
  ///
  /// - Parameter limit: seconds since the start after which the process is killed.
  /// - Returns: its drawings; also gnuplot's message if it failed or took too long.
  func finish(limit: Double) -> Outcome {
    var result = cgnuplot_result()
    cgnuplot_finish(job, CInt(limit * 1000), &result)
    defer { cgnuplot_free_result(&result) }
    let messages = result.messages.map { String(cString: $0) } ?? ""
    var outcome = Outcome(drawings: Self.bytes(result.drawings, result.length))
    switch result.outcome {
    case CGNUPLOT_NOT_STARTED:
      outcome.error = FigureError(
        message: "gnuplot cannot be started (\(path): \(Self.words(result.code))); "
          + "install the Debian package gnuplot-nox")
    case CGNUPLOT_TIMED_OUT:
      outcome.error = error("gnuplot was stopped after \(Self.seconds(limit)) s", messages)
    case CGNUPLOT_KILLED:
      outcome.error = error("gnuplot was ended by signal \(result.code)", messages)
    default:
      if result.code != 0 {
        outcome.error = error("gnuplot failed with status \(result.code)", messages)
      }
    }
    return outcome
  }

  private func error(_ summary: String, _ messages: String) -> FigureError {
    let lines = messages.split(whereSeparator: \.isNewline).map { line in
      String(line.drop { $0 == " " || $0 == "\t" })
    }
    let words = lines.filter { !$0.isEmpty && $0 != "^" }.suffix(12)
    return FigureError(
      message: ([words.isEmpty ? summary : summary + ":"] + words).joined(separator: "\n"))
  }

  private static func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> [UInt8] {
    guard let start else { return [] }
    return UnsafeRawBufferPointer(start: start, count: count).map { $0 }
  }

  private static func words(_ code: CInt) -> String {
    String(cString: strerror(code))
  }

  private static func seconds(_ limit: Double) -> String {
    limit == limit.rounded() ? String(Int(limit)) : String(limit)
  }
}
