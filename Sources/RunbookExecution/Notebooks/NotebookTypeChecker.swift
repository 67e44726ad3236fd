package import RunbookDocument
package import RunbookFiles

/// Compiles a notebook's cells without running them.
///
/// Cells that follow each other are compiled together, as far as that cannot change the compiler's
/// messages; a group with a mistake is compiled again cell by cell. So a note is checked in a fraction of
/// the time in which its cells are made ready to run.
package struct NotebookTypeChecker {
  private let notebook: Notebook
  private let configuration: ExecutionConfiguration

  package init(_ notebook: Notebook, _ configuration: ExecutionConfiguration) {
    self.notebook = notebook
    self.configuration = configuration
  }

  /// Returns the compiler's errors and warnings about every cell, in order.
  ///
  /// A cell that does not compile is left out for the cells below, and that they miss its names is not
  /// reported: one mistake is reported once, and others still are.
  ///
  /// - Parameter lostNames: names whose absence is reported elsewhere: `params` of a front matter that
  ///   cannot be read.
  /// - Throws: `ExecutionError` when cells cannot be compiled at all.
  package func diagnostics(lostNames: Set<String> = []) throws -> [Diagnostic] {
    let inline = notebook.inlineExpressionsByCell
    let analyses = notebook.cells.map { cell in
      CellAnalysis(cell, inline: inline[cell.index] ?? [])
    }
    let columns = Dictionary(uniqueKeysWithValues: analyses.map { ($0.cell, $0.columns) })
    let folder = try configuration.store.makeScratchFolder()
    defer { try? FileAccess.removeTree(folder) }
    var checker = CellTypeChecker(
      CellDiagnostics(positions: PositionMap(CellPlaces(notebook), columns: columns)),
      preamble: ParameterSource(notebook.frontMatter.parameters).lines,
      compiler: configuration.compiler, folder: folder, lostNames: lostNames)
    for group in CellGroup.groups(of: analyses) { try checker.compile(group) }
    return checker.diagnostics.ordered()
  }
}
