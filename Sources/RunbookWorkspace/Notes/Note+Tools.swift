internal import RunbookDocument
package import RunbookExecution
package import RunbookFiles
package import RunbookOutput
package import RunbookReport

extension Note {
  /// How cells of this note are compiled and run.
  ///
  /// - Throws: `ExecutionError` when the compiler or a part of runbook is missing.
  package func executionConfiguration() throws -> ExecutionConfiguration {
    try naming { try ExecutionConfiguration(folder: project.notebookFolder, store: project.store) }
  }

  /// Finds mistakes without running anything.
  ///
  /// - Returns: those of the text, of formulas and pictures, and of the compiler, in order. A note with
  ///   errors is still compiled: its author wants to hear of all of them at once.
  /// - Throws: `ExecutionError` when cells cannot be compiled at all.
  package func check() throws -> [Diagnostic] {
    try naming { try NotebookLinter(self).diagnostics() }
  }

  /// Draws the report of some results.
  ///
  /// - Parameters:
  ///   - base: the folder of all outputs, from which links lead on; the project's own if `nil`.
  ///   - usesCache: whether drawings are kept from one run to the next.
  /// - Throws: `ExecutionError` when a part of runbook is missing, a `Diagnostic` when the note has errors.
  package func render(
    _ results: NoteResults, in base: String? = nil, usesCache: Bool = true
  ) throws -> RenderedReport {
    try render(results.recording, results.provenance, in: base, usesCache: usesCache)
  }

  /// Draws the report of a recording.
  ///
  /// - Parameters:
  ///   - provenance: named at the foot of the page; nothing is if `nil`.
  ///   - base: the folder of all outputs; the project's own if `nil`.
  package func render(
    _ recording: Recording, _ provenance: Provenance?, in base: String? = nil,
    usesCache: Bool = true
  ) throws -> RenderedReport {
    let notebook = try runnable()
    let links = LinkResolver(self, notebook, outputs: base)
    var report = ReportRenderer(
      notebook: notebook, recording: recording, folder: project.notebookFolder, root: project.root,
      cacheFolder: usesCache ? project.cacheFolder : nil, tools: try drawingTools(),
      provenance: provenance, linkTarget: links.target
    ).render()
    let mistakes = LinkLinter(note: self, notebook: notebook, resolver: links).diagnostics()
    report.diagnostics = (report.diagnostics + mistakes).ordered()
    return report
  }

  /// Finds mistakes in the formulas and pictures of a notebook.
  func formulaLinter(for notebook: Notebook) throws -> FormulaLinter {
    FormulaLinter(
      notebook: notebook, search: project.fileSearch, tools: try drawingTools())
  }

  private func drawingTools() throws -> ReportRenderer.Tools {
    var tools = ReportRenderer.Tools()
    tools.compiledScriptFolder = try naming { try Installation().moduleCache }
    return tools
  }

  /// Puts the note's path into errors of the execution, which do not know it.
  func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch var error as ExecutionError {
      error.path = path
      throw error
    }
  }
}
