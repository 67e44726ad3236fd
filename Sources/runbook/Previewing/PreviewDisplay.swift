import Foundation
import RunbookExecution
import RunbookFiles
import RunbookPreview
import RunbookWorkspace

/// Shows a preview on the open pages and on the terminal.
final class PreviewDisplay {
  private let path: String
  private let server: PreviewServer
  private let terminal: Terminal
  private let isQuiet: Bool
  private var progress: ProgressDisplay?
  private var cellCount = 0
  private var hasPage = false

  init(_ path: String, server: PreviewServer, terminal: Terminal, isQuiet: Bool) {
    self.path = path
    self.server = server
    self.terminal = terminal
    self.isQuiet = isQuiet
  }

  func show(_ event: PreviewEvent) {
    switch event {
    case .opened(let note):
      for diagnostic in note.diagnostics { terminal.write(diagnostic) }
      guard let notebook = note.notebook else { return }
      server.tell(nil)
      cellCount = notebook.cells.count
      progress = ProgressDisplay(
        terminal: terminal, isQuiet: isQuiet, name: notebook.path, places: notebook.cellPlaces)
    case .running(let event):
      progress?.show(event)
      tell(event)
    case .stopped: progress?.close()
    case .drawn(let page, let diagnostics, let seconds):
      hasPage = true
      server.publish(page: page)
      server.tell(nil)
      for diagnostic in diagnostics { terminal.write(diagnostic) }
      guard !isQuiet else { return }
      let time = String(format: "%.2f", seconds)
      terminal.write("\(path): shown after \(time) s\n")
    case .failed(let diagnostics, let isNew):
      if isNew { for diagnostic in diagnostics { terminal.write(diagnostic) } }
      tell(diagnostics)
    }
  }

  private func tell(_ event: ExecutionEvent) {
    switch event {
    case .started(let cell):
      server.tell(
        PreviewStatus(
          message: "cell \(cell) of \(cellCount)", fraction: Double(cell - 1) / Double(cellCount)))
    case .progress(let cell, let progress):
      server.tell(
        PreviewStatus(
          message: "cell \(cell) of \(cellCount): \(progress.message)",
          fraction: progress.fraction))
    case .cached, .resumed, .finished: break
    }
  }

  /// Shows diagnostics above the last report, or by themselves before there is one.
  private func tell(_ diagnostics: [Diagnostic]) {
    if !hasPage {
      server.publish(
        page: "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>runbook</title></head>"
          + "<body></body></html>")
    }
    server.tell(PreviewStatus(message: "", problems: diagnostics))
  }
}
