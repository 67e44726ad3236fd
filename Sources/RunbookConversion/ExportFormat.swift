package import RunbookDocument

/// The forms in which a note can be written for other programs.
///
/// A new form begins with a case here: the compiler then asks for its name, its files and its writer, and a
/// test for its row in docs/notebook-format.md.
package enum ExportFormat: String, CaseIterable, Sendable {
  /// A Jupyter notebook.
  case jupyter
  /// The note itself, in the plainest Markdown that reads the same.
  case markdown

  /// How the names of its files end.
  package var fileExtension: String {
    switch self {
    case .jupyter: "ipynb"
    case .markdown: "md"
    }
  }

  /// Writes a note in this form.
  ///
  /// - Parameter source: the text that the notebook was read from.
  package func convert(_ notebook: Notebook, source: String) -> Converted {
    switch self {
    case .jupyter: JupyterExport.convert(source, notebook)
    case .markdown: Converted(text: MarkdownWriter.text(of: notebook, source: source))
    }
  }
}
