import Foundation
package import RunbookDocument
package import RunbookFiles
package import RunbookOutput

/// Compiles a notebook's cells without running them.
///
/// Cells that follow each other are compiled together, as far as that cannot change what the compiler
/// says; a group with a mistake is compiled again cell by cell. So a note is checked in a fraction of
/// the time in which its cells are made ready to run.
package struct NotebookChecker {
  private let notebook: Notebook
  private let preamble: [String]
  private let compiler: CellCompiler
  private let store: CellStore

  package init(_ executor: NotebookExecutor) {
    notebook = executor.notebook
    preamble = executor.preamble
    compiler = CellCompiler(toolchain: executor.toolchain, installation: executor.installation)
    store = executor.store
  }

  /// Returns what the compiler has to say about every cell, in order.
  ///
  /// A cell that does not compile is left out for the cells below, and that they miss its names is not
  /// said: one mistake is reported once, and others still are.
  ///
  /// - Throws: `ExecutionError` when cells cannot be compiled at all.
  package func diagnostics() throws -> [Diagnostic] {
    let inline = notebook.inlineExpressionsByCell
    let analyses = notebook.cells.map { cell in
      CellAnalysis(
        cell: cell.index, source: cell.source,
        inline: (inline[cell.index] ?? []).map { ($0.index, $0.source) })
    }
    let folder = try store.makeScratchFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var check = CellCheck(
      notebook: notebook, preamble: preamble, compiler: compiler, folder: folder,
      analyses: Dictionary(uniqueKeysWithValues: analyses.map { ($0.cell, $0) }))
    for group in CellGroup.groups(of: analyses) { try check.compile(group) }
    return check.diagnostics.sorted {
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
