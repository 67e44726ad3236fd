internal import RunbookOutput

/// Draws plots by a few gnuplot processes at a time, while the caller does other work.
struct PlotQueue {
  /// What became of a plot.
  typealias Outcome = Result<PlotDrawing, FigureError>

  private enum State {
    case waiting(PlotScript)
    case running(PlotScript, GnuplotJob)
    case done(Outcome)
  }

  private let path: String
  private let timeLimit: Double
  private var states: [State] = []
  private var running = 0

  /// More processes than this at once gain nothing on two cores.
  private static let processes = 3

  init(path: String, timeLimit: Double) {
    self.path = path
    self.timeLimit = timeLimit
  }

  /// Adds a plot and returns its ticket for `outcome(of:)`.
  mutating func add(_ script: PlotScript) -> Int {
    states.append(.waiting(script))
    advance()
    return states.count - 1
  }

  /// Takes in what has ended and starts what waits; returns at once.
  mutating func advance() {
    for index in states.indices {
      switch states[index] {
      case .running(_, let job) where job.isFinished: finish(index)
      case .waiting(let script) where running < Self.processes: start(index, script)
      default: break
      }
    }
  }

  /// Returns what became of the plot with this ticket, waiting for it if need be.
  mutating func outcome(of ticket: Int) -> Outcome {
    while true {
      advance()
      switch states[ticket] {
      case .done(let outcome):
        return outcome
      case .running:
        finish(ticket)
      case .waiting:
        // All places are taken: wait for the oldest.
        guard
          let oldest = states.firstIndex(where: { if case .running = $0 { true } else { false } })
        else { continue }
        finish(oldest)
      }
    }
  }

  private mutating func start(_ index: Int, _ script: PlotScript) {
    do throws(FigureError) {
      states[index] = .running(script, try GnuplotJob(path: path, input: script.input))
      running += 1
    } catch {
      states[index] = .done(.failure(error))
    }
  }

  private mutating func finish(_ index: Int) {
    guard case .running(let script, let job) = states[index] else { return }
    running -= 1
    do throws(FigureError) {
      let (svg, png) = try job.finish(limit: timeLimit)
      states[index] = .done(
        .success(
          PlotDrawing(
            width: Int(script.width), height: Int(script.height),
            content: SVGRestyler.content(of: svg), png: png)))
    } catch {
      states[index] = .done(.failure(error))
    }
  }
}
