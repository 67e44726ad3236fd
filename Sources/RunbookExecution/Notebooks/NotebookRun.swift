package import RunbookDocument
internal import RunbookFiles
package import RunbookOutput

/// One run of a notebook: each cell on the state that the cells above it left.
struct NotebookRun {
  private let notebook: Notebook
  private let configuration: ExecutionConfiguration
  /// The states of the last run, and of this one for the next; `nil` if there will be no next.
  private let snapshots: SnapshotCache?
  /// The cache's key of each cell.
  private let keys: [String?]
  private let control: CellControl

  private(set) var recording = Recording(cells: [])
  /// Diagnostics of the compiler and the cache for each cell that the run reached, by its number. How far
  /// the compiler got ahead of the run differs from time to time.
  private(set) var diagnostics: [Int: [Diagnostic]] = [:]
  private(set) var waitingSeconds = 0.0

  init(
    _ notebook: Notebook, _ configuration: ExecutionConfiguration, snapshots: SnapshotCache?,
    keys: [String?], control: CellControl
  ) {
    self.notebook = notebook
    self.configuration = configuration
    self.snapshots = snapshots
    self.keys = keys
    self.control = control
  }

  /// Runs the cells; one that fails ends the run unless it was expected to.
  mutating func run() throws {
    let cells = notebook.cells
    guard !cells.isEmpty else { return refuseExpressions() }
    let session = CellSession(notebook, configuration)
    var state = try begin(session)
    session.prepare(cells.dropFirst(recording.cells.count), on: state)
    while recording.cells.count < cells.count {
      let cell = cells[recording.cells.count]
      let step = try session.run(cell, on: state, control: control)
      take(step, of: cell)
      state = step.state
      guard step.failure != nil else { continue }
      guard recording.cells.last?.failureIsExpected == true else { break }
      // The cells below do not see this one.
      session.prepare(cells.dropFirst(recording.cells.count), on: state)
    }
    markRestAsNotRun(cells)
  }

  /// Without cells there is no state in which an expression could be evaluated.
  private mutating func refuseExpressions() {
    let failure = Failure(
      reason: .notRun, message: "an expression is evaluated after a cell, and the note has none")
    recording.inlineValues = notebook.inlineExpressions.map {
      InlineValue(index: $0.index, text: "", failure: failure)
    }
  }

  /// Returns the state to begin with: a new kernel's, or a kept one with the outputs of the cells above it.
  private mutating func begin(_ session: CellSession) throws -> CellState {
    guard let snapshots else { return try session.begin() }
    if let beginning = snapshots.beginning(of: notebook, keys: keys) {
      recording = beginning.recording
      diagnostics = beginning.diagnostics
      control.observe(.resumed(after: recording.cells.count))
      return beginning.state
    }
    let state = try session.begin()
    snapshots.begin(state)
    return state
  }

  private mutating func take(_ step: CellStep, of cell: Cell) {
    var record = notebook.record(of: cell)
    record.outputs = step.outputs
    recording.cells.append(record)
    recording.inlineValues += step.inlineValues
    diagnostics[cell.index] = step.diagnostics
    waitingSeconds += step.waitingSeconds
    // States whose processes may be gone are not gone on from.
    if step.failure?.reason == .system { snapshots?.removeAll() }
    snapshots?.append(step, of: cell, key: keys[cell.index - 1])
  }

  private mutating func markRestAsNotRun(_ cells: [Cell]) {
    let failed =
      recording.cells.last.map { record in
        "cell \(record.index), \(record.file.map { "\($0) " } ?? "")line \(record.line),"
      } ?? "a cell above"
    for cell in cells.dropFirst(recording.cells.count) {
      var record = notebook.record(of: cell)
      record.outputs = [
        .failure(
          Failure(
            reason: .notRun, message: "not run: \(failed) failed", line: cell.fence.line,
            file: notebook.recordedName(ofFile: cell.fence.file)))
      ]
      recording.cells.append(record)
    }
  }
}

extension Notebook {
  /// An empty record of a cell, to be filled with its outputs.
  package func record(of cell: Cell) -> CellRecording {
    CellRecording(
      index: cell.index, label: cell.options.label, line: cell.fence.line,
      file: recordedName(ofFile: cell.fence.file),
      failureIsExpected: cell.settings.error)
  }
}
