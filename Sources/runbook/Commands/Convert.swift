import ArgumentParser
import Foundation
import RunbookConversion
import RunbookDocument
import RunbookFiles

/// Turns notebooks of other tools into notes, and notes into Jupyter notebooks.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a note of a Jupyter or Quarto notebook, or a Jupyter notebook of a note.",
    discussion: """
      runbook convert lecture.ipynb                 writes lecture.md
      runbook convert lecture.qmd                   writes lecture.md
      runbook convert notebooks/cnn.md              writes notebooks/cnn.ipynb
      runbook convert lecture.ipynb -o notes/3.md   writes elsewhere; '-o -' to standard output

      Text, formulas and pictures are taken over, Swift code too; code in other languages becomes \
      listings. Outputs are not: running the note makes them. Nothing is written over without --force.
      """)

  @Argument(
    help: "A notebook: .ipynb, .qmd or .md.",
    completion: .file(extensions: ["ipynb", "qmd", "md"]))
  var notebook: String

  @Option(name: .shortAndLong, help: "The file to write; '-' is standard output.")
  var output: String?

  @Flag(help: "Write over a file that is there.")
  var force = false

  func run() throws {
    let terminal = Terminal()
    do {
      let path = try output ?? defaultOutput()
      let converted = try convert(name: stem(of: path == "-" ? notebook : path))
      for note in converted.notes { terminal.write("\(notebook): note: \(note)\n") }
      if path == "-" {
        FileHandle.standardOutput.write(Data(converted.text.utf8))
      } else {
        try write(converted, to: path)
        print(path)
      }
    } catch let error as ConversionError {
      terminal.write("\(notebook): error: \(error)\n")
      throw ExitCode.failure
    } catch let error as Diagnostic {
      terminal.write("\(error)\n")
      throw ExitCode.failure
    } catch let error as SystemError {
      terminal.write("\(error.diagnostic)\n")
      throw ExitCode.failure
    }
  }

  private var fileExtension: String { (notebook as NSString).pathExtension.lowercased() }

  private func stem(of path: String) -> String {
    ((path as NSString).lastPathComponent as NSString).deletingPathExtension
  }

  private func defaultOutput() throws -> String {
    switch fileExtension {
    case "ipynb", "qmd": (notebook as NSString).deletingPathExtension + ".md"
    case "md", "markdown": (notebook as NSString).deletingPathExtension + ".ipynb"
    default:
      throw Diagnostic(
        path: notebook, message: "is no notebook; name a file that ends in .ipynb, .qmd or .md")
    }
  }

  private func convert(name: String) throws -> Converted {
    let bytes = try NotebookFile.read(path: notebook)
    switch fileExtension {
    case "ipynb": return try JupyterImport.convert(bytes, name: name)
    case "qmd": return QuartoImport.convert(String(decoding: bytes, as: UTF8.self))
    default:
      let parsed = NotebookParser(path: notebook).parse(bytes)
      guard let note = parsed.notebook else { throw parsed.diagnostics[0] }
      return JupyterExport.convert(String(decoding: bytes, as: UTF8.self), note)
    }
  }

  private func write(_ converted: Converted, to path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    let targets =
      [path] + converted.files.keys.sorted().map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    for target in targets where !force && FileManager.default.fileExists(atPath: target) {
      throw Diagnostic(
        path: target, message: "there is a file already; choose another with -o, or use --force")
    }
    for (name, content) in converted.files.sorted(by: { $0.key < $1.key }) {
      let target = folder.isEmpty ? name : "\(folder)/\(name)"
      try FileAccess.makeFolder((target as NSString).deletingLastPathComponent)
      try FileAccess.replace(target, with: content)
    }
    if !folder.isEmpty { try FileAccess.makeFolder(folder) }
    try FileAccess.replace(path, with: Array(converted.text.utf8))
  }
}
