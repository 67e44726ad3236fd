import ArgumentParser
import Foundation
import RunbookFiles
import RunbookWorkspace

/// Finds mistakes without running anything.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find mistakes in notebooks without running them.",
    discussion: """
      runbook check notebooks             check all notes of a folder
      runbook check cnn.md --strict       warnings count as errors
      runbook check cnn.md --json         for editors and other tools

      Reads each notebook, checks its options, labels, references, formulas and pictures, and compiles \
      its cells. Every mistake is one line on standard output, path:line:col: error: what is wrong; what \
      to do. Exits with 1 if there is an error.
      """)

  @Argument(
    help: "Notebooks to check, or folders of notebooks.",
    completion: .file(extensions: NotebookArguments.extensions))
  var notebooks: [String]

  @Flag(help: "Print one JSON object for all notebooks.")
  var json = false

  @Flag(help: "Obey 'html: true' of a note, as 'render --allow-html' does.")
  var allowHtml = false

  @Flag(help: "Treat warnings as errors.")
  var strict = false

  func run() throws {
    let paths = try NotebookArguments.expand(notebooks)
    let choices = ParameterChoices(allowsHTML: allowHtml)
    var all: [Diagnostic] = []
    for path in paths {
      let diagnostics: [Diagnostic]
      do { diagnostics = try Note.open(path, parameters: choices).check() } catch {
        diagnostics = [Diagnostic(error, path: path)]
      }
      if !json { for diagnostic in diagnostics { print(diagnostic) } }
      all += diagnostics
    }
    let errors = all.count { $0.severity == .error }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let summary = Summary(
        notebooks: paths.count, errors: errors, warnings: all.count - errors,
        diagnostics: all.map(Summary.Item.init))
      print(json: String(decoding: try encoder.encode(summary), as: UTF8.self))
    }
    if all.fail(strict: strict) { throw ExitCode.failure }
  }

  private struct Summary: Encodable {
    var notebooks: Int
    var errors: Int
    var warnings: Int
    var diagnostics: [Item]

    struct Item: Encodable {
      var path: String
      /// From 1; missing for a message about the file as a whole.
      var line: Int?
      /// In characters, from 1.
      var column: Int?
      var severity: Diagnostic.Severity
      var message: String

      init(_ diagnostic: Diagnostic) {
        path = diagnostic.path
        line = diagnostic.location?.line
        column = diagnostic.location?.column
        severity = diagnostic.severity
        message = diagnostic.message
      }
    }
  }
}
