import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput
import RunbookReport

/// A notebook named on the command line: read, parsed, and placed in its project.
struct NotebookSource {
  let path: String
  let project: Project
  /// `nil` when the notebook cannot be run as it is.
  let notebook: Notebook?
  /// What could be read of the notebook, errors or not; `nil` if there is no text.
  let readable: Notebook?
  /// Everything that reading and parsing have to say.
  let diagnostics: [Diagnostic]

  /// - Parameters:
  ///   - path: the notebook.
  ///   - parameters: `name:value` arguments that stand over the front matter's `params`.
  ///   - parameterFile: a YAML file of such values; arguments stand over it.
  init(path: String, parameters: [String] = [], parameterFile: String? = nil) {
    self.path = path
    project = Project(notebook: path)
    var diagnostics: [Diagnostic] = []
    let configuration = project.readConfiguration(&diagnostics)
    let parsed = NotebookParser(path: path, project: configuration).parseFile()
    diagnostics += parsed.diagnostics
    readable = parsed.notebook
    let overrides = Self.overrides(parameters, parameterFile, &diagnostics)
    notebook = parsed.notebook.flatMap { notebook in
      var notebook = notebook
      let (frontMatter, errors) = notebook.frontMatter.overriding(overrides)
      diagnostics += errors.map { $0.diagnostic(of: path) }
      notebook.frontMatter = frontMatter
      return diagnostics.contains { $0.severity == .error } ? nil : notebook
    }
    self.diagnostics = diagnostics
  }

  private static func overrides(
    _ arguments: [String], _ file: String?, _ diagnostics: inout [Diagnostic]
  ) -> [ParameterOverride] {
    var overrides: [ParameterOverride] = []
    if let file {
      do throws(Diagnostic) {
        let parsed = ParameterFile.parse(try NotebookFile.read(path: file), path: file)
        overrides += parsed.overrides
        diagnostics += parsed.diagnostics
      } catch {
        diagnostics.append(error)
      }
    }
    for argument in arguments {
      if let override = ParameterOverride(argument: argument) {
        overrides.append(override)
      } else {
        diagnostics.append(
          Diagnostic(path: "-P \(argument)", message: "no value; write -P name:value"))
      }
    }
    return overrides
  }

  /// Draws the report of a run of this notebook.
  ///
  /// - Parameter usesCache: whether drawings are kept from one run to the next.
  /// - Throws: `ExecutionError` when a part of runbook is missing.
  func renderer(
    for notebook: Notebook, _ recording: Recording, usesCache: Bool = true,
    provenance: Provenance? = nil
  ) throws -> ReportRenderer {
    var tools = ReportRenderer.Tools()
    tools.compiledKaTeXFolder = try Installation().moduleCache
    return ReportRenderer(
      notebook: notebook, recording: recording, folder: project.notebookFolder,
      cacheFolder: usesCache ? project.cacheFolder : nil, tools: tools,
      provenance: provenance)
  }

  /// Finds mistakes in what the report of this notebook will show.
  ///
  /// - Throws: `ExecutionError` when a part of runbook is missing.
  func checker(for notebook: Notebook) throws -> FormulaLinter {
    var tools = ReportRenderer.Tools()
    tools.compiledKaTeXFolder = try Installation().moduleCache
    return FormulaLinter(
      notebook: notebook, folder: project.notebookFolder, tools: tools)
  }

  /// The executor for `notebook` in this notebook's place.
  ///
  /// - Throws: `ExecutionError` when the compiler or a part of runbook is missing.
  func executor(for notebook: Notebook) throws -> NotebookExecutor {
    NotebookExecutor(
      notebook: notebook, folder: project.notebookFolder, toolchain: try Toolchain(),
      installation: try Installation(), store: CellStore(folder: project.cacheFolder))
  }
}

extension Notebook {
  /// Path and line of each cell that is run, by its number.
  var cellPlaces: [Int: String] {
    Dictionary(
      cells.map { ($0.index, "\($0.fence.file ?? path):\($0.fence.line)") },
      uniquingKeysWith: { first, _ in first })
  }
}
