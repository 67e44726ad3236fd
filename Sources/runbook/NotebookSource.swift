import RunbookDocument
import RunbookExecution

/// A notebook named on the command line: read, parsed, and placed in its project.
struct NotebookSource {
  let path: String
  let project: Project
  /// `nil` when the notebook cannot be run as it is.
  let notebook: Notebook?
  /// Everything that reading and parsing have to say.
  let diagnostics: [Diagnostic]

  /// - Parameter parameters: `name:value` pairs that stand over the front matter's `params`.
  init(path: String, parameters: [String] = []) {
    self.path = path
    project = Project(notebook: path)
    var diagnostics: [Diagnostic] = []
    let configuration = project.readConfiguration(&diagnostics)
    let parsed = NotebookParser(path: path, project: configuration).parseFile()
    diagnostics += parsed.diagnostics
    var notebook = parsed.notebook
    for parameter in parameters {
      guard let complaint = notebook?.setParameter(parameter) else { continue }
      diagnostics.append(Diagnostic(path: path, message: complaint))
    }
    self.diagnostics = diagnostics
    self.notebook = diagnostics.contains { $0.severity == .error } ? nil : notebook
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
  /// Gives a parameter another value, of the type that the front matter gave it.
  ///
  /// - Parameter text: `name:value`.
  /// - Returns: what is wrong with `text`; `nil` if nothing is.
  fileprivate mutating func setParameter(_ text: String) -> String? {
    guard let colon = text.firstIndex(of: ":") else {
      return "-P \(text) has no value; write -P name:value"
    }
    let name = String(text[..<colon])
    let value = String(text[text.index(after: colon)...])
    guard let index = frontMatter.parameters.firstIndex(where: { $0.name == name }) else {
      let known = frontMatter.parameters.map(\.name).joined(separator: ", ")
      return
        "-P \(text): the notebook has no parameter '\(name)'; it has \(known.isEmpty ? "none" : known)"
    }
    let parsed: FrontMatter.Parameter? =
      switch frontMatter.parameters[index].value {
      case .bool: Bool(value).map { .bool($0) }
      case .int: Int(value).map { .int($0) }
      case .double: Double(value).map { .double($0) }
      case .string: .string(value)
      }
    guard let parsed else {
      return "-P \(text): '\(value)' is not a value for '\(name)', "
        + "which is \(frontMatter.parameters[index].value.typeWords)"
    }
    frontMatter.parameters[index].value = parsed
    return nil
  }
}

extension FrontMatter.Parameter {
  fileprivate var typeWords: String {
    switch self {
    case .bool: "true or false"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "a text"
    }
  }
}
