import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput

/// The results of a notebook's last run, as far as they are still what a run would give.
///
/// A cell is stale when its own code, a file in its `deps`, the seed or a parameter is not what it was,
/// and so is every cell below it. Text can have changed in any way.
struct StoredResults {
  /// What the cells put out; a stale one says that it was not run.
  let recording: Recording
  /// What the report is made from: the note as it is now, with the versions that the results were made
  /// with.
  let provenance: Provenance
  /// The number of cells, from the first, that are not stale.
  let validCount: Int
  /// What is stale and why.
  let warnings: [Diagnostic]

  /// Reads `results.json` in the output folder.
  ///
  /// - Throws: why there is nothing to draw a report from.
  init(of notebook: Notebook, _ source: NotebookSource, folder: String) throws {
    let stored = try Self.read(source, folder: folder)
    let now = source.provenance(of: notebook, try source.executor(for: notebook))
    var provenance = now
    provenance.runbook = stored.provenance.runbook
    provenance.swift = stored.provenance.swift
    provenance.commit = stored.provenance.commit
    self.provenance = provenance

    let staleness = Staleness(
      now: now, then: stored.provenance, notebook: notebook, source: source,
      cellCount: stored.recording.cells.count)
    recording = Self.recording(stored.recording, of: notebook, staleness)
    validCount = staleness.first ?? notebook.cells.count
    warnings = staleness.warnings(of: notebook)
  }

  /// The file as it is.
  ///
  /// - Throws: a diagnostic if it is not there, cannot be read, or does not say what it was made from.
  static func read(
    _ source: NotebookSource, folder: String
  ) throws(Diagnostic) -> (recording: Recording, provenance: Provenance) {
    let path = relativePath(folder + "/results.json")
    let remedy = "run 'runbook \(source.path)'"
    guard let bytes = try? FileAccess.read(folder + "/results.json") else {
      throw Diagnostic(path: path, message: "there are no results; \(remedy)")
    }
    guard let results = try? OutputJSON.decode(RecordedResults.self, from: bytes),
      results.recording.format == Recording.currentFormat
    else { throw Diagnostic(path: path, message: "the results cannot be read; \(remedy)") }
    guard let provenance = results.provenance else {
      throw Diagnostic(
        path: path, message: "the results do not say what they were made from; \(remedy)")
    }
    return (results.recording, provenance)
  }

  private static func recording(
    _ stored: Recording, of notebook: Notebook, _ staleness: Staleness
  ) -> Recording {
    var result = Recording(cells: [])
    if notebook.cells.isEmpty { result.inlineValues = stored.inlineValues }
    let expressions = notebook.inlineExpressionsByCell
    for (position, cell) in notebook.cells.enumerated() {
      var record = NotebookExecutor.record(cell, notebook)
      let indices = expressions[cell.index, default: []].map(\.index)
      if let reason = staleness.reason(at: position, in: notebook) {
        let failure = Failure(reason: .notRun, message: "not run: \(reason)", line: record.line)
        record.outputs = [.failure(failure)]
        result.inlineValues += indices.map { InlineValue(index: $0, text: "", failure: failure) }
      } else {
        let old = stored.cells[position]
        record.outputs = old.outputs.map { $0.moved(by: record.line - old.line) }
        result.inlineValues += stored.inlineValues.filter { indices.contains($0.index) }
      }
      result.cells.append(record)
    }
    return result
  }
}

extension Output {
  /// The output of a cell that stands some lines further down.
  fileprivate func moved(by lines: Int) -> Output {
    switch self {
    case .claim(var claim):
      claim.line += lines
      return .claim(claim)
    case .failure(var failure):
      failure.line = failure.line.map { $0 + lines }
      for index in failure.frames.indices { failure.frames[index].line += lines }
      return .failure(failure)
    default: return self
    }
  }
}
