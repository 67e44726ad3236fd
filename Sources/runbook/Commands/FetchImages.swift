import ArgumentParser
import RunbookFiles
import RunbookWorkspace

/// Copies the pictures that notes name on the network beside them.
struct FetchImages: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the network pictures of notes beside them.",
    discussion: """
      runbook fetch-images notebooks/cnn.md   writes notebooks/cnn_files/…, and the note

      A report is read offline, so it shows no picture from the network. This downloads each of them with \
      curl or wget into NAME_files beside the note, replaces no file, and writes the new addresses into \
      the note. Prints one line per picture; exits with 1 if one could not be fetched.
      """)

  @Argument(
    help: "Notebooks, or folders of notebooks.", completion: .file(extensions: ["md"]))
  var notebooks: [String]

  func run() throws {
    let terminal = Terminal()
    var failed = false
    for path in try NotebookArguments.expand(notebooks) {
      do {
        for outcome in try RemoteImages(Note.open(path)).fetch() {
          if let file = outcome.file { print("\(path): \(file) is \(outcome.address)") }
          if let diagnostic = outcome.diagnostic {
            terminal.write(diagnostic)
            failed = true
          }
        }
      } catch {
        terminal.write(Diagnostic(error, path: path))
        failed = true
      }
    }
    if failed { throw ExitCode.failure }
  }
}
