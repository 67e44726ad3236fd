package import RunbookDocument
package import RunbookFiles
internal import RunbookOutput

/// Finds the parts of a notebook that its report could not show, without running a cell: formulas
/// that KaTeX rejects, and pictures that cannot be read.
package struct FormulaLinter {
  private let notebook: Notebook
  private let search: NoteFileSearch
  private let cacheFolder: String?
  private let tools: ReportRenderer.Tools

  /// - Parameters:
  ///   - notebook: the document.
  ///   - search: finds the pictures in the prose.
  ///   - cacheFolder: the folder of cached formulas; with `nil` nothing is cached.
  ///   - tools: the location of KaTeX.
  package init(
    notebook: Notebook, search: NoteFileSearch, cacheFolder: String? = nil,
    tools: ReportRenderer.Tools = ReportRenderer.Tools()
  ) {
    self.notebook = notebook
    self.search = search
    self.cacheFolder = cacheFolder
    self.tools = tools
  }

  /// The errors in formulas and pictures, in document order.
  package func diagnostics() -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var cache = DrawingCache(folder: cacheFolder, notebook: notebook.path)
    var setter = FormulaSetter(
      folder: tools.katexFolder, cacheFolder: tools.compiledScriptFolder ?? cacheFolder)
    let content = ReportContent(notebook, Recording(cells: []))
    var seen: Set<Math> = []
    for math in content.formulas where seen.insert(math).inserted {
      if case .refused(let error) = setter.set(math, cache: &cache) {
        diagnostics.append(error.diagnostic(of: math, in: notebook.path))
      }
    }
    if let fault = setter.fault {
      diagnostics.append(Diagnostic(path: notebook.path, message: fault))
    }
    var graphs = GraphDrawer(dot: tools.dot)
    for diagram in content.diagrams { graphs.draw(diagram, in: notebook.path, cache: &cache) }
    diagnostics += graphs.diagnostics
    return diagnostics + ProsePictures(notebook, search: search).diagnostics
  }
}

extension KaTeXEngine.FormulaError {
  /// The error at its location in the notebook.
  func diagnostic(of math: Math, in notebook: String) -> Diagnostic {
    let location = math.location(atUTF16Offset: offset ?? 0)
    return Diagnostic(
      path: location.file ?? notebook, location: location,
      message: "KaTeX: \(message); see katex.org/docs/supported for supported commands")
  }
}
