internal import RunbookDocument
internal import RunbookOutput

/// The states that a run leaves behind, for the next run of the same notebook.
///
/// That run begins after the last cell before the first change: what the cells above put out is still
/// known, and the process that holds their state still waits. Memory that cells do not write to again is
/// shared between these processes.
package final class KeptStates {
  /// A cell that ran well.
  private struct Step {
    /// What the state after the cell depends on.
    var key: String
    /// `nil` where too many were kept, or where the cell left threads behind.
    var snapshot: Snapshot?
    /// Its places count from the cell's first line.
    var outputs: [Output]
    var inlineValues: [InlineValue]
    var library: String
  }

  private var kernel: KernelProcess?
  private var steps: [Step] = []
  private let limit: Int

  /// - Parameter limit: how many states are kept at most; above that, older ones are thinned out.
  package init(limit: Int = 128) {
    self.limit = limit
  }

  deinit { forget() }

  /// How many cells at the beginning would not be run again, were nothing changed.
  package var count: Int { (steps.lastIndex { $0.snapshot != nil } ?? -1) + 1 }

  /// Ends all processes.
  package func forget() {
    steps = []
    kernel?.terminate()
    kernel = nil
  }

  /// What a run begins with.
  struct Beginning {
    var kernel: KernelProcess
    var state: Snapshot
    var records: [CellRecording] = []
    var inlineValues: [InlineValue] = []
    var libraries: [Int: String] = [:]
  }

  /// Returns the kept state after as many cells as possible, and forgets what lies behind it.
  func beginning(of notebook: Notebook, keys: [String?]) -> Beginning? {
    guard let kernel else { return nil }
    var common = zip(steps, keys).prefix { $0.key == $1 }.count
    while common > 0, steps[common - 1].snapshot == nil { common -= 1 }
    steps.removeSubrange(common...)
    var beginning = Beginning(kernel: kernel, state: steps.last?.snapshot ?? kernel.root)
    for (cell, step) in zip(notebook.cells, steps) {
      var record = NotebookExecutor.record(cell, notebook)
      record.outputs = CacheEntry.move(step.outputs, by: cell.location.line)
      beginning.records.append(record)
      beginning.inlineValues += step.inlineValues
      beginning.libraries[cell.index] = step.library
    }
    return beginning
  }

  /// Takes the kernel of a run that began anew.
  func adopt(_ kernel: KernelProcess) {
    forget()
    self.kernel = kernel
  }

  /// Keeps the state after the next cell.
  func append(
    _ cell: Cell, key: String?, snapshot: Snapshot, outputs: [Output], inlineValues: [InlineValue],
    library: String
  ) {
    // A cell that is to be run each time ends what can be kept, as does one that failed as expected.
    guard let key, steps.count == cell.index - 1 else { return }
    // The next cell would take a state with threads away.
    steps.append(
      Step(
        key: key, snapshot: snapshot.hasThreads ? nil : snapshot,
        outputs: CacheEntry.move(outputs, by: -cell.location.line), inlineValues: inlineValues,
        library: library))
    let kept = steps.indices.filter { steps[$0].snapshot != nil }
    guard kept.count > limit else { return }
    for (rank, index) in kept.prefix(limit / 2).enumerated() where rank % 2 == 1 {
      steps[index].snapshot = nil
    }
  }
}
