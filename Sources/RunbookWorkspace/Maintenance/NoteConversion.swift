internal import Foundation
internal import RunbookConversion
internal import RunbookDocument
package import RunbookFiles

/// The conversion of a notebook of another tool to a note, or of a note to a Jupyter notebook.
package struct NoteConversion {
  private let source: String
  /// The file to be written.
  package let target: String
  private let converted: Converted

  /// The converted text.
  package var text: String { converted.text }
  /// Notes about text that was left out or changed.
  package var notes: [Diagnostic] {
    converted.notes.map { Diagnostic(.note, path: source, message: $0) }
  }

  /// Reads and converts a notebook; writes nothing.
  ///
  /// - Parameters:
  ///   - source: a file that ends in .ipynb, .qmd or .md.
  ///   - target: the file to be written, whose name files beside it share; `nil` for that of the source.
  /// - Throws: why it cannot be converted.
  package static func read(_ source: String, as target: String?) throws(Diagnostic) -> Self {
    let target = if let target { target } else { try defaultTarget(of: source) }
    let name = ((target as NSString).lastPathComponent as NSString).deletingPathExtension
    return Self(source: source, target: target, converted: try convert(source, name: name))
  }

  /// The file that a notebook is converted to by default.
  package static func defaultTarget(of source: String) throws(Diagnostic) -> String {
    switch fileExtension(of: source) {
    case "ipynb", "qmd": (source as NSString).deletingPathExtension + ".md"
    case "md", "markdown": (source as NSString).deletingPathExtension + ".ipynb"
    default:
      throw Diagnostic(
        path: source, message: "is not a notebook; name a file that ends in .ipynb, .qmd or .md")
    }
  }

  private static func fileExtension(of path: String) -> String {
    (path as NSString).pathExtension.lowercased()
  }

  private static func convert(_ source: String, name: String) throws(Diagnostic) -> Converted {
    let bytes = try NotebookFile.read(path: source)
    switch fileExtension(of: source) {
    case "ipynb":
      do { return try JupyterImport.convert(bytes, name: name) } catch {
        throw Diagnostic(error, path: source)
      }
    case "qmd": return QuartoImport.convert(String(decoding: bytes, as: UTF8.self))
    default:
      let parsed = NotebookParser(path: source).parse(bytes)
      guard let note = parsed.notebook else { throw parsed.diagnostics[0] }
      return JupyterExport.convert(String(decoding: bytes, as: UTF8.self), note)
    }
  }

  /// Writes the converted notebook, and the pictures that it shows beside it.
  ///
  /// - Parameter replacing: whether existing files are replaced.
  /// - Throws: which file exists already or cannot be written.
  package func write(replacing: Bool) throws(Diagnostic) {
    let folder = FilePath.folder(of: target)
    let files = converted.files.sorted { $0.key < $1.key }.map { name, content in
      (folder.isEmpty ? name : "\(folder)/\(name)", content)
    }
    for path in [target] + files.map(\.0) where !replacing && FileAccess.exists(path) {
      throw Diagnostic(
        path: path, message: "there is a file already; choose another with -o, or use --force")
    }
    do throws(SystemError) {
      for (path, content) in files {
        try FileAccess.makeFolder(FilePath.folder(of: path))
        try FileAccess.replace(path, with: content)
      }
      try FileAccess.makeFolder(folder)
      try FileAccess.replace(target, with: Array(converted.text.utf8))
    } catch {
      throw error.diagnostic
    }
  }
}
