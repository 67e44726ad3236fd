package import RunbookFiles
package import RunbookOutput

/// A cell compiled on top of a state.
package struct CellCompilation: Sendable {
  /// The compiled cell; `nil` if it does not compile.
  package let artifact: CompiledCell?
  /// Why it does not compile.
  package let failure: Failure?
  /// The compiler's warnings and further errors, and notes about the cache.
  package let diagnostics: [Diagnostic]
  /// Seconds spent waiting for the compiler.
  package let waitingSeconds: Double
  /// The cells that the state after this cell can see.
  let context: CellContext
  let imports: [CompiledCell]
}

/// The result of running one cell on a state.
package struct CellStep {
  /// The cell's number.
  package let cell: Int
  /// The compiled cell; `nil` if it does not compile.
  package let artifact: CompiledCell?
  /// Everything that the cell printed, displayed and claimed; last the failure, if it failed.
  package let outputs: [Output]
  /// The values of the expressions in the text after the cell.
  package let inlineValues: [InlineValue]
  /// Why the cell did not run to its end.
  package let failure: Failure?
  /// The state after the cell; the state that it was run on if it failed.
  package let state: CellState
  /// The compiler's warnings and further errors, and notes about the cache.
  package let diagnostics: [Diagnostic]
  /// Seconds spent waiting for the compiler.
  package let waitingSeconds: Double
}

/// How the caller of a session follows and stops it.
package struct CellControl {
  /// Asked every few milliseconds; once true, the cell is killed and the session throws.
  package var isCancelled: () -> Bool
  /// Called with everything that happens, in order, on the caller's thread.
  package var observe: (ExecutionEvent) -> Void

  package init(
    isCancelled: @escaping () -> Bool = { false },
    observe: @escaping (ExecutionEvent) -> Void = { _ in }
  ) {
    self.isCancelled = isCancelled
    self.observe = observe
  }

  func checkCancellation() throws {
    if isCancelled() { throw ExecutionError(.cancelled, "the run was stopped") }
  }
}
