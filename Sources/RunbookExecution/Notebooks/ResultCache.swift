internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// The results of one notebook in the cache.
final class ResultCache {
  private let notebook: Notebook
  private let configuration: ExecutionConfiguration
  private let facts: CacheFacts
  /// The name of each cell's entry; `nil` for a cell that is run each time.
  let keys: [String?]
  private var store: CellStore { configuration.store }
  /// Damage that was found in the cache.
  private(set) var notes: [Diagnostic] = []

  init(_ notebook: Notebook, _ configuration: ExecutionConfiguration) {
    self.notebook = notebook
    self.configuration = configuration
    facts = CacheFacts(notebook, configuration)
    keys = facts.keys
  }

  /// Returns the outputs of the cells and the compiler's warnings about them, if all of it is kept.
  func recording() -> (Recording, warnings: [Diagnostic])? {
    var recording = Recording(cells: [])
    var warnings: [Diagnostic] = []
    for (cell, key) in zip(notebook.cells, keys) {
      guard let key else { return nil }
      do throws(CacheEntry.Miss) {
        let entry = try store.entry(key)
        var record = notebook.record(of: cell)
        record.outputs = CacheEntry.move(entry.outputs, by: cell.location.line)
        recording.cells.append(record)
        recording.inlineValues += entry.inlineValues
        warnings += entry.warnings.map { $0.diagnostic(of: cell, in: notebook) }
      } catch {
        if error == .damaged {
          notes.append(
            Diagnostic(
              .note, path: notebook.path,
              message: "the results of cell \(cell.index) in the cache are damaged; it runs again"))
        }
        return nil
      }
    }
    // Without cells, expressions in prose fail, and failures are never served.
    return notebook.cells.isEmpty && !notebook.inlineExpressions.isEmpty
      ? nil : (recording, warnings)
  }

  /// Keeps the results of the cells that ran well, and how the run went.
  ///
  /// - Parameter diagnostics: those about each cell, by its number.
  func keep(_ recording: Recording, _ diagnostics: [Int: [Diagnostic]]) {
    let expressions = notebook.inlineExpressionsByCell
    var outcomes: [CacheManifest.Outcome] = []
    for ((cell, record), key) in zip(zip(notebook.cells, recording.cells), keys) {
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
          warnings: (diagnostics[cell.index] ?? []).compactMap {
            CacheEntry.Warning($0, of: cell)
          }),
        as: key)
    }
    store.keep(
      CacheManifest(notebook: notebook.path, facts: facts, outcomes: outcomes),
      of: configuration.absolutePath(of: notebook))
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
}
