package import RunbookDocument
package import RunbookFiles

/// A notebook in its project: read and parsed once, with its parameters set.
///
/// Everything that a program does with a note begins here:
///
/// ```swift
/// let note = Note(buffer: Array(editor.text.utf8), path: "notebooks/cnn.md")
/// let mistakes = try note.check()
/// let results = try note.run(isCancelled: { stop.isSet }) { event in show(event) }
/// let page = try note.render(results).html
/// ```
package struct Note: Sendable {
  /// The notebook as the user named it.
  package let path: String
  package let project: Project
  /// The bytes that were parsed; `nil` if the file cannot be read.
  package let content: [UInt8]?
  /// `nil` when the notebook cannot be run as it is.
  package private(set) var notebook: Notebook?
  /// The notebook as far as it could be read, errors or not; `nil` if there is no text.
  package let readable: Notebook?
  /// Everything found while reading and parsing.
  package private(set) var diagnostics: [Diagnostic]

  /// Reads the notebook at `path`. One that cannot be read is a note with diagnostics only.
  package static func open(
    _ path: String, parameters: ParameterChoices = ParameterChoices()
  ) -> Note {
    if path == NotebookList.standardInput { return readStandardInput(parameters) }
    let path = ExistingPath.find(path) ?? path
    // A notebook of another tool is refused by its name.
    guard !path.lowercased().hasSuffix(".ipynb") else {
      return Note(path, content: nil, parameters) { $0.parseFile() }
    }
    do throws(Diagnostic) {
      return Note(buffer: try NotebookFile.read(path: path), path: path, parameters: parameters)
    } catch {
      return Note(path, content: nil, parameters) { _ in
        ParsedNotebook(notebook: nil, diagnostics: [error])
      }
    }
  }

  /// Reads a notebook from standard input; its files are looked for in the current folder.
  private static func readStandardInput(_ parameters: ParameterChoices) -> Note {
    let path = Project.standardInputName
    do throws(Diagnostic) {
      let bytes = try NotebookFile.readStandardInput(as: path)
      return Note(buffer: bytes, path: path, parameters: parameters)
    } catch {
      return Note(path, content: nil, parameters) { _ in
        ParsedNotebook(notebook: nil, diagnostics: [error])
      }
    }
  }

  /// Parses an unsaved text.
  ///
  /// - Parameters:
  ///   - buffer: the text in UTF-8.
  ///   - path: the file that it will be saved to; its place in a project is that of the file.
  ///   - parameters: values that stand over the front matter's.
  package init(
    buffer: [UInt8], path: String, parameters: ParameterChoices = ParameterChoices()
  ) {
    self.init(path, content: buffer, parameters) { $0.parse(buffer) }
  }

  private init(
    _ path: String, content: [UInt8]?, _ parameters: ParameterChoices,
    parse: (NotebookParser) -> ParsedNotebook
  ) {
    self.path = path
    self.content = content
    project = Project(notebook: path)
    let (configuration, problems) = project.readConfiguration()
    let parsed = parse(
      NotebookParser(path: path, project: configuration, allowsHTML: parameters.allowsHTML))
    readable = parsed.notebook
    let (overrides, mistakes) = parameters.read()
    diagnostics = problems + parsed.diagnostics + mistakes
    if let notebook = parsed.notebook {
      diagnostics += DependencyLinter(notebook, folder: project.notebookFolder).diagnostics()
    }
    notebook = parsed.notebook
    override(overrides)
    if diagnostics.hasErrors { notebook = nil }
  }

  /// The note with other values of its parameters, as far as they are sound.
  func overriding(_ overrides: [ParameterOverride]) -> Note {
    var note = self
    note.override(overrides)
    return note
  }

  private mutating func override(_ overrides: [ParameterOverride]) {
    guard let (frontMatter, errors) = notebook?.frontMatter.overriding(overrides) else { return }
    notebook?.frontMatter = frontMatter
    diagnostics += errors.map { $0.diagnostic(of: path) }
  }

  /// The notebook, for work that needs one without errors.
  ///
  /// - Throws: the first error.
  package func runnable() throws(Diagnostic) -> Notebook {
    guard let notebook else {
      throw diagnostics.first { $0.severity == .error }
        ?? Diagnostic(
          path: path, location: SourceLocation(line: 1), message: "the notebook cannot be read")
    }
    return notebook
  }

  /// Every file that the note's report is made from, as they can be opened; for watching them.
  package var files: Set<String> {
    var files: Set = [path, project.settingsFile]
    guard let notebook = readable else { return files }
    files.formUnion(notebook.includes)
    files.formUnion(notebook.bibliographyFiles)
    for name in notebook.cells.flatMap(\.options.dependencies) {
      let path = name.hasPrefix("/") ? name : "\(project.notebookFolder)/\(name)"
      let found = ExistingPath.find(path) ?? path
      files.formUnion([found] + DependencyContent.files(in: found))
    }
    let search = project.fileSearch
    files.formUnion(
      notebook.images.filter { !$0.isRemote && !$0.source.hasPrefix("data:") }.map {
        search.find($0.source) ?? "\(project.notebookFolder)/\($0.source)"
      })
    return files
  }
}

extension Notebook {
  /// Path and line of each cell that is run, by its number.
  package var cellPlaces: [Int: String] {
    Dictionary(
      cells.map { ($0.index, "\($0.fence.file ?? path):\($0.fence.line)") },
      uniquingKeysWith: { first, _ in first })
  }
}
