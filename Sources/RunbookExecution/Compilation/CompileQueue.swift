import Foundation
internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// Compiles a notebook's cells in order, each as soon as the one above it is known to compile.
///
/// The compiler works on a cell while the cells before it run. Nothing here waits: the owner polls the
/// descriptors and calls `handle` for those that are readable.
final class CompileQueue {
  enum Outcome {
    case ready(CellCompiler.Artifact)
    case failed(Failure)
  }

  private let cells: [Cell]
  let compiler: CellCompiler
  private let store: CellStore
  private let places: CellPlaces
  private let path: String
  private let preamble: [String]
  /// The expressions in prose that are compiled with each cell.
  private let inline: [Int: [(index: Int, source: String)]]
  private var outcomes: [Int: Outcome] = [:]
  /// The cells that later ones may import, in order.
  private var visible: [(interface: CellInterface, artifact: CellCompiler.Artifact, key: String)] =
    []
  private var next = 0
  private var jobs: [Job] = []
  /// Warnings of the compiler, and all errors but the first of each cell.
  private(set) var diagnostics: [Diagnostic] = []
  /// What was found out about the cache and does no harm.
  private(set) var notes: [String] = []

  private struct Job {
    enum Stage { case compile, autolink, link }
    var stage: Stage
    var cell: Cell
    var rewritten: RewrittenCell
    var key: String
    /// Where the cell's parts are; a scratch folder while it is being compiled.
    var artifact: CellCompiler.Artifact
    var process: ChildProcess
    var autolinks: Bool
  }

  init(_ executor: NotebookExecutor) {
    cells = executor.notebook.cells
    compiler = CellCompiler(toolchain: executor.toolchain, installation: executor.installation)
    store = executor.store
    places = CellPlaces(executor.notebook)
    path = executor.notebook.path
    preamble = executor.preamble
    inline = executor.notebook.inlineExpressionsByCell.mapValues {
      $0.map { ($0.index, $0.source) }
    }
  }

  /// Descriptors that become readable when there is something to handle.
  var descriptors: [Int32] { jobs.map(\.process.output) }

  /// What became of the cell with this number, once it is known.
  func outcome(of cell: Int) -> Outcome? { outcomes[cell] }

  /// The compiled cells above a cell, those it can import.
  func artifacts(before cell: Int) -> [CellCompiler.Artifact] {
    visible.map(\.artifact).filter { $0.cell < cell }
  }

  /// Starts what can be started.
  func advance() throws {
    while next < cells.count, !jobs.contains(where: { $0.stage == .compile }) {
      let cell = cells[next]
      next += 1
      try begin(cell)
    }
  }

  /// Forgets a cell that failed when it ran: the cells below are compiled without it.
  func exclude(_ cell: Int) throws {
    for job in jobs { cancel(job) }
    jobs = []
    visible.removeAll { $0.interface.cell >= cell }
    outcomes = outcomes.filter { $0.key <= cell }
    next = cells.firstIndex { $0.index == cell }! + 1
  }

  /// Ends whatever is still being compiled.
  func stop() {
    for job in jobs { cancel(job) }
    jobs = []
    next = cells.count
  }

  /// Waits until one of the compiler's processes has something to say, and takes it.
  func waitForNews() throws {
    var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard !waiting.isEmpty, poll(&waiting, nfds_t(waiting.count), -1) > 0 else { return }
    for ready in waiting where ready.revents != 0 { try handle(ready.fd) }
  }

  /// Takes what the process behind `descriptor` has to say.
  func handle(_ descriptor: Int32) throws {
    guard let index = jobs.firstIndex(where: { $0.process.output == descriptor }),
      !jobs[index].process.readAvailable()
    else { return }
    var job = jobs.remove(at: index)
    let (status, output) = job.process.wait()
    switch job.stage {
    case .compile:
      let messages = CompilerMessage.parse(output)
      guard status == 0 else {
        discard(job.artifact.folder)
        return fail(job.cell, messages, output, job.rewritten)
      }
      try Data(output.utf8).write(to: URL(fileURLWithPath: job.artifact.messages))
      let destination = store.compiledFolder(job.key)
      try store.adopt(job.artifact.folder, as: destination)
      job.artifact.folder = destination
      makeVisible(job.rewritten, job.artifact, job.key, messages)
      job.stage = job.autolinks ? .autolink : .link
      try proceed(job)
    case .autolink:
      guard status == 0 else { return fail(job.cell, [], output, job.rewritten) }
      job.stage = .link
      try proceed(job)
    case .link:
      guard status == 0 else { return fail(job.cell, [], output, job.rewritten) }
      rename(job.artifact.unfinishedLibrary, job.artifact.library)
      job.artifact.complete()
      outcomes[job.cell.index] = .ready(job.artifact)
    }
  }

