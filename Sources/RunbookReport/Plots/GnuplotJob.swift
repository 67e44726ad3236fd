internal import CGnuplot
internal import Glibc

/// One gnuplot process, from its commands to its two drawings.
final class GnuplotJob {
  /// A part of what gnuplot reads.
  enum Piece: Hashable, Sendable {
    case commands(String)
    /// The words that announce `values`, `columns` numbers a row, as inline binary data.
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

  /// Whether `finish` would return at once.
  var isFinished: Bool { cgnuplot_is_finished(job) != 0 }

  /// Waits for the process and returns what it wrote to the file descriptors 3 and 4.
  ///
  /// - Parameter limit: seconds since the start after which the process is killed.
  /// - Throws: `FigureError` with gnuplot's own words if it failed, was late, or drew nothing.
  func finish(limit: Double) throws(FigureError) -> (svg: [UInt8], png: [UInt8]) {
    var result = cgnuplot_result()
    cgnuplot_finish(job, CInt(limit * 1000), &result)
    defer { cgnuplot_free_result(&result) }
    let messages = result.messages.map { String(cString: $0) } ?? ""
    switch result.outcome {
    case CGNUPLOT_NOT_STARTED:
      throw FigureError(
        message: "gnuplot cannot be started (\(path): \(Self.words(result.code))); "
          + "install the Debian package gnuplot-nox")
    case CGNUPLOT_TIMED_OUT:
      throw error("gnuplot was stopped after \(Self.seconds(limit)) s", messages)
    case CGNUPLOT_KILLED:
      throw error("gnuplot was ended by signal \(result.code)", messages)
    default:
      break
    }
    guard result.code == 0 else {
      throw error("gnuplot failed with status \(result.code)", messages)
    }
    let svg = Self.bytes(result.drawings.0, result.lengths.0)
    let png = Self.bytes(result.drawings.1, result.lengths.1)
    guard !svg.isEmpty, !png.isEmpty else {
      throw error("gnuplot ended well but drew nothing", messages)
    }
    return (svg, png)
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
