internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// The results of one notebook in the cache.
final class ResultCache {
  private let executor: NotebookExecutor
  private let facts: CacheFacts
  private var notebook: Notebook { executor.notebook }
  private var store: CellStore { executor.store }
  /// What was found on the way and does no harm.
  private(set) var notes: [String] = []

  init(_ executor: NotebookExecutor) {
    self.executor = executor
    facts = executor.cacheFacts
  }

  /// Returns what the cells put out and what the compiler said of them, if all of it is kept.
  func recording() -> (Recording, warnings: [Diagnostic])? {
    var recording = Recording(cells: [])
    var warnings: [Diagnostic] = []
    for (cell, key) in zip(notebook.cells, facts.keys) {
      guard let key else { return nil }
      do throws(CacheEntry.Miss) {
        let entry = try store.entry(key)
        var record = NotebookExecutor.record(cell, notebook)
        record.outputs = CacheEntry.move(entry.outputs, by: cell.location.line)
        recording.cells.append(record)
        recording.inlineValues += entry.inlineValues
        warnings += entry.warnings.map { warning in
          Diagnostic(
            .warning, path: notebook.path,
            location: SourceLocation(
              line: cell.location.line + warning.line, column: warning.column,
              file: cell.location.file), message: warning.message)
        }
      } catch {
        if error == .damaged {
          notes.append("the results of cell \(cell.index) in the cache are damaged; it runs again")
        }
        return nil
      }
    }
    // Without cells, expressions in prose fail, and failures are never served.
    return notebook.cells.isEmpty && !notebook.inlineExpressions.isEmpty
      ? nil : (recording, warnings)
  }

  /// Keeps the results of the cells that ran well, and how the run went.
  func keep(_ recording: Recording, _ diagnostics: [Diagnostic]) {
    let expressions = notebook.inlineExpressionsByCell
    var outcomes: [CacheManifest.Outcome] = []
    for ((cell, record), key) in zip(zip(notebook.cells, recording.cells), facts.keys) {
      let indices = Set(expressions[cell.index, default: []].map(\.index))
      let values = recording.inlineValues.filter { indices.contains($0.index) }
      outcomes.append(outcome(of: record, values))
      guard let key else { continue }
      guard CacheEntry.isWorthKeeping(record.outputs, values) else {
        // An earlier run under the same key may have had more luck.
        store.remove(key)
        continue
      }
      store.keep(
        CacheEntry(
          outputs: CacheEntry.move(record.outputs, by: -cell.location.line), inlineValues: values,
          warnings: warnings(of: cell, diagnostics)),
        as: key)
    }
    store.keep(
      CacheManifest(notebook: notebook.path, facts: facts, outcomes: outcomes),
      of: executor.absolutePath)
  }

  private func outcome(of record: CellRecording, _ values: [InlineValue])
    -> CacheManifest.Outcome
  {
    for case .failure(let failure) in record.outputs {
      return failure.reason == .notRun ? .notRun : .failed
    }
    if values.contains(where: { $0.failure != nil }) { return .failed }
    return CacheEntry.isWorthKeeping(record.outputs, values) ? .ran : .claimFailed
  }

  /// The compiler's warnings that stand in the cell or in the text after it.
  private func warnings(of cell: Cell, _ diagnostics: [Diagnostic]) -> [CacheEntry.Warning] {
    diagnostics.compactMap { diagnostic in
      guard diagnostic.severity == .warning, let place = diagnostic.location,
        place.file == cell.location.file,
        cell.index == notebook.cells.last(where: { $0.location <= place })?.index
      else { return nil }
      return CacheEntry.Warning(
        line: place.line - cell.location.line, column: place.column, message: diagnostic.message)
    }
  }
}
