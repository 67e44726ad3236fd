internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// The states that a run leaves behind, for the next run of the same notebook.
///
/// That run begins after the last cell before the first change: the outputs of the cells above are still
/// known, and the process that holds their state still waits. Memory that cells do not write to again is
/// shared between these processes.
package final class SnapshotCache {
  /// A cell that ran well. Its places count from the cell's first line.
  private struct Step {
    /// Identifies everything that the state after the cell depends on.
    var key: String
    /// `nil` where too many were kept, or where the cell left threads behind.
    var state: CellState?
    var entry: CacheEntry
  }

  private var root: CellState?
  private var steps: [Step] = []
  private let limit: Int

  /// - Parameter limit: how many states are kept at most; above that, older ones are thinned out.
  package init(limit: Int = 128) {
    self.limit = limit
  }

  /// How many cells at the beginning would not be run again, were nothing changed.
  package var count: Int { (steps.lastIndex { $0.state != nil } ?? -1) + 1 }

  /// Lets go of all states, which ends their processes.
  package func removeAll() {
    steps = []
    root = nil
  }

  /// Where a run goes on from.
  struct Beginning {
    var state: CellState
    var recording = Recording(cells: [])
    /// By the cell's number.
    var diagnostics: [Int: [Diagnostic]] = [:]
  }

  /// Returns the kept state after as many cells as possible, and forgets the states after it.
  ///
  /// - Parameter keys: the key of each cell; `nil` for one that is to be run each time.
  func beginning(of notebook: Notebook, keys: [String?]) -> Beginning? {
    guard let root, root.kernel.isAlive else {
      removeAll()
      return nil
    }
    var common = zip(steps, keys).prefix { $0.key == $1 }.count
    while common > 0, steps[common - 1].state == nil { common -= 1 }
    steps.removeSubrange(common...)
    var beginning = Beginning(state: steps.last?.state ?? root)
    for (cell, step) in zip(notebook.cells, steps) {
      var record = notebook.record(of: cell)
      record.outputs = CacheEntry.move(step.entry.outputs, by: cell.location.line)
      beginning.recording.cells.append(record)
      beginning.recording.inlineValues += step.entry.inlineValues
      beginning.diagnostics[cell.index] = step.entry.warnings.map {
        $0.diagnostic(of: cell, in: notebook)
      }
    }
    return beginning
  }

  /// Takes the first state of a run that began anew.
  func begin(_ state: CellState) {
    removeAll()
    root = state
  }

  /// Keeps the state after the next cell, if it ran well.
  ///
  /// - Parameter key: the cell's key; `nil` for one that is to be run each time.
  func append(_ step: CellStep, of cell: Cell, key: String?) {
    // A cell that is to be run each time ends what can be kept, as does one that failed as expected.
    guard step.failure == nil, let key, steps.count == cell.index - 1 else {
      return
    }
    let entry = CacheEntry(
      outputs: CacheEntry.move(step.outputs, by: -cell.location.line),
      inlineValues: step.inlineValues,
      warnings: step.diagnostics.compactMap { CacheEntry.Warning($0, of: cell) })
    // A state with threads would have to be made again, which takes as long as running its cell.
    steps.append(Step(key: key, state: step.state.hasThreads ? nil : step.state, entry: entry))
    let kept = steps.indices.filter { steps[$0].state != nil }
    guard kept.count > limit else { return }
    for (rank, index) in kept.prefix(limit / 2).enumerated() where rank % 2 == 1 {
      steps[index].state = nil
    }
  }
}
