import Glibc
package import RunbookDocument
package import RunbookOutput

/// Compiles a notebook's cells without running them.
package struct NotebookChecker {
  private let executor: NotebookExecutor

  package init(_ executor: NotebookExecutor) {
    self.executor = executor
  }

  /// Returns what the compiler has to say about every cell, in order.
  ///
  /// A cell that does not compile is left out for the cells below, so that one mistake is reported once
  /// and others still are.
  ///
  /// - Throws: `ExecutionError` when cells cannot be compiled at all.
  package func diagnostics() throws -> [Diagnostic] {
    let compilation = CompileQueue(executor)
    defer { compilation.stop() }
    var failures: [Diagnostic] = []
    for cell in executor.notebook.cells {
      while compilation.outcome(of: cell.index) == nil {
        try compilation.advance()
        try compilation.waitForNews()
      }
      if case .failed(let failure)? = compilation.outcome(of: cell.index) {
        failures.append(failure.diagnostic(of: executor.notebook))
      }
    }
    return (failures + compilation.diagnostics).sorted {
      ($0.location ?? SourceLocation(line: 0)) < ($1.location ?? SourceLocation(line: 0))
    }
  }
}

extension Failure {
  /// The failure as one line that editors can jump to; further lines of its text are left out.
  package func diagnostic(of notebook: Notebook) -> Diagnostic {
    let opened = notebook.openedName(ofRecorded: file)
    let place = line.map { SourceLocation(line: $0, column: column ?? 1, file: opened) }
    let text = message.split(separator: "\n").first.map(String.init) ?? message
    return Diagnostic(path: opened ?? notebook.path, location: place, message: text)
  }
}

extension Claim {
  /// That the claim does not hold, as one line.
  package func diagnostic(of notebook: Notebook) -> Diagnostic {
    let opened = notebook.openedName(ofRecorded: file)
    return Diagnostic(
      path: opened ?? notebook.path, location: SourceLocation(line: line, file: opened),
      message: "the claim '\(statement)' does not hold"
        + (evidence.isEmpty ? "" : ": \(evidence)"))
  }
}
