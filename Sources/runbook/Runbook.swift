import ArgumentParser

/// The command line.
@main
struct Runbook: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "runbook",
    abstract: "Runs the Swift cells of Markdown study notes and writes reports.",
    discussion: """
      runbook notebooks/cnn.md            run a note, write outputs/cnn/report.html
      runbook notebooks/*.md -P epochs:3  run all notes with another parameter
      runbook check notebooks/cnn.md      find mistakes without running anything
      """,
    version: version,
    subcommands: [
      Render.self, Check.self, TestCommand.self, Diff.self, Accept.self, Cache.self, Clean.self,
      Doctor.self,
      TestWorker.self,
    ],
    defaultSubcommand: Render.self)
}
