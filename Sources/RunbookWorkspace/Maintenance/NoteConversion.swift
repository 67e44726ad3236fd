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

  /// A note that files beside the converted text are missing if only the text is written.
  package var noteOfMissingFiles: Diagnostic? {
    guard let first = converted.files.keys.min() else { return nil }
    return Diagnostic(
      .warning, path: source,
      message: "'\(FilePath.folder(of: first))', which belongs beside the note, is not written to "
        + "standard output; name a file with -o")
  }

  /// Reads and converts a notebook; writes nothing.
  ///
  /// - Parameters:
  ///   - source: a file that ends in .ipynb, .qmd, .Rmd, .livemd or .md.
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
    case "ipynb", "qmd", "rmd", "livemd": .markdown
    case "md", "markdown": .jupyter
    default:
      throw Diagnostic(
        path: source,
        message: "is not a notebook; name a file that ends in .ipynb, .qmd, .Rmd, .livemd or .md")
    }
  }

  private static func fileExtension(of path: String) -> String {
    (path as NSString).pathExtension.lowercased()
  }

  private static func convert(
    _ source: String, to format: ExportFormat, name: String
  ) throws(Diagnostic) -> Converted {
    let bytes = try NotebookFile.read(path: source)
    let note = try note(of: bytes, source, name: name, isExported: format != .markdown)
    guard format != .markdown else { return note }
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

  /// The document as a note.
  ///
  /// - Parameter isExported: whether another format is made of it, which needs a note as it is.
  private static func note(
    of bytes: [UInt8], _ source: String, name: String, isExported: Bool
  ) throws(Diagnostic) -> Converted {
    let kind = fileExtension(of: source)
    if kind == "ipynb" {
      do { return try JupyterImport.convert(bytes, name: name) } catch {
        throw Diagnostic(path: source, location: error.location, message: error.description)
      }
    }
    let isNote = ["md", "markdown"].contains(kind)
    if isNote, isExported { return Converted(text: String(decoding: bytes, as: UTF8.self)) }
    let parsed = NotebookParser(path: source).parse(bytes)
    guard let notebook = parsed.notebook else { throw parsed.diagnostics[0] }
    return DocumentImport.convert(
      bytes, parsed, isNote: isNote && !DocumentImport.isMyST(notebook))
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
