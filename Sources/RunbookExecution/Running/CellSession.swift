import Glibc
package import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// Compiles and runs the cells of a notebook, one at a time, each on a state of the caller's choice.
///
/// A state goes in; the compiled cell, its outputs and the next state come out. The run of a whole note is
/// a loop over `run`. A session holds no state itself: states outlive it, and a session of a later
/// version of the notebook can go on from them.
///
/// ```swift
/// let session = CellSession(notebook, configuration)
/// let first = try session.run(notebook.cells[0], on: try session.begin())
/// let second = try session.run(notebook.cells[1], on: first.state)
/// ```
package final class CellSession {
  let notebook: Notebook
  let configuration: ExecutionConfiguration
  let places: CellPlaces
  let queue: CompileQueue
  /// Identifies the compiler in the keys of compiled cells.
  private let compiler: String
  /// The expressions in prose that are compiled with each cell.
  private let inline: [Int: [InlineExpression]]
  private var analyses: [Int: CellAnalysis] = [:]
  private var ahead = Ahead(cells: [], context: CellContext(preamble: []))

  /// The cells to compile ahead of their turn.
  private struct Ahead {
    var cells: ArraySlice<Cell>
    /// The cells that the first of them will see if all above it compile.
    var context: CellContext
    /// How the first of them is compiled, once that is known: it may have to wait for long.
    var plan: CompilePlan?
  }

  package init(_ notebook: Notebook, _ configuration: ExecutionConfiguration) {
    self.notebook = notebook
    self.configuration = configuration
    places = CellPlaces(notebook)
    compiler = configuration.compiler.identity
    queue = CompileQueue(configuration.compiler, configuration.store)
    inline = notebook.inlineExpressionsByCell
  }

  /// Starts a kernel and returns the state before all cells.
  ///
  /// - Throws: `ExecutionError` when the kernel cannot be started.
  package func begin() throws -> CellState {
    let kernel = try KernelProcess(
      installation: configuration.installation, seed: notebook.frontMatter.seed,
      folder: configuration.workingFolder ?? configuration.folder)
    let preamble = ParameterSource(notebook.frontMatter.parameters).lines
    return CellState(
      kernel: kernel, snapshot: kernel.root, context: CellContext(preamble: preamble))
  }

  /// Lets the session compile cells while those above them run, several at once.
  ///
  /// A hint, which replaces the one before: `compile` and `run` give the same results without it.
  ///
  /// - Parameter cells: the cells that will probably be run after `state`, in order.
  package func prepare(_ cells: some Sequence<Cell>, on state: CellState) {
    ahead = Ahead(cells: Array(cells)[...], context: state.context)
    queue.markImportable(state.context.entries.values.map(\.key))
  }

  /// Compiles a cell against the cells that `state` can see.
  ///
  /// - Parameter cell: one of the notebook's, which is not in the state already.
  /// - Throws: `ExecutionError` when the compiler cannot be run, or the session was cancelled.
  package func compile(
    _ cell: Cell, on state: CellState, control: CellControl = CellControl()
  ) throws -> CellCompilation {
    precondition(
      state.context.entries[cell.index] == nil, "cell \(cell.index) is in the state already")
    let analysis = analysis(of: cell)
    if let problem = analysis.problems.first {
      let diagnosing = diagnosing(analysis, state.context)
      let failure = diagnosing.failure(diagnosing.diagnostic(problem, ofCell: cell.index))
      return CellCompilation(
        artifact: nil, failure: failure, diagnostics: [], waitingSeconds: 0,
        context: state.context, imports: [])
    }
    let plan = state.context.plan(analysis, compiler: compiler)
    queue.markImportable(plan.imports.map(\.key))
    try queue.begin(plan)
    var waitingSeconds = 0.0
    while true {
      try control.checkCancellation()
      try compileAhead()
      if let outcome = queue.outcome(of: plan.key) {
        return compilation(
          of: cell, plan, outcome, state.context, waitingSeconds: waitingSeconds)
      }
      let start = monotonicSeconds()
      try queue.waitForEvent(timeout: Self.tick)
      waitingSeconds += monotonicSeconds() - start
    }
  }

  /// How often cancellation and limits are looked at, in milliseconds.
  static let tick: Int32 = 20

  private func compilation(
    of cell: Cell, _ plan: CompilePlan, _ outcome: CompileQueue.Outcome, _ context: CellContext,
    waitingSeconds: Double
  ) -> CellCompilation {
    var diagnostics: [Diagnostic] = []
    if queue.damagedKeys.contains(plan.key) {
      diagnostics.append(
        Diagnostic(
          .note, path: places.path,
          message: "the compiled cell \(cell.index) in the cache is damaged; it is compiled again"))
    }
    let analysis = analysis(of: cell)
    var context = context
    switch outcome {
    case .failed(let messages, let output):
      let diagnosing = diagnosing(analysis, context)
      let (failure, others) = diagnosing.failure(of: cell, messages, output: output)
      return CellCompilation(
        artifact: nil, failure: failure, diagnostics: diagnostics + others,
        waitingSeconds: waitingSeconds, context: context, imports: [])
    case .compiled(let artifact, let messages):
      let warnings = messages.filter { $0.severity == .warning }
      if !warnings.isEmpty {
        let diagnosing = diagnosing(analysis, context)
        diagnostics += warnings.compactMap { diagnosing.diagnostic($0, compiling: cell.index) }
      }
      context.add(analysis, plan, artifact)
      return CellCompilation(
        artifact: artifact, failure: nil, diagnostics: diagnostics,
        waitingSeconds: waitingSeconds, context: context, imports: plan.imports.map(\.artifact))
    }
  }

  /// Translates messages about a cell that sees the cells of `context`.
  private func diagnosing(_ analysis: CellAnalysis, _ context: CellContext) -> CellDiagnostics {
    var columns = context.entries.mapValues(\.columns)
    columns[analysis.cell] = analysis.columns
    return CellDiagnostics(positions: PositionMap(places, columns: columns))
  }

  private func analysis(of cell: Cell) -> CellAnalysis {
    if let known = analyses[cell.index] { return known }
    let analysis = CellAnalysis(cell, inline: inline[cell.index] ?? [])
    analyses[cell.index] = analysis
    return analysis
  }

  /// Begins to compile further cells, each as soon as those that it imports are known to compile.
  func compileAhead() throws {
    if !queue.failedKeys.isEmpty {
      for (cell, entry) in ahead.context.entries where queue.failedKeys.contains(entry.key) {
        ahead.context.remove(cell)
        ahead.plan = nil
      }
    }
    while let cell = ahead.cells.first, queue.hasRoom {
      let analysis = analysis(of: cell)
      guard analysis.problems.isEmpty else {
        ahead.cells.removeFirst()
        continue
      }
      // The imports of a cell that turns out not to compile would have to be taken back.
      if queue.isCompilingImports { return }
      let plan = ahead.plan ?? ahead.context.plan(analysis, compiler: compiler)
      ahead.plan = plan
      guard plan.imports.allSatisfy({ queue.isImportable($0.key) }) else { return }
      try queue.begin(plan)
      ahead.context.add(analysis, plan, queue.artifact(of: plan))
      ahead.plan = nil
      ahead.cells.removeFirst()
    }
  }
}
