import Foundation
import RunbookDocument
import RunbookExecution
import RunbookOutput
import RunbookPreview
import RunbookReport

/// Runs a notebook again whenever something it is made of changes, and shows each report.
final class PreviewSession {
  private let command: Preview
  private let server: PreviewServer
  private let terminal: Terminal
  /// What the cells have left behind, from which the next run goes on.
  private let states = KeptStates()
  private var watch: FileWatch
  /// When the files were last looked at while a run was under way.
  private var lastLook = Date.distantPast
  private var hasChanged = false
  private var shown: Recording?
  private var hasPage = false

  /// How often files are looked at, in seconds.
  private static let interval = 0.05

  init(_ command: Preview, server: PreviewServer, terminal: Terminal) {
    self.command = command
    self.server = server
    self.terminal = terminal
    watch = FileWatch([command.notebook])
  }

  /// Never returns.
  func follow() -> Never {
    while true {
      hasChanged = false
      let start = Date()
      let source = NotebookSource(
        path: command.notebook, parameters: command.parameters, parameterFile: command.executeParams
      )
      watch = FileWatch(files(of: source))
      show(source, since: start)
      while !hasChanged {
        usleep(useconds_t(Self.interval * 1e6))
        hasChanged = watch.hasChanged()
      }
    }
  }

  /// Everything that the report is made of.
  private func files(of source: NotebookSource) -> Set<String> {
    var files: Set = [command.notebook, source.project.root + "/" + ProjectConfiguration.fileName]
    if let file = command.executeParams { files.insert(file) }
    guard let notebook = source.readable else { return files }
    files.formUnion(notebook.includes)
    let folder = source.project.notebookFolder
    let relative =
      notebook.cells.flatMap(\.options.dependencies)
      + notebook.images.filter { !$0.isRemote }.map(\.source)
    files.formUnion(relative.map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" })
    return files
  }

  private func show(_ source: NotebookSource, since start: Date) {
    for diagnostic in source.diagnostics { terminal.write("\(diagnostic)\n") }
    guard let notebook = source.notebook else {
      return tell(source.diagnostics.map { "\($0)" })
    }
    do {
      server.tell(nil)
      let result = try run(notebook, source, cache: .readWrite)
      try publish(result, notebook, source, since: start)
      // What came from the cache has left no states; they are made while the author reads.
      if result.isFromCache, !notebook.cells.isEmpty {
        let second = try run(notebook, source, cache: .none, isSilent: true)
        if second.recording != shown { try publish(second, notebook, source, since: start) }
      }
    } catch let error as ExecutionError where error.reason == .cancelled {
      return
    } catch {
      // The kernel may be gone; the next run starts another.
      states.forget()
      let line = "\(command.notebook): error: \(error)"
      terminal.write(line + "\n")
      tell([line])
    }
  }

  private func run(
    _ notebook: Notebook, _ source: NotebookSource, cache: NotebookExecutor.CacheUse,
    isSilent: Bool = false
  ) throws -> NotebookExecutor.Result {
    var executor = try source.executor(for: notebook)
    executor.cacheUse = cache
    let display = ProgressDisplay(
      terminal: terminal, isQuiet: command.quiet || isSilent, name: notebook.path,
      places: notebook.cellPlaces)
    defer { display.close() }
    return try executor.run(
      keeping: states, isCancelled: { self.isOutOfDate() },
      observe: { event in
        display.show(event)
        if !isSilent { self.tell(event, cells: notebook.cells.count) }
      })
  }

  /// Whether a file was saved since the run began.
  private func isOutOfDate() -> Bool {
    if !hasChanged, -lastLook.timeIntervalSinceNow > Self.interval {
      lastLook = Date()
      hasChanged = watch.hasChanged()
    }
    return hasChanged
  }

  private func publish(
    _ result: NotebookExecutor.Result, _ notebook: Notebook, _ source: NotebookSource,
    since start: Date
  ) throws {
    let rendered = try source.renderer(for: notebook, result.recording).render()
    shown = result.recording
    hasPage = true
    server.publish(page: rendered.html)
    server.tell(nil)
    for diagnostic in result.diagnostics + rendered.diagnostics {
      terminal.write("\(diagnostic)\n")
    }
    guard !command.quiet else { return }
    let seconds = String(format: "%.2f", Date().timeIntervalSince(start))
    terminal.write("\(command.notebook): shown after \(seconds) s\n")
  }

  private func tell(_ event: ExecutionEvent, cells: Int) {
    guard case .started(let cell) = event else {
      if case .progress(let cell, let progress) = event {
        server.tell(
          PreviewStatus(
            message: "cell \(cell) of \(cells): \(progress.message)",
            fraction: progress.fraction))
      }
      return
    }
    server.tell(
      PreviewStatus(
        message: "cell \(cell) of \(cells)", fraction: Double(cell - 1) / Double(cells)))
  }

  /// Shows what is wrong above the last report, or by itself before there is one.
  private func tell(_ problems: [String]) {
    if !hasPage {
      server.publish(
        page: "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>runbook</title></head>"
          + "<body></body></html>")
    }
    server.tell(PreviewStatus(message: "", problems: problems))
  }
}
