internal import CProcess
internal import Glibc
internal import RunbookFiles

/// graphviz's program `dot`, run on one graph.
///
/// It gets neither the user's environment nor files: a graph that names pictures is drawn without
/// them (`SERVER_NAME` makes graphviz refuse every file).
struct GraphvizProcess {
  /// A graph that could not be drawn.
  struct Failure: Error, Hashable, Sendable {
    var message: String
    /// The line of the graph, from 1, if dot names one.
    var line: Int?
  }

  /// What dot wrote.
  struct Output: Hashable, Sendable {
    var svg: [UInt8]
    var warnings: [String]
  }

  /// The absolute path of the program.
  let path: String
  /// Changes with every other version of the program.
  let version: String

  /// A tenth of a second is usual; a graph that needs more than this fills no page.
  private static let limits = cprocess_limits(
    milliseconds: 10_000, processor_seconds: 10, memory: 1 << 30, output: 8 << 20)

  /// Finds the program; `nil` if it is not installed.
  ///
  /// - Parameter name: a name that is looked for in `PATH`, or a path.
  init?(_ name: String) {
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let candidates =
      name.contains("/") ? [name] : folders.split(separator: ":").map { "\($0)/\(name)" }
    guard let path = candidates.first(where: { access($0, X_OK) == 0 }),
      let stamp = FileStamp(path)
    else { return nil }
    self.path = path
    version = stamp.description
  }

  /// Draws a graph as SVG.
  func draw(_ graph: String) throws(Failure) -> Output {
    let font = "Noto Sans CJK KR"
    let arguments = [
      path, "-Tsvg", "-Gfontname=\(font)", "-Nfontname=\(font)", "-Efontname=\(font)",
      "-Gfontsize=13", "-Nfontsize=13", "-Efontsize=12",
    ]
    // Without HOME the list of fonts is not kept between runs, and dot takes seconds.
    let home = getenv("HOME").map { ["HOME=\(String(cString: $0))"] } ?? []
    let environment = ["LC_ALL=C.UTF-8", "SERVER_NAME=runbook", "PATH=/usr/bin:/bin"] + home
    var result = cprocess_result()
    let input = Array(graph.utf8)
    var limits = Self.limits
    Self.withCStrings(arguments) { arguments in
      Self.withCStrings(environment) { environment in
        cprocess_run(path, arguments, environment, input, input.count, &limits, &result)
      }
    }
    defer { cprocess_free(&result) }
    let messages = Self.bytes(result.messages, result.messages_length)
    let lines = String(decoding: messages, as: UTF8.self).split(whereSeparator: \.isNewline)
    switch result.outcome {
    case CPROCESS_EXITED where result.code == 0:
      return Output(
        svg: Self.bytes(result.output, result.output_length), warnings: Self.warnings(lines))
    case CPROCESS_NOT_STARTED:
      throw Failure(
        message: "dot cannot be started (\(path): \(String(cString: strerror(result.code))))")
    case CPROCESS_TIMED_OUT:
      throw Failure(message: "dot was stopped after \(limits.milliseconds / 1000) s")
    case CPROCESS_KILLED:
      let isTooLarge = result.code == SIGXFSZ || result.code == SIGXCPU
      throw Failure(
        message: isTooLarge
          ? "the drawing is too large" : "dot was ended by signal \(result.code)")
    default: throw Self.failure(lines, status: result.code)
    }
  }

  // MARK: Messages

  private static func failure(_ lines: [Substring], status: CInt) -> Failure {
    guard let line = lines.first(where: { $0.hasPrefix("Error: ") }) else {
      return Failure(message: "dot failed with status \(status)")
    }
    var text = line.dropFirst("Error: ".count)
    if text.hasPrefix("<stdin>: ") { text = text.dropFirst("<stdin>: ".count) }
    // "syntax error in line 3 near '$'"
    guard let place = text.firstRange(of: " in line ") else {
      return Failure(message: String(text))
    }
    let digits = text[place.upperBound...].prefix { $0.isNumber }
    let rest = text[digits.endIndex...]
    return Failure(message: "\(text[..<place.lowerBound])\(rest)", line: Int(digits))
  }

  /// What a reader misses: pictures that were refused. Other warnings are about fonts and options.
  private static func warnings(_ lines: [Substring]) -> [String] {
    lines.filter { $0.hasPrefix("Warning: No ") && $0.contains("image=") }.map { line in
      "the diagram is drawn without a picture: "
        + line.dropFirst("Warning: No or improper ".count)
        + "; show the picture in the text instead"
    }
  }

  private static func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> [UInt8] {
    start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
