internal import RunbookDocument
internal import RunbookExecution
internal import RunbookFiles

/// Finds everything that can be found wrong with a note before it runs.
struct NotebookLinter {
  private let note: Note

  init(_ note: Note) {
    self.note = note
  }

  /// - Throws: `ExecutionError` when cells cannot be compiled at all.
  func diagnostics() throws -> [Diagnostic] {
    var diagnostics = note.diagnostics
    guard let notebook = note.notebook ?? note.readable else { return diagnostics.ordered() }
    diagnostics += try note.formulaLinter(for: notebook).diagnostics()
    diagnostics += LinkLinter(
      note: note, notebook: notebook, resolver: LinkResolver(note, notebook)
    ).diagnostics()
    if !notebook.cells.isEmpty {
      // The compiler would only miss the parameters of a front matter that could not be read.
      let hasLostParameters = notebook.frontMatter.parameters.isEmpty && note.diagnostics.hasErrors
      let checker = NotebookTypeChecker(notebook, try note.executionConfiguration())
      diagnostics += try checker.diagnostics(lostNames: hasLostParameters ? ["params"] : [])
    }
    return diagnostics.ordered()
  }
}
