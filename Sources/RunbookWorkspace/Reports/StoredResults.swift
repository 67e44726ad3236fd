internal import RunbookDocument
internal import RunbookExecution
package import RunbookFiles
internal import RunbookOutput

extension Note {
  /// Returns the results of the note's last run, as far as they are still those of a run.
  ///
  /// - Parameter folder: the output folder that holds `results.json`.
  /// - Throws: why there is nothing to draw a report from.
  package func storedResults(in folder: String) throws(Diagnostic) -> NoteResults {
    try StoredResults.read(self, folder: folder).asOfNow(self)
  }
}

/// The results of a notebook's last run, as `results.json` keeps them.
///
/// A cell is stale when its own code, a file in its `deps`, the seed or a parameter has changed, and so is
/// every cell below it. Text can have changed in any way.
struct StoredResults {
  let recording: Recording
  /// The sources that the results were made from.
  let provenance: Provenance

  /// Reads the file as it is.
  ///
  /// - Throws: a diagnostic if it is not there, cannot be read, or does not name its sources.
  static func read(_ note: Note, folder: String) throws(Diagnostic) -> StoredResults {
    let path = FilePath.shown(folder + "/results.json")
    let remedy = "run 'runbook \(note.path)'"
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
    return StoredResults(
      recording: results.recording, provenance: provenance)
  }

  /// The results for the note as it is now; a stale cell says that it was not run.
  ///
  /// The provenance is that of the note now, with the versions that the results were made with.
  func asOfNow(_ note: Note) throws(Diagnostic) -> NoteResults {
    let notebook = try note.runnable()
    let now = try note.provenance()
    let staleness = Staleness(
      now: now, then: provenance, notebook: notebook, note: note,
      cellCount: recording.cells.count)
    var sources = now
    sources.runbook = provenance.runbook
    sources.swift = provenance.swift
    sources.commit = provenance.commit
    return NoteResults(
      recording: Self.recording(recording, of: notebook, staleness), provenance: sources,
      diagnostics: staleness.warnings(of: notebook),
      validCount: staleness.first ?? notebook.cells.count, timing: nil)
  }

  private static func recording(
    _ stored: Recording, of notebook: Notebook, _ staleness: Staleness
  ) -> Recording {
    var result = Recording(cells: [])
    if notebook.cells.isEmpty { result.inlineValues = stored.inlineValues }
    let expressions = notebook.inlineExpressionsByCell
    for (position, cell) in notebook.cells.enumerated() {
      var record = notebook.record(of: cell)
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
