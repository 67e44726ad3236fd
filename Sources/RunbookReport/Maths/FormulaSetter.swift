internal import RunbookDocument
internal import RunbookFiles
internal import Synchronization

/// Sets the formulas of a report.
struct FormulaSetter {
  /// The result of setting one formula.
  enum Outcome: Sendable {
    case html(String)
    /// KaTeX rejects the formula.
    case refused(KaTeXEngine.FormulaError)
    /// KaTeX is missing, which is reported once for the whole report.
    case unavailable
  }

  private struct Job: Sendable {
    var text: String
    var isDisplay: Bool
    var key: String
  }

  private let folder: String
  /// The reason why no formula can be set, if there is one.
  private(set) var fault: String?

  /// The number of formulas for which an engine is started; starting one takes 40 ms.
  private static let formulasPerEngine = 60

  init(folder: String) {
    self.folder = folder
  }

  /// Sets formulas: those that the cache lacks in several engines side by side.
  ///
  /// The result of each formula depends only on its text, whichever engine sets it.
  mutating func set(_ formulas: [Math], cache: inout DrawingCache) -> [Math: Outcome] {
    guard !formulas.isEmpty, let script = loadScript() else {
      return Dictionary(
        formulas.map { ($0, .unavailable) }, uniquingKeysWith: { first, _ in first })
    }
    let mark = ContentHash(script).text
    var outcomes: [Math: Outcome] = [:]
    var jobs: [Job] = []
    var waiting: [String: [(math: Math, typeset: TypesetFormula)]] = [:]
    for math in formulas where outcomes[math] == nil {
      let typeset = TypesetFormula(math)
      let mode = math.isDisplay ? "display" : "inline"
      let key = "formula \(mark) \(mode) \(typeset.text)"
      if let kept = cache[key] {
        outcomes[math] = .html(String(decoding: kept, as: UTF8.self))
        continue
      }
      if waiting[key] == nil {
        jobs.append(Job(text: typeset.text, isDisplay: math.isDisplay, key: key))
      }
      waiting[key, default: []].append((math, typeset))
      outcomes[math] = .unavailable
    }
    guard !jobs.isEmpty else { return outcomes }
    for (job, result) in zip(jobs, run(jobs, script)) {
      if case .html(let html) = result { cache[job.key] = Array(html.utf8) }
      for (math, typeset) in waiting[job.key] ?? [] {
        var outcome = result
        if case .refused(var error) = result {
          error.offset = error.offset.map(typeset.sourceOffset)
          outcome = .refused(error)
        }
        outcomes[math] = outcome
      }
    }
    return outcomes
  }

  /// The outcomes of jobs, in their order.
  private mutating func run(_ jobs: [Job], _ script: [UInt8]) -> [Outcome] {
    let count = WorkerThreads.count(for: jobs.count, leastJobs: Self.formulasPerEngine)
    let results = Mutex<(outcomes: [Outcome], fault: String?)>(
      (Array(repeating: .unavailable, count: jobs.count), nil))
    let extensions = self.extensions(for: jobs)
    WorkerThreads.run(count) { number in
      do throws(ScriptError) {
        let engine = try KaTeXEngine(script: script, extensions: extensions)
        for index in stride(from: number, to: jobs.count, by: count) {
          let outcome = Self.set(jobs[index], in: engine)
          results.withLock { $0.outcomes[index] = outcome }
        }
      } catch {
        results.withLock { $0.fault = "KaTeX cannot be started: \(error.message)" }
      }
    }
    let (outcomes, fault) = results.withLock { $0 }
    self.fault = fault
    return outcomes
  }

  private static func set(_ job: Job, in engine: KaTeXEngine) -> Outcome {
    do {
      return .html(KaTeXMarkup.compact(try engine.render(job.text, isDisplay: job.isDisplay)))
    } catch {
      return .refused(error)
    }
  }

  /// The extension for formulas of chemistry, if one of the formulas needs it.
  private func extensions(for jobs: [Job]) -> [[UInt8]] {
    guard jobs.contains(where: { $0.text.contains("\\ce{") || $0.text.contains("\\pu{") }) else {
      return []
    }
    let names = ["mhchem.min.js", "mhchem.js"]
    return names.lazy.compactMap { try? FileAccess.read("\(folder)/contrib/\($0)") }
      .prefix(1).map { $0 }
  }

  private mutating func loadScript() -> [UInt8]? {
    do {
      return try FileAccess.read("\(folder)/katex.min.js")
    } catch {
      fault =
        "KaTeX is missing, so formulas are shown as LaTeX (\(error)); "
        + "install the Debian packages libjs-katex and fonts-katex"
      return nil
    }
  }
}
