internal import Foundation
package import RunbookExecution
package import RunbookFiles
internal import RunbookOutput
package import RunbookRegression

/// One note of a test: run, and compared with the accepted outputs.
package struct NoteTest: Sendable {
  package let note: Note
  /// Whether unchanged cells are taken from the cache.
  package var usesCache: Bool

  package var path: String { note.path }

  package init(_ note: Note, usesCache: Bool = false) {
    self.note = note
    self.usesCache = usesCache
  }

  /// Runs the notebook in this process; whatever goes wrong is in the record.
  ///
  /// - Parameters:
  ///   - report: called with every diagnostic that is not in the record.
  ///   - observe: called with each event of the run.
  package func run(
    report: (Diagnostic) -> Void = { _ in }, observe: (ExecutionEvent) -> Void = { _ in }
  ) -> TestRecord {
    let start = DispatchTime.now().uptimeNanoseconds
    var cells: [Int: Double] = [:]
    var record = record(report: report) { event in
      if case .finished(let cell, let seconds, _) = event { cells[cell] = seconds }
      observe(event)
    }
    record.cellSeconds = cells
    record.seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    return record
  }

  private func record(
    report: (Diagnostic) -> Void, observe: (ExecutionEvent) -> Void
  ) -> TestRecord {
    for diagnostic in note.diagnostics { report(diagnostic) }
    do throws(Diagnostic) { _ = try note.runnable() } catch {
      return TestRecord(
        problem: .init(line: error.location?.line ?? 1, reason: error.message))
    }
    do {
      let options = RunOptions(
        cacheUse: usesCache ? .readWrite : .writeOnly, isIsolated: true)
      let results = try note.execute(options, observe: observe)
      let drawn = try note.render(results.recording, nil)
      // Failures are in the recording; warnings and notes are not.
      for diagnostic in results.diagnostics + drawn.diagnostics
      where diagnostic.severity != .error {
        report(diagnostic)
      }
      return TestRecord(results.recording, drawingFailures: drawn.drawingFailures)
    } catch let error as SystemError {
      return TestRecord(
        problem: .init(
          reason: "the cells cannot be run: no temporary folder can be made in "
            + "\(FilePath.shown(note.project.cacheFolder)) (\(error.reason)); \(error.remedy)"))
    } catch {
      return TestRecord(
        problem: .init(
          reason: "the cells cannot be run: \(Diagnostic(error, path: path).message)"))
    }
  }

  /// Compares a record with the accepted outputs.
  package func result(of record: TestRecord) -> NotebookResult {
    NotebookResult(
      path: path, record: record, accepted: note.acceptedOutputs, rules: note.rules)
  }

  /// Keeps a record for `diff` and `accept`.
  package func keep(_ record: TestRecord) throws(AcceptanceError) {
    try LastTest(folder: note.project.testFolder).keep(record, of: note.project.name)
  }

  /// The record of the last test; `nil` if there was none.
  package var lastRecord: TestRecord? {
    LastTest(folder: note.project.testFolder).read(note.project.name)
  }
}
