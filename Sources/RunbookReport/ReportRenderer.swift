package import RunbookDocument
internal import RunbookDrawing
internal import RunbookFiles
package import RunbookOutput

/// Renders a notebook and the recording of its run as a report.
///
/// Rendering never fails: errors of drawing or setting are shown at their position in the report
/// and in the diagnostics. The result depends only on the notebook, the recording and the installed
/// KaTeX and gnuplot: not on the time, on paths or on the order of a hash table.
package struct ReportRenderer {
  /// The locations of the tools and their time limits.
  package struct Tools: Sendable {
    package var gnuplot = "gnuplot"
    /// The time limit of one figure in seconds.
    package var gnuplotTimeLimit = 20.0
    /// The program of graphviz that draws `dot` fences.
    package var dot = "dot"
    /// The folder that contains `katex.min.js`, `katex.min.css` and `fonts/`.
    package var katexFolder = "/usr/share/javascript/katex"
    /// The folder that contains `highlight.min.js`.
    package var highlightFolder = "/usr/share/javascript/highlight.js"

    package init() {}
  }

  private let notebook: Notebook
  private let recording: Recording
  private let search: NoteFileSearch
  private let cacheFolder: String?
  private let tools: Tools
  private let provenance: Provenance?
  private let linkTarget: (String) -> String

  /// - Parameters:
  ///   - notebook: the document.
  ///   - recording: the outputs of its cells.
  ///   - folder: the notebook's folder, from which pictures in the prose are read; that of its path
  ///     if `nil`.
  ///   - root: the project's folder, from which paths that begin with `/` count.
  ///   - cacheFolder: the folder of cached formulas, figures and code; with `nil`
  ///     nothing is cached.
  ///   - tools: gnuplot and KaTeX.
  ///   - provenance: the provenance of the recording, for `results.json` and the page's footer.
  ///   - linkTarget: the address on the page of an address in the note.
  package init(
    notebook: Notebook, recording: Recording, folder: String? = nil, root: String? = nil,
    cacheFolder: String? = nil, tools: Tools = Tools(), provenance: Provenance? = nil,
    linkTarget: @escaping (String) -> String = { $0 }
  ) {
    self.linkTarget = linkTarget
    self.notebook = notebook.citingWorks(of: recording.displayedMarkdown)
    self.recording = recording
    let own = notebook.path.lastIndex(of: "/").map { String(notebook.path[..<$0]) }
    search = NoteFileSearch(folder: folder ?? own ?? ".", root: root)
    self.cacheFolder = cacheFolder
    self.tools = tools
    self.provenance = provenance
  }

  /// Draws, sets and writes the whole report.
  ///
  /// - Complexity: linear in the size of the notebook and its outputs; on two cores a note with two
  ///   plots and ten formulas takes about 0.2 s, 0.02 s when the cache has them.
  package func render() -> RenderedReport {
    var cache = DrawingCache(folder: cacheFolder, notebook: notebook.path)
    var diagnostics = [Diagnostic]()

    // gnuplot works in separate processes while formulas are set here.
    var figures = FigureSet(
      recording, queue: PlotQueue(path: tools.gnuplot, timeLimit: tools.gnuplotTimeLimit),
      cache: &cache)
    let content = ReportContent(notebook, recording)
    var setter = FormulaSetter(folder: tools.katexFolder)
    let outcomes = setter.set(content.formulas, cache: &cache)
    if let fault = setter.fault {
      diagnostics.append(Diagnostic(.error, path: notebook.path, message: fault))
    }
    var formulas: [Math: String] = [:]
    for math in content.formulas where formulas[math] == nil {
      formulas[math] = html(outcomes[math] ?? .unavailable, of: math, &diagnostics)
    }
    var graphs = GraphDrawer(dot: tools.dot)
    for diagram in content.diagrams { graphs.draw(diagram, in: notebook.path, cache: &cache) }
    diagnostics += graphs.diagnostics
    let code = highlight(content.code, cache: &cache, &diagnostics)
    let styles = minify(&formulas, hasKaTeX: setter.fault == nil, &diagnostics)
    figures.finish(cache: &cache)
    cache.save()

    let drawn = self.drawn(figures, &diagnostics)
    let markups = content.markups.sorted { $0.key < $1.key }.map(\.value)
    let pictures = ProsePictures(notebook, markups: markups, search: search)
    diagnostics += pictures.diagnostics
    let page = PageWriter(
      notebook: notebook, recording: recording, recordedCells: RecordedCells(recording),
      words: ReportStrings(language: notebook.frontMatter.language), figures: drawn.figures,
      drawingFailures: drawn.failures, formulas: formulas, code: code,
      graphs: graphs.drawings, pictures: pictures,
      markups: content.markups, provenance: provenance, linkTarget: linkTarget,
      inlineValues: Dictionary(
        recording.inlineValues.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first }),
      identifiers: PageIdentifiers(notebook, markups: markups), anchors: notebook.anchors)
    var files = drawn.files
    files["report.html"] = Array(page.page(formulaStyles: styles).utf8)
    files["results.json"] =
      ResultsFile(recording, drawn.figures, failures: drawn.failures, provenance: provenance).json
    files[ReportSummary.fileName] = page.reportSummary.json
    return RenderedReport(
      files: files,
      drawingFailures: drawn.failures.sorted { $0.key < $1.key }.map { place, failure in
        DrawingFailure(cell: place.cell, output: place.output, failure: failure)
      }, diagnostics: diagnostics.ordered())
  }

  // MARK: Code

  /// The HTML of each piece of code that has colours.
  private func highlight(
    _ sources: [SourceCode], cache: inout DrawingCache, _ diagnostics: inout [Diagnostic]
  ) -> [SourceCode: String] {
    var highlighter = ListingHighlighter(folder: tools.highlightFolder)
    var result: [SourceCode: String] = [:]
    for source in sources where result[source] == nil {
      guard source.language == "swift" else {
        result[source] = highlighter.html(source, cache: &cache)
        continue
      }
      let key = "swift \(source.text)"
      let html = cache[key] ?? Array(SwiftHighlighter.html(source.text).utf8)
      cache[key] = html
      result[source] = String(decoding: html, as: UTF8.self)
    }
    if let fault = highlighter.fault {
      diagnostics.append(Diagnostic(.warning, path: notebook.path, message: fault))
    }
    return result
  }

  // MARK: Formulas

  private func html(
    _ outcome: FormulaSetter.Outcome, of math: Math, _ diagnostics: inout [Diagnostic]
  ) -> String {
    let source = HTML.escape(math.source)
    switch outcome {
    case .html(let html): return html
    case .unavailable: return "<code class=\"formula-source\">\(source)</code>"
    case .refused(let error):
      let diagnostic = error.diagnostic(of: math, in: notebook.path)
      let location = diagnostic.location ?? math.location
      diagnostics.append(diagnostic)
      let file = notebook.recordedName(ofFile: location.file).map { HTML.escape($0) + ":" } ?? ""
      return
        "<span class=\"formula-error\"\(HTML.attribute("title", error.message))>"
        + "<code>\(source)</code> <small>\(HTML.escape(error.message)) "
        + "(\(file)\(location.line):\(location.column))</small></span>"
    }
  }

  /// Minifies the formulas and returns the rules and fonts that they need afterwards.
  private func minify(
    _ formulas: inout [Math: String], hasKaTeX: Bool, _ diagnostics: inout [Diagnostic]
  ) -> String {
    guard !formulas.isEmpty else { return "" }
    do throws(FigureError) {
      let sheet = try FormulaMinifier(formulas, folder: tools.katexFolder)
      formulas = sheet.formulas
      return sheet.styles
    } catch {
      // Without its program, formulas are not set and need no styles; this was reported before.
      if hasKaTeX {
        diagnostics.append(Diagnostic(.error, path: notebook.path, message: error.message))
      }
      return ""
    }
  }

  // MARK: Figures

  private struct Drawn {
    var figures: [FigureSet.Place: FigureDrawing] = [:]
    var failures: [FigureSet.Place: Failure] = [:]
    var files: [String: [UInt8]] = [:]
  }

  /// The results of drawing the figures of all cells.
  private func drawn(_ figures: FigureSet, _ diagnostics: inout [Diagnostic]) -> Drawn {
    var result = Drawn()
    for cell in recording.cells {
      for index in cell.outputs.indices {
        let place = FigureSet.Place(cell: cell.index, output: index)
        switch figures.outcomes[place] {
        case .success(let drawing):
          result.figures[place] = drawing
          result.files.merge(drawing.files) { first, _ in first }
        case .failure(let error):
          result.failures[place] = Failure(
            reason: .figure, message: error.message, line: cell.line, file: cell.file)
          let file = notebook.openedName(ofRecorded: cell.file)
          diagnostics.append(
            Diagnostic(
              .error, path: file ?? notebook.path,
              location: SourceLocation(line: cell.line, file: file),
              message: "the figure cannot be drawn: "
                + error.message.split(separator: "\n").joined(separator: " ")))
        case nil: break
        }
      }
    }
    return result
  }
}
