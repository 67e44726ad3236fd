import ArgumentParser
import Foundation
import RunbookFiles
import RunbookWorkspace

/// Lists notebooks and the results of their latest reports.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List notebooks with their titles and the claims of their latest reports.",
    discussion: """
      runbook list                 the notes below 'notebooks', or below this folder
      runbook list notes --json    for tools

      Runs nothing. A note without a report is marked as such; one that cannot be read is shown with its \
      number of errors.
      """)

  @Argument(
    help: "Notebooks, or folders of notebooks; 'notebooks' or this folder if none is given.",
    completion: .file(extensions: NotebookArguments.extensions))
  var notebooks: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let hasFolder = FileAccess.exists("notebooks")
    let arguments = notebooks.isEmpty ? [hasFolder ? "notebooks" : "."] : notebooks
    let entries = NotebookList.expand(arguments).map { NoteSummary.read(Note.open($0)) }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(json: String(decoding: try encoder.encode(entries), as: UTF8.self))
    } else if entries.isEmpty {
      Terminal().write("no notebooks in \(arguments.joined(separator: ", "))\n")
    } else {
      let rows = entries.map {
        [$0.path, $0.title ?? "", "\($0.cells) \($0.cells == 1 ? "cell" : "cells")", state(of: $0)]
      }
      print(TextTable(rows).text)
    }
  }

  private func state(of entry: NoteSummary) -> String {
    if entry.errors > 0 { return entry.errors == 1 ? "1 error" : "\(entry.errors) errors" }
    guard entry.report != nil else { return "no report" }
    var parts: [String] = []
    if let claims = entry.claims, claims > 0 {
      parts.append("\(entry.claimsHeld ?? 0) of \(claims) claims hold")
    }
    if let failures = entry.failures, failures > 0 {
      parts.append(failures == 1 ? "1 cell failed" : "\(failures) cells failed")
    }
    return parts.isEmpty ? "report" : parts.joined(separator: ", ")
  }
}
