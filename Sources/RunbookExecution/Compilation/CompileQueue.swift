import Foundation
internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// Compiles a notebook's cells, each as soon as those that it imports are known to compile.
///
/// The compiler works on cells while the cells before them run, on as many at once as there are
/// processors. Nothing here waits: the owner polls the descriptors and calls `handle` for those that
/// are readable.
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
  private var analyses: [Int: CellAnalysis] = [:]
  /// The cells that later ones may import, those that are being compiled among them.
  private var scope = CellScope()
  /// The cells that are known to compile, and the names of what was compiled.
  private var compiled: [Int: (artifact: CellCompiler.Artifact, key: String)] = [:]
  /// The cell that declares the parameters; another takes its place if it fails.
  private var preambleCell: Int?
  private var next = 0
  private var jobs: [Job] = []
  /// The compiler's warnings, and all errors but the first, of each cell.
  private var diagnostics: [Int: [Diagnostic]] = [:]
  /// What was found out about the cache and does no harm.
  private(set) var notes: [String] = []

  private struct Job {
    enum Stage { case compile, autolink, link }
    var stage: Stage
    var cell: Cell
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

  /// Warnings of the compiler, and all errors but the first of each cell, of the cells up to `last`: how
  /// far the compiler got ahead of the run differs from time to time.
  func diagnostics(upTo last: Int) -> [Diagnostic] {
    diagnostics.filter { $0.key <= last }.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// What became of the cell with this number, once it is known.
  func outcome(of cell: Int) -> Outcome? { outcomes[cell] }

  /// The compiled cells above a cell, those it can import.
  func artifacts(before cell: Int) -> [CellCompiler.Artifact] {
    compiled.keys.filter { $0 < cell }.sorted().compactMap { compiled[$0]?.artifact }
  }

  /// How many cells are compiled at once.
  private static let width = max(1, min(4, ProcessInfo.processInfo.activeProcessorCount))

  /// Starts what can be started.
  func advance() throws {
    while next < cells.count, jobs.count(where: { $0.stage == .compile }) < Self.width {
      guard try begin(cells[next]) else { return }
      next += 1
    }
  }

  /// Forgets a cell that failed when it ran: the cells below are compiled without it.
  func exclude(_ cell: Int) throws {
    for job in jobs { cancel(job) }
    jobs = []
    for below in cells where below.index >= cell { forget(below.index) }
    outcomes = outcomes.filter { $0.key <= cell }
    next = cells.firstIndex { $0.index == cell }! + 1
  }

  private func forget(_ cell: Int) {
    scope.remove(cell)
    compiled[cell] = nil
    if preambleCell == cell { preambleCell = nil }
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
        defer { discard(job.artifact.folder) }
        let isMistake = messages.contains { $0.severity == .error && $0.unit != nil }
        try store.checkRoom(after: output, isMistake: isMistake)
        return fail(job.cell, messages, output)
      }
      do { try store.write(output, to: job.artifact.messages) } catch {
        discard(job.artifact.folder)
        throw error
      }
      let destination = store.compiledFolder(job.key)
      try store.adopt(job.artifact.folder, as: destination)
      job.artifact.folder = destination
      keep(job.artifact, job.key, messages)
      job.stage = job.autolinks ? .autolink : .link
      try proceed(job)
    case .autolink:
      guard status == 0 else { return try failLater(job, output) }
      job.stage = .link
      try proceed(job)
    case .link:
      guard status == 0 else { return try failLater(job, output) }
      rename(job.artifact.unfinishedLibrary, job.artifact.library)
      job.artifact.complete()
      outcomes[job.cell.index] = .ready(job.artifact)
    }
  }

  /// What was compiled could not be linked.
  private func failLater(_ job: Job, _ output: String) throws {
    defer { discard(job.artifact.folder) }
    try store.checkRoom(after: output, isMistake: false)
    fail(job.cell, [], output)
  }

  /// Begins to compile a cell, or finds it compiled; returns `false` if it has to wait for a cell that
  /// it imports.
  private func begin(_ cell: Cell) throws -> Bool {
    let analysis =
      analyses[cell.index]
      ?? CellAnalysis(
        cell: cell.index, source: cell.source, inline: inline[cell.index] ?? [])
    analyses[cell.index] = analysis
    if let problem = analysis.problems.first {
      let place = places.place(
        .cell(cell.index), line: problem.line, byteColumn: problem.column)
      outcomes[cell.index] = .failed(
        Failure(
          reason: .compile, message: problem.message, line: place.line, column: place.column,
          file: places.recordedFile(of: place)))
      return true
    }
    let needs = scope.needs(of: analysis.mentions)
    var keys: [String] = []
    for needed in needs.cells {
      guard let key = compiled[needed]?.key else { return false }
      keys.append(key)
    }
    // The imports of a cell that turns out not to compile would have to be taken back.
    let importer = jobs.contains { job in
      job.stage == .compile && analyses[job.cell.index]?.interface.imports.isEmpty == false
    }
    if importer { return false }

    let preamble = preambleCell == nil ? preamble : []
    let text = CellSource.text(of: [analysis], needs: needs, preamble: preamble)
    let key = key(of: text, importing: keys)
    let autolinks = scope.importsModules || !analysis.interface.imports.isEmpty
    scope.add(
      analysis.interface, importing: needs.cells,
      isFelt: analysis.interface.isFelt || !preamble.isEmpty)
    if !preamble.isEmpty { preambleCell = cell.index }
    let finished = CellCompiler.Artifact(cell: cell.index, folder: store.compiledFolder(key))
    if finished.isComplete {
      store.touch(finished.folder)
      let output = FileManager.default.contents(atPath: finished.messages) ?? Data()
      keep(finished, key, CompilerMessage.parse(String(decoding: output, as: UTF8.self)))
      outcomes[cell.index] = .ready(finished)
      return true
    }
    if finished.isDamaged {
      notes.append("the compiled cell \(cell.index) in the cache is damaged; it is compiled again")
      discard(finished.folder)
    }
    let scratch = CellCompiler.Artifact(
      cell: cell.index, folder: try store.makeScratchFolder())
    do { try store.write(text, to: scratch.source) } catch {
      discard(scratch.folder)
      throw error
    }
    let process = try ChildProcess(
      compiler.compileCommand(
        scratch, earlier: needs.cells.compactMap { compiled[$0]?.artifact }))
    jobs.append(
      Job(
        stage: .compile, cell: cell, key: key, artifact: scratch, process: process,
        autolinks: autolinks))
    return true
  }

  private func key(of text: String, importing keys: [String]) -> String {
    var hash = ContentHash()
    hash.combine(compiler.identity)
    for key in keys { hash.combine(key) }
    hash.combine(text)
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

  private func keep(
    _ artifact: CellCompiler.Artifact, _ key: String, _ messages: [CompilerMessage]
  ) {
    compiled[artifact.cell] = (artifact, key)
    diagnostics[artifact.cell] = messages.filter { $0.severity == .warning }.compactMap {
      diagnostic($0, ofCell: artifact.cell)
    }
  }

  /// The first error becomes the cell's failure, with the others in its text; each is a diagnostic too.
  private func fail(_ cell: Cell, _ messages: [CompilerMessage], _ output: String) {
    forget(cell.index)
    let errors = messages.filter { $0.severity == .error }.compactMap {
      diagnostic($0, ofCell: cell.index)
    }
    guard let first = errors.first else {
      let text = "the compiler failed:\n" + output.trimmingCharacters(in: .whitespacesAndNewlines)
      outcomes[cell.index] = .failed(
        Failure(
          reason: .compile, message: text, line: cell.location.line,
          file: places.recordedFile(of: cell.location)))
      return
    }
    diagnostics[cell.index] = Array(errors.dropFirst())
    let others = errors.dropFirst().map { error in
      "line \(error.location?.line ?? 0): \(error.message)"
    }
    outcomes[cell.index] = .failed(
      Failure(
        reason: .compile, message: ([first.message] + others).joined(separator: "\n"),
        line: first.location?.line, column: first.location?.column,
        file: first.location.flatMap(places.recordedFile)))
  }

  private func diagnostic(_ message: CompilerMessage, ofCell cell: Int) -> Diagnostic? {
    authorsPlaces.diagnostic(message, compiling: cell)
  }

  /// The way from the generated sources back to what the author wrote.
  var authorsPlaces: CellDiagnostics {
    CellDiagnostics(places: places, path: path, analyses: analyses)
  }
}
