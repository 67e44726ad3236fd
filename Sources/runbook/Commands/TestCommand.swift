import ArgumentParser
import Foundation
import RunbookFiles
import RunbookRegression
import Synchronization

/// Runs notebooks and compares what they put out with what was accepted.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run notebooks and compare their outputs, by meaning, with the accepted ones.",
    discussion: """
      runbook test                                test all notes of 'notebooks'
      runbook test notebooks/cnn.md               one note, with its progress
      runbook test -k rnn -j 2 --junit tests.xml  those with rnn in their path, two at once, for CI

      Writes nothing into outputs. Each difference is a line, path:line: kind: old → new; the last line \
      counts. Exits with 1 on a difference, a claim that does not hold, a cell that failed, or a notebook \
      with nothing accepted.
      """)

  @Argument(help: "Notebooks, or folders of notebooks.")
  var notebooks: [String] = ["notebooks"]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "How many notebooks run at once; by default one for each processor, as memory allows.",
      valueName: "n"))
  var jobs: Int?

  @Option(
    name: .customShort("k"),
    help: ArgumentHelp(
      "Only notebooks whose path contains this; * and ? stand for any characters.",
      valueName: "pattern"))
  var pattern: String?

  @Option(help: ArgumentHelp("Write the result as JUnit XML.", valueName: "file"))
  var junit: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Begin no notebook after the first one that fails.")
  var failFast = false

  @Flag(help: "Take results of unchanged cells from the cache.")
  var cache = false

  @OptionGroup var log: LogOptions

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("-j is \(jobs); write 1 or more") }
  }

  func run() throws {
    let terminal = Terminal()
    let found = NotebookList.expand(notebooks)
    let paths = pattern.map { NotebookList.matching($0, in: found) } ?? found
    guard !paths.isEmpty else {
      let place = notebooks.joined(separator: " ")
      let reason =
        pattern.map { "no path contains '\($0)'; \(found.count) notebooks are here" }
        ?? "no notebook (.md) is here; name a notebook or a folder of notebooks"
      terminal.write("\(place): error: \(reason)\n")
      throw ExitCode.failure
    }
    let tests = paths.map { NotebookTest(path: $0, usesCache: cache) }
    let summary = TestSummary(
      tests.count == 1 ? [testAlone(tests[0], terminal)] : testTogether(tests, terminal))
    if let junit { try write(JUnitReport.xml(summary), to: junit, terminal) }
    print(json ? JSONReport.json(summary) : "\(summary)\n", terminator: "")
    if !summary.isSuccessful { throw ExitCode.failure }
  }

  private func testAlone(_ test: NotebookTest, _ terminal: Terminal) -> NotebookResult {
    let notebook = NotebookSource(path: test.path).notebook
    let display = ProgressDisplay(
      terminal: terminal, isQuiet: !log.level.showsProgress, name: test.path,
      places: notebook?.cellPlaces ?? [:])
    let record = test.record(
      warn: { line in
        display.close()
        say(line, terminal)
      }, observe: { display.show($0) })
    display.close()
    keep(record, of: test, terminal)
    let result = test.result(of: record)
    show(result)
    return result
  }

  private func testTogether(_ tests: [NotebookTest], _ terminal: Terminal) -> [NotebookResult] {
    let expected = tests.map { test in
      let project = Project(notebook: test.path)
      return LastTest(folder: project.testFolder).read(project.name)?.seconds ?? .infinity
    }
    let pool = TestPool(
      tests, expectedSeconds: expected, jobs: jobs ?? TestJobs.standard, stopsAtFailure: failFast)
    let results = Mutex<[NotebookResult]>([])
    let board = TestBoard(terminal: terminal, isQuiet: !log.level.showsProgress, total: tests.count)
    pool.run { position, event in
      switch event {
      case .began: board.begin(position, tests[position].path)
      case .said(.started(let cell, let count, let place)):
        board.show(position, cell: cell, of: count, place: place)
      case .said(.warning(let line)): board.interrupt { say(line, terminal) }
      case .said(.record): break
      case .ended: board.end(position)
      }
    } keep: { position, record in
      board.interrupt { keep(record, of: tests[position], terminal) }
    } handOn: { result, seconds in
      board.interrupt {
        if log.level.showsProgress { terminal.write(line(result, seconds, terminal)) }
        show(result)
      }
      results.withLock { $0.append(result) }
    }
    board.close()
    return results.withLock { $0 }
  }

  /// Writes a diagnostic, if it is to be seen.
  private func say(_ line: String, _ terminal: Terminal) {
    if line.contains(": error: ") {
      terminal.write("\(line)\n")
    } else {
      log.note(line, to: terminal)
    }
  }

  /// What one notebook came to, on standard error.
  private func line(_ result: NotebookResult, _ seconds: Double, _ terminal: Terminal) -> String {
    let counts = "\(result.passedCount) passed, \(result.failedCount) failed"
    return "\(result.path): \(terminal.styled(counts, result.failedCount == 0 ? .green : .red))  "
      + terminal.styled(String(format: "%.1f s", seconds), .dim) + "\n"
  }

  private func show(_ result: NotebookResult) {
    guard !json else { return }
    let text = TerminalDiff(isColored: Terminal.allowsColor(on: 1))
    for line in text.lines(result.differences) { print(line) }
    // What comes later from standard error must not overtake it.
    fflush(nil)
  }

  /// Keeps the record for `diff` and `accept`; a test counts without it as well.
  private func keep(_ record: TestRecord, of test: NotebookTest, _ terminal: Terminal) {
    let project = Project(notebook: test.path)
    do throws(AcceptanceError) {
      try LastTest(folder: project.testFolder).keep(record, of: project.name)
    } catch {
      terminal.write("\(error)\n".replacing(": error: ", with: ": warning: ", maxReplacements: 1))
    }
  }

  private func write(_ text: String, to path: String, _ terminal: Terminal) throws {
    do throws(SystemError) {
      if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        try FileAccess.makeFolder(String(path[..<slash]))
      }
      try FileAccess.replace(path, with: Array(text.utf8))
    } catch {
      terminal.write("\(error.diagnostic)\n")
      throw ExitCode.failure
    }
  }
}
