import ArgumentParser
import Foundation
import RunbookConversion
import RunbookFiles
import RunbookWorkspace

/// Turns notebooks of other tools into notes, and notes into other formats.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn notebooks of other tools into notes, and notes into Jupyter notebooks.",
    discussion: """
      runbook convert lecture.ipynb                 writes lecture.md
      runbook convert lecture.qmd                   writes lecture.md; also .Rmd and .livemd
      runbook convert notebooks/cnn.md              writes notebooks/cnn.ipynb
      runbook convert a.md --to markdown -o b.md    the note in the plainest Markdown that reads the same
      runbook convert lecture.ipynb -o notes/3.md   writes elsewhere; '-o -' to standard output

      Text, formulas, pictures and Swift code are kept; code in other languages becomes listings \
      with its recorded outputs. A folder beside the note contains the rest of a Jupyter notebook, \
      so the note becomes the same notebook again. What a note cannot say is named in one line \
      each. No file is replaced without --force.
      """)

  @Argument(
    help: "A notebook: .ipynb, .qmd, .Rmd, .livemd or .md.",
    completion: .file(extensions: ["ipynb", "qmd", "Rmd", "livemd", "md"]))
  var notebook: String

  @Option(name: .shortAndLong, help: "The file to write; '-' is standard output.")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The format to write; by default a Jupyter notebook of a note, a note of all else.",
      valueName: ExportFormat.allCases.map(\.rawValue).joined(separator: "|")))
  var to: ExportFormat?

  @Flag(help: "Replace an existing file.")
  var force = false

  func run() throws {
    let terminal = Terminal()
    do throws(Diagnostic) {
      let isStandardOutput = output == "-"
      let conversion = try NoteConversion.read(
        notebook, to: to, as: isStandardOutput ? nil : output)
      for note in conversion.notes { terminal.write(note) }
      if isStandardOutput {
        if let note = conversion.noteOfMissingFiles { terminal.write(note) }
        // A file gets the note as it is.
        let text =
          isatty(1) == 1 ? ControlCharacters.visible(conversion.text) : conversion.text
        guard StandardStream.output.write(text.utf8) else {
          throw Diagnostic(path: notebook, message: "standard output cannot be written to")
        }
      } else {
        try conversion.write(replacing: force)
        print(conversion.target)
      }
    } catch {
      terminal.write(error)
      throw ExitCode.failure
    }
  }
}

extension ExportFormat: ExpressibleByArgument {}
