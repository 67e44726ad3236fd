internal import Foundation
package import RunbookConversion
internal import RunbookDocument
package import RunbookFiles

/// The conversion of a notebook of another tool to a note, or of a note to another format.
package struct NoteConversion {
  private let source: String
  /// The file to be written.
  package let target: String
  private let converted: Converted

  /// The converted text.
  package var text: String { converted.text }
  /// Notes about text that was left out or changed.
  package var notes: [Diagnostic] {
    converted.notes.map {
      Diagnostic($0.severity, path: source, location: $0.location, message: $0.message)
    }
  }

  /// Reads and converts a notebook; writes nothing.
  ///
  /// - Parameters:
  ///   - source: a file that ends in .ipynb, .qmd or .md.
  ///   - format: the format to write; by default a Jupyter notebook of a note, a note of all else.
  ///   - target: the file to be written, whose name files beside it share; `nil` for that of the source.
  /// - Throws: why it cannot be converted.
  package static func read(
    _ source: String, to format: ExportFormat? = nil, as target: String?
  ) throws(Diagnostic) -> Self {
    let format = if let format { format } else { try defaultFormat(of: source) }
    let target =
      target ?? (source as NSString).deletingPathExtension + ".\(format.fileExtension)"
    let name = ((target as NSString).lastPathComponent as NSString).deletingPathExtension
    return Self(
      source: source, target: target, converted: try convert(source, to: format, name: name))
  }

  private static func defaultFormat(of source: String) throws(Diagnostic) -> ExportFormat {
    switch fileExtension(of: source) {
    case "ipynb", "qmd": .markdown
    case "md", "markdown": .jupyter
    default:
      throw Diagnostic(
        path: source, message: "is not a notebook; name a file that ends in .ipynb, .qmd or .md")
    }
  }

  private static func fileExtension(of path: String) -> String {
    (path as NSString).pathExtension.lowercased()
  }

  private static func convert(
    _ source: String, to format: ExportFormat, name: String
  ) throws(Diagnostic) -> Converted {
    let bytes = try NotebookFile.read(path: source)
    var note = Converted(text: String(decoding: bytes, as: UTF8.self))
    switch fileExtension(of: source) {
    case "ipynb":
      do { note = try JupyterImport.convert(bytes, name: name) } catch {
        throw Diagnostic(path: source, location: error.location, message: error.description)
      }
    case "qmd": note = QuartoImport.convert(note.text)
    default: break
    }
    // A note that was just made is as plain as its author's text is.
    let isNote = ["md", "markdown"].contains(fileExtension(of: source))
    guard isNote || format != .markdown else { return note }
    let parsed = NotebookParser(path: source).parse(Array(note.text.utf8))
    guard let notebook = parsed.notebook else { throw parsed.diagnostics[0] }
    let folder = FilePath.folder(of: source)
    var converted = format.convert(notebook, source: note.text) { path in
      try? NotebookFile.read(path: folder.isEmpty ? path : "\(folder)/\(path)")
    }
    converted.files.merge(note.files) { first, _ in first }
    converted.notes = note.notes + converted.notes
    return converted
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
