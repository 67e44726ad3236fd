import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput
import RunbookRegression

/// One notebook of a test: run, and compared with what is accepted.
struct NotebookTest {
  let path: String
  /// Whether unchanged cells are taken from the cache.
  var usesCache = false

  /// Runs the notebook in this process; whatever goes wrong is in the record.
  ///
  /// - Parameter warn: called with every line that is to be said besides.
  func record(warn: (String) -> Void, observe: (ExecutionEvent) -> Void) -> TestRecord {
    let start = DispatchTime.now().uptimeNanoseconds
    var cells: [Int: Double] = [:]
    var record = run(warn: warn) { event in
      if case .finished(let cell, let seconds, _) = event { cells[cell] = seconds }
      observe(event)
    }
    record.cellSeconds = cells
    record.seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    return record
  }

  private func run(warn: (String) -> Void, observe: (ExecutionEvent) -> Void) -> TestRecord {
    let source = NotebookSource(path: path)
    for diagnostic in source.diagnostics { warn("\(diagnostic)") }
    let error = source.diagnostics.first { $0.severity == .error }
    do {
      guard let run = try NotebookRun(source, usesCache: usesCache, observe: observe) else {
        return TestRecord(
          problem: .init(
            line: error?.location?.line ?? 1,
            reason: error?.message ?? "the notebook cannot be read"))
      }
      for note in run.notes { warn(note) }
      // What failed is in the recording; what is left are warnings and notes.
      for diagnostic in run.diagnostics where diagnostic.severity != .error {
        warn("\(diagnostic)")
      }
      return TestRecord(run.recording, drawingFailures: run.drawingFailures)
    } catch let error as SystemError {
      return TestRecord(
        problem: .init(
          reason: "the cells cannot be run: no temporary folder can be made in "
            + "\(relativePath(source.project.cacheFolder)) (\(error.reason)); \(error.remedy)"))
    } catch {
      return TestRecord(problem: .init(reason: "the cells cannot be run: \(error)"))
    }
  }

  /// Compares `record` with what is accepted.
  func result(of record: TestRecord) -> NotebookResult {
    let source = NotebookSource(path: path)
    return NotebookResult(
      path: path, record: record,
      accepted: AcceptedOutputs(notebook: path, folder: source.project.outputFolder(in: nil)),
      rules: source.notebook.map { NotebookRules($0) } ?? NotebookRules())
  }
}
