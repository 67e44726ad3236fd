import ArgumentParser
import Foundation
import RunbookDocument
import RunbookFiles
import RunbookReport

/// Lists notebooks and what their latest reports say.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List notebooks with their titles and the claims of their latest reports.",
    discussion: """
      runbook list                 the notes below 'notebooks', or below this folder
      runbook list notes --json    for tools

      Runs nothing. A note without a report says so; one that cannot be read says how many errors it has.
      """)

  @Argument(
    help: "Notebooks, or folders of notebooks; 'notebooks' or this folder if none is given.",
    completion: .file(extensions: ["md"]))
  var notebooks: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  private struct Entry: Encodable {
    var path: String
    var title: String?
    var cells: Int
    var errors: Int
    /// The report, if there is one.
    var report: String?
    var claims: Int?
    var claimsHeld: Int?
    var failures: Int?
  }

  func run() throws {
    let hasFolder = FileManager.default.fileExists(atPath: "notebooks")
    let arguments = notebooks.isEmpty ? [hasFolder ? "notebooks" : "."] : notebooks
    let entries = NotebookList.expand(arguments).map(entry)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(entries), as: UTF8.self))
    } else if entries.isEmpty {
      Terminal().write("no notebooks in \(arguments.joined(separator: ", "))\n")
    } else {
      let rows = entries.map {
        [$0.path, $0.title ?? "", "\($0.cells) \($0.cells == 1 ? "cell" : "cells")", state(of: $0)]
      }
      print(TextTable(rows).text)
    }
  }

  private func entry(_ path: String) -> Entry {
    let project = Project(notebook: path)
    var diagnostics: [Diagnostic] = []
    let configuration = project.readConfiguration(&diagnostics)
    let parsed = NotebookParser(path: path, project: configuration).parseFile()
    diagnostics += parsed.diagnostics
    var entry = Entry(
      path: path, title: parsed.notebook?.title, cells: parsed.notebook?.cells.count ?? 0,
      errors: diagnostics.count { $0.severity == .error })
    let folder = project.outputFolder(in: nil)
    if let facts = ReportSummary(folder: folder) {
      entry.report = relativePath(folder + "/report.html")
      entry.claims = facts.claims
      entry.claimsHeld = facts.claimsHeld
      entry.failures = facts.failures
    }
    return entry
  }

  private func state(of entry: Entry) -> String {
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
