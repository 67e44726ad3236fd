import ArgumentParser
import Foundation
import RunbookFiles
import RunbookWorkspace

/// The command line.
@main
struct Runbook: ParsableCommand {
  static let version = RunbookVersion.current

  static let configuration = CommandConfiguration(
    commandName: "runbook",
    abstract: "Runs the Swift cells of Markdown study notes and writes reports.",
    discussion: """
      runbook notebooks/cnn.md            run a note, write outputs/cnn/report.html
      runbook notebooks/*.md -P epochs:3  run all notes with another parameter
      runbook check notebooks/cnn.md      find mistakes without running anything
      runbook new pooling                 begin a note
      runbook test notebooks              compare all notes with their accepted outputs

      A run finishes what it can, writes the report, and then exits with 1 if a cell failed or a claim \
      does not hold.
      """,
    version: version,
    subcommands: [
      Render.self, Check.self, TestCommand.self, Diff.self, Accept.self, Preview.self, Convert.self,
      New.self, FetchImages.self, List.self,
      Cache.self, Clean.self, Doctor.self, Completions.self, TestWorkerCommand.self,
    ],
    defaultSubcommand: Render.self)

  static func main() {
    StandardStream.prepare()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // A message may contain names of files and words of notes.
      let (text, code) = (fullMessage(for: error), exitCode(for: error))
      if !text.isEmpty {
        let stream: StandardStream = code.isSuccess ? .output : .error
        stream.write((ControlCharacters.visible(text) + "\n").utf8)
      }
      Foundation.exit(code.rawValue)
    }
  }
}
