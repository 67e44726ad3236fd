internal import RunbookDrawing

/// Draws plots by one gnuplot process, while the caller does other work.
///
/// Starting gnuplot takes ten times as long as drawing a plot, so one process draws them all. If it
/// fails at one of them, another process draws the remaining ones.
struct PlotQueue {
  /// A drawn plot, or the reason why it could not be drawn.
  typealias Outcome = Result<PlotDrawing, FigureError>

  private let path: String
  private let timeLimit: Double
  private var scripts: [PlotScript] = []
  private var outcomes: [Outcome?] = []
  private var job: GnuplotJob?
  /// The plots that `job` draws.
  private var drawn: Range<Int> = 0..<0

  /// - Parameters:
  ///   - path: the program, looked up in `PATH` if it has no slash.
  ///   - timeLimit: seconds that gnuplot may take before it is stopped.
  init(path: String, timeLimit: Double) {
    self.path = path
    self.timeLimit = timeLimit
  }

  /// Adds a plot and returns its ticket for `outcome(of:)`.
  mutating func add(_ script: PlotScript) -> Int {
    scripts.append(script)
    outcomes.append(nil)
    return scripts.count - 1
  }

  /// Starts gnuplot for the plots that were added; returns at once.
  mutating func start() {
    guard job == nil, drawn.upperBound < scripts.count else { return }
    drawn = drawn.upperBound..<scripts.count
    do throws(FigureError) {
      job = try GnuplotJob(path: path, input: scripts[drawn].flatMap(\.input))
    } catch {
      for index in drawn { outcomes[index] = .failure(error) }
    }
  }

  /// Returns the outcome of the plot with this ticket, waiting for it if necessary.
  mutating func outcome(of ticket: Int) -> Outcome {
    while outcomes[ticket] == nil {
      start()
      finish()
    }
    return outcomes[ticket] ?? .failure(FigureError(message: "gnuplot drew nothing"))
  }

  private mutating func finish() {
    guard let job else { return }
    let result = job.finish(limit: timeLimit)
    self.job = nil
    var documents = Self.documents(result.drawings)[...]
    for index in drawn {
      let count = scripts[index].layouts.count
      guard documents.count >= count else {
        outcomes[index] = .failure(
          result.error ?? FigureError(message: "gnuplot ended well but drew nothing"))
        // The remaining plots are retried, unless no process can be started at all.
        if result.drawings.isEmpty, index == drawn.lowerBound, !job.isStarted {
          for other in drawn { outcomes[other] = outcomes[index] }
        } else {
          drawn = drawn.lowerBound..<(index + 1)
        }
        return
      }
      outcomes[index] = .success(PlotDrawing(scripts[index], Array(documents.prefix(count))))
      documents = documents.dropFirst(count)
    }
  }

  /// The complete SVG documents in gnuplot's output.
  private static func documents(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let end = Array("</svg>".utf8)
    var documents = [ArraySlice<UInt8>]()
    var start = 0
    var at = 0
    while at + end.count <= bytes.count {
      if bytes[at] == end[0], bytes[at..<(at + end.count)].elementsEqual(end) {
        at += end.count
        documents.append(bytes[start..<at])
        start = at
      } else {
        at += 1
      }
    }
    return documents
  }
}
