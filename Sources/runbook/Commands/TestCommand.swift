import ArgumentParser
import Foundation
import RunbookFiles
import RunbookRegression
import RunbookWorkspace
import Synchronization

/// Runs notebooks and compares their outputs with the accepted ones.
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
    let found = try NotebookArguments.expandTogether(notebooks)
    let paths = pattern.map { NotebookList.matching($0, in: found) } ?? found
    guard !paths.isEmpty else {
      terminal.write(
        Diagnostic(
          path: notebooks.joined(separator: " "),
          message: "no path contains '\(pattern ?? "")'; \(found.count) notebooks are here"))
      throw ExitCode.failure
    }
    let tests = paths.map { NoteTest(Note.open($0), usesCache: cache) }
    let summary = TestSummary(
      tests.count == 1 ? [testAlone(tests[0], terminal)] : testTogether(tests, terminal))
    if let junit { try write(JUnitReport.xml(summary), to: junit, terminal) }
    if json { print(json: JSONReport.json(summary), terminator: "") } else { print(summary) }
    if !summary.isSuccessful { throw ExitCode.failure }
  }

  private func testAlone(_ test: NoteTest, _ terminal: Terminal) -> NotebookResult {
    let display = ProgressDisplay(
      terminal: terminal, isQuiet: !log.level.showsProgress, name: test.path,
      places: test.note.notebook?.cellPlaces ?? [:])
    let record = test.run(
      report: { diagnostic in
        display.close()
        log.write([diagnostic], to: terminal)
      }, observe: { display.show($0) })
    display.close()
    keep(record, of: test, terminal)
    let result = test.result(of: record)
    show(result)
    return result
  }

  private func testTogether(_ tests: [NoteTest], _ terminal: Terminal) -> [NotebookResult] {
    let pool = TestPool(
      tests, jobs: jobs ?? TestJobs.standard, stopsAtFailure: failFast,
      worker: { TestWorkerCommand.process(for: $0) })
    let results = Mutex<[NotebookResult]>([])
    let board = TestBoard(terminal: terminal, isQuiet: !log.level.showsProgress, total: tests.count)
    pool.run { position, event in
      switch event {
      case .began: board.begin(position, tests[position].path)
      case .sent(.started(let cell, let count, let place)):
        board.show(position, cell: cell, of: count, place: place)
      case .sent(.diagnostic(let diagnostic)):
        board.interrupt { log.write([diagnostic], to: terminal) }
      case .sent(.record): break
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

  /// The counts of one notebook, for standard error.
  private func line(_ result: NotebookResult, _ seconds: Double, _ terminal: Terminal) -> StyledText
  {
    let counts: StyledText = "\(result.passedCount) passed, \(result.failedCount) failed"
    let time = String(format: "%.1f s", seconds)
    return "\(result.path): \(terminal.styled(counts, result.failedCount == 0 ? .green : .red))  "
      + terminal.styled("\(time)", .dim) + "\n"
  }

  private func show(_ result: NotebookResult) {
    guard !json else { return }
    let text = TerminalDiff(isColored: Terminal.allowsColor(on: 1))
    for line in text.lines(result.differences) { print(StyledText(styled: line)) }
  }

  /// Keeps the record for `diff` and `accept`; a test counts without it as well.
  private func keep(_ record: TestRecord, of test: NoteTest, _ terminal: Terminal) {
    do throws(AcceptanceError) { try test.keep(record) } catch {
      var warning = error.diagnostic
      warning.severity = .warning
      terminal.write(warning)
    }
  }

  private func write(_ text: String, to path: String, _ terminal: Terminal) throws {
    do throws(SystemError) {
      try FileAccess.makeFolder(FilePath.folder(of: path))
      try FileAccess.replace(path, with: Array(text.utf8))
    } catch {
      terminal.write(error.diagnostic)
      throw ExitCode.failure
    }
  }
}
