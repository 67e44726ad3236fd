package import RunbookFiles

/// A notebook as far as it could be read, and all its diagnostics.
package struct ParsedNotebook: Sendable {
  /// The readable part, with or without errors; `nil` if the file contains no text.
  package var notebook: Notebook?
  /// Errors and warnings in the order of their locations.
  package var diagnostics: [Diagnostic]

  package init(notebook: Notebook?, diagnostics: [Diagnostic]) {
    self.notebook = notebook
    self.diagnostics = diagnostics
  }

  /// Whether errors prevent the notebook from running.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Reads notebooks.
///
/// A notebook is GitHub-flavoured Markdown with YAML front matter. Fences whose first word is
/// `swift` are cells, whose first lines may be options, `//| key: value`; `$…$` and `$$…$$` are
/// formulas; `{#eq-x}` labels a formula, `{#sec-x}` a heading, and `@eq-x` refers to the label.
/// `docs/notebook-format.md` is the full description.
package struct NotebookParser: Sendable {
  /// The notebook as named by the user; included files are found relative to it.
  package var path: String
  /// The settings of the whole project.
  package var project: ProjectConfiguration?
  /// Whether the notebook may say `html: true`; the project always may.
  package var allowsHTML: Bool

  package init(path: String, project: ProjectConfiguration? = nil, allowsHTML: Bool = false) {
    self.path = path
    self.project = project
    self.allowsHTML = allowsHTML
  }

  /// Reads the file at `path`.
  package func parseFile() -> ParsedNotebook {
    guard !path.lowercased().hasSuffix(".ipynb") else {
      let message =
        "this is a Jupyter notebook; convert it with 'runbook convert \(path)'"
      return ParsedNotebook(
        notebook: nil, diagnostics: [Diagnostic(path: path, message: message)])
    }
    do {
      return parse(try NotebookFile.read(path: path))
    } catch {
      return ParsedNotebook(notebook: nil, diagnostics: [error])
    }
  }

  /// Reads a notebook from the bytes of its file.
  ///
  /// Never fails: all errors are in the result.
  /// - Complexity: O(bytes).
  package func parse(_ bytes: [UInt8]) -> ParsedNotebook {
    var log = DiagnosticLog(path: path)
    let source: SourceText
    do {
      source = try TextDecoding.decode(bytes)
    } catch {
      log.error(error.message, at: error.location)
      return ParsedNotebook(notebook: nil, diagnostics: log.sorted)
    }
    guard source.bytes.contains(where: { !" \t\n".utf8.contains($0) }) else {
      log.error(
        "the file is empty; write a notebook, or create one with 'runbook new'",
        at: SourceLocation(line: 1))
      return ParsedNotebook(notebook: nil, diagnostics: log.sorted)
    }
    let (frontMatter, lines, body) = takeFrontMatter(from: source, log: &log)
    let assembled = IncludeExpansion.expand(body, path: path, log: &log)
    var builder = TreeBuilder(source: assembled.text, frontMatter: frontMatter, log: log)
    let tree = builder.build()
    log = builder.log
    var notebook = Notebook(
      path: path, frontMatter: frontMatter, parsed: tree, includes: assembled.files, log: &log)
    notebook.frontMatterLines = lines
    return ParsedNotebook(notebook: notebook, diagnostics: log.sorted)
  }

  /// Reads the front matter and replaces it by empty lines.
  private func takeFrontMatter(
    from source: SourceText, log: inout DiagnosticLog
  ) -> (FrontMatter, lines: [String], SourceText) {
    let base = project?.settings ?? FrontMatter()
    switch FrontMatterBlock.find(in: source) {
    case .none: return (base, [], source)
    case .unclosed:
      log.error(
        "the front matter is never closed; end it with a line '---'",
        at: source.location(line: 1, column: 1))
      return (base, [], source)
    case .block(let lines):
      let yaml = YAMLText(source, lines: lines)
      var frontMatter = FrontMatterDecoder.decode(yaml, over: base, log: &log)
      if frontMatter.allowsHTML, !base.allowsHTML, !allowsHTML {
        frontMatter.allowsHTML = false
        log.warning(
          "'html: true' is obeyed only with --allow-html or in \(ProjectConfiguration.fileName) of the "
            + "project; harmless tags are shown without it",
          at: frontMatter.htmlPlace ?? source.location(line: 1, column: 1))
      }
      return (
        frontMatter, yaml.lines.map(\.text), source.blankingLines(1..<(lines.upperBound + 1))
      )
    }
  }
}