  private func begin(_ cell: Cell) throws {
    let rewritten = CellRewriter(
      cell: cell.index, source: cell.source, earlier: visible.map(\.interface),
      inline: inline[cell.index] ?? [], preamble: cell.index == 1 ? preamble : []
    ).rewritten()
    if let problem = rewritten.problems.first {
      let place = places.place(
        .cell(cell.index), line: problem.line, byteColumn: problem.column)
      outcomes[cell.index] = .failed(
        Failure(
          reason: .compile, message: problem.message, line: place.line, column: place.column,
          file: places.recordedFile(of: place)))
      return
    }
    let key = key(of: rewritten)
    let finished = CellCompiler.Artifact(cell: cell.index, folder: store.compiledFolder(key))
    if finished.isComplete {
      store.touch(finished.folder)
      let output = FileManager.default.contents(atPath: finished.messages) ?? Data()
      makeVisible(
        rewritten, finished, key, CompilerMessage.parse(String(decoding: output, as: UTF8.self)))
      outcomes[cell.index] = .ready(finished)
      return
    }
    if finished.isDamaged {
      notes.append("the compiled cell \(cell.index) in the cache is damaged; it is compiled again")
      discard(finished.folder)
    }
    let scratch = CellCompiler.Artifact(
      cell: cell.index, folder: try store.makeScratchFolder())
    try Data(rewritten.text.utf8).write(to: URL(fileURLWithPath: scratch.source))
    let process = try ChildProcess(
      compiler.compileCommand(scratch, earlier: visible.map(\.artifact)))
    let autolinks =
      !rewritten.interface.imports.isEmpty
      || visible.contains { !$0.interface.imports.isEmpty }
    jobs.append(
      Job(
        stage: .compile, cell: cell, rewritten: rewritten, key: key, artifact: scratch,
        process: process, autolinks: autolinks))
  }

  private func key(of rewritten: RewrittenCell) -> String {
    var hash = ContentHash()
    hash.combine(compiler.identity)
    for earlier in visible { hash.combine(earlier.key) }
    hash.combine(rewritten.text)
    return hash.text
  }

  private func proceed(_ job: Job) throws {
    var job = job
    job.process = try ChildProcess(
      job.stage == .autolink
        ? compiler.autolinkCommand(job.artifact)
        : compiler.linkCommand(job.artifact, autolinks: job.autolinks))
    jobs.append(job)
  }

  private func cancel(_ job: Job) {
    kill(job.process.identifier, SIGKILL)
    _ = job.process.wait()
    if job.stage == .compile { discard(job.artifact.folder) }
  }

  private func discard(_ scratch: String) { try? FileManager.default.removeItem(atPath: scratch) }

  private func makeVisible(
    _ rewritten: RewrittenCell, _ artifact: CellCompiler.Artifact, _ key: String,
    _ messages: [CompilerMessage]
  ) {
    visible.append((rewritten.interface, artifact, key))
    for message in messages where message.severity == .warning {
      diagnostics.append(diagnostic(message, rewritten))
    }
  }

  /// The first error becomes the cell's failure, with the others in its text; each is a diagnostic too.
  private func fail(
    _ cell: Cell, _ messages: [CompilerMessage], _ output: String, _ rewritten: RewrittenCell
  ) {
    let errors = messages.filter { $0.severity == .error }.map { diagnostic($0, rewritten) }
    guard let first = errors.first else {
      let text = "the compiler failed:\n" + output.trimmingCharacters(in: .whitespacesAndNewlines)
      outcomes[cell.index] = .failed(
        Failure(
          reason: .compile, message: text, line: cell.location.line,
          file: places.recordedFile(of: cell.location)))
      return
    }
    diagnostics += errors.dropFirst()
    let others = errors.dropFirst().map { error in
      "line \(error.location?.line ?? 0): \(error.message)"
    }
    outcomes[cell.index] = .failed(
      Failure(
        reason: .compile, message: ([first.message] + others).joined(separator: "\n"),
        line: first.location?.line, column: first.location?.column,
        file: first.location.flatMap(places.recordedFile)))
  }

  private func diagnostic(_ message: CompilerMessage, _ rewritten: RewrittenCell) -> Diagnostic {
    let unit = message.unit ?? .cell(rewritten.interface.cell)
    var column = message.column
    switch unit {
    case .cell(rewritten.interface.cell):
      column = rewritten.columns.original(line: message.line, column: column)
    case .cell: break
    case .inline(let index):
      column = max(1, column - CellRewriter.inlinePrefix(index).utf8.count)
    }
    let place = places.place(unit, line: message.line, byteColumn: column)
    return Diagnostic(
      message.severity == .error ? .error : .warning, path: place.file ?? path, location: place,
      message: message.text.replacing(/\b(C[0-9]+|RunbookRuntime)\./, with: ""))
  }
}
