package import RunbookDocument

/// The formats to which a note can be exported.
///
/// A new format begins with a case here: then the compiler requires its name, its files and its
/// writer, and a test requires its row in docs/notebook-format.md.
package enum ExportFormat: String, CaseIterable, Sendable {
  /// A Jupyter notebook.
  case jupyter
  /// The note itself, in the plainest equivalent Markdown.
  case markdown

  /// The extension of its files.
  package var fileExtension: String {
    switch self {
    case .jupyter: "ipynb"
    case .markdown: "md"
    }
  }

  /// Writes a note in this format.
  ///
  /// - Parameters:
  ///   - source: the source text of the notebook.
  ///   - file: returns the content of a file by its path relative to the note.
  package func convert(
    _ notebook: Notebook, source: String, file: @escaping (String) -> [UInt8]? = { _ in nil }
  ) -> Converted {
    // The locations of the notebook count lines that end in LF.
    let source = source.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    return switch self {
    case .jupyter: JupyterExport.convert(source, notebook, file: file)
    case .markdown: Converted(text: MarkdownWriter.text(of: notebook, source: source))
    }
  }
}
