internal import Foundation
package import RunbookExecution
package import RunbookFiles
internal import RunbookOutput

/// An event of a preview, for whoever shows it.
package enum PreviewEvent: Sendable {
  /// The note was read; a run begins, unless the note has errors.
  case opened(Note)
  case running(ExecutionEvent)
  /// The run has ended in one way or another.
  case stopped
  /// There is a new page.
  ///
  /// - Parameters:
  ///   - diagnostics: those of the run and of the drawing.
  ///   - seconds: the time since a change was noticed.
  case drawn(page: String, diagnostics: [Diagnostic], seconds: Double)
  /// The note cannot be run or drawn.
  ///
  /// - Parameter isNew: whether the diagnostics are others than those of the note that was opened.
  case failed([Diagnostic], isNew: Bool)
}

/// Runs a notebook again whenever a file that it is made from changes, and draws each report in memory.
package final class PreviewSession {
  private let path: String
  private let parameters: ParameterChoices
  private let observe: (PreviewEvent) -> Void
  /// The states that the cells left behind, from which the next run goes on.
  private let snapshots = SnapshotCache()
  private var watch: FileWatch
  /// When the files were last looked at while a run was under way.
  private var lastCheck = Date.distantPast
  private var hasChanged = false
  private var isStopped: () -> Bool = { false }
  private var drawn: Recording?

  /// How often files are looked at, in seconds.
  private static let interval = 0.05

  /// - Parameter observe: called with everything that happens, in order, on the thread of `follow`.
  package init(
    _ path: String, parameters: ParameterChoices = ParameterChoices(),
    observe: @escaping (PreviewEvent) -> Void
  ) {
    self.path = path
    self.parameters = parameters
    self.observe = observe
    watch = FileWatch([path])
  }

  /// Draws the report and follows every change.
  ///
  /// - Parameter isStopped: asked again and again; once true, the run is stopped and this returns.
  package func follow(until isStopped: @escaping () -> Bool = { false }) {
    self.isStopped = isStopped
    while !isStopped() {
      hasChanged = false
      let start = Date()
      let note = Note.open(path, parameters: parameters)
      watch = FileWatch(note.files.union(parameters.file.map { [$0] } ?? []))
      show(note, since: start)
      while !hasChanged, !isStopped() {
        usleep(useconds_t(Self.interval * 1e6))
        hasChanged = watch.hasChanged()
      }
    }
  }

  private func show(_ note: Note, since start: Date) {
    observe(.opened(note))
    guard let notebook = note.notebook else {
      return observe(.failed(note.diagnostics, isNew: false))
    }
    do {
      let results = try run(note, .readWrite, observe: { observe(.running($0)) })
      try draw(results, of: note, since: start)
      // Results from the cache left no states; these are made while the author reads.
      if results.isFromCache, !notebook.cells.isEmpty {
        let again = try run(note, .none, observe: { _ in })
        if again.recording != drawn { try draw(again, of: note, since: start) }
      }
    } catch let error as ExecutionError where error.reason == .cancelled {
      return
    } catch {
      // The kernel may be gone; the next run starts another.
      snapshots.removeAll()
      observe(.failed([Diagnostic(error, path: path)], isNew: true))
    }
  }

  private func run(
    _ note: Note, _ cacheUse: NotebookExecutor.CacheUse, observe: (ExecutionEvent) -> Void
  ) throws -> NotebookExecutor.Result {
    defer { self.observe(.stopped) }
    return try note.execute(
      RunOptions(cacheUse: cacheUse, snapshots: snapshots), isCancelled: { isOutOfDate() },
      observe: observe)
  }

  /// Whether a file was saved since the run began.
  private func isOutOfDate() -> Bool {
    if !hasChanged, -lastCheck.timeIntervalSinceNow > Self.interval {
      lastCheck = Date()
      hasChanged = watch.hasChanged()
    }
    return hasChanged || isStopped()
  }

  private func draw(_ results: NotebookExecutor.Result, of note: Note, since start: Date) throws {
    let report = try note.render(results.recording, nil)
    drawn = results.recording
    observe(
      .drawn(
        page: report.html, diagnostics: results.diagnostics + report.diagnostics,
        seconds: Date().timeIntervalSince(start)))
  }
}
