import Foundation
internal import RunbookFiles

/// Compiles cells in processes of their own, several at once; each is known by the key of its plan.
///
/// Nothing here waits, but for `waitForEvent`: the owner polls the descriptors and calls `handle` for
/// those that are readable.
final class CompileQueue {
  enum Outcome {
    case compiled(CompiledCell, [CompilerMessage])
    /// The messages, and all that the compiler or the linker said.
    case failed([CompilerMessage], output: String)
  }

  private let compiler: CellCompiler
  private let store: CellStore
  private var jobs: [Job] = []
  private var outcomes: [String: Outcome] = [:]
  /// The keys of cells whose modules can be imported, linked or not.
  private var importable: Set<String> = []
  /// The keys of cells that do not compile.
  private(set) var failedKeys: Set<String> = []
  /// The keys of cells whose files in the cache were damaged.
  private(set) var damagedKeys: Set<String> = []

  private struct Job {
    enum Stage { case compile, autolink, link }
    var stage: Stage
    var plan: CompilePlan
    /// Where the cell's parts are; a scratch folder while it is being compiled.
    var artifact: CompiledCell
    var process: ChildProcess
    var messages: [CompilerMessage] = []
  }

  init(_ compiler: CellCompiler, _ store: CellStore) {
    self.compiler = compiler
    self.store = store
  }

  deinit { stop() }

  /// How many cells are compiled at once.
  private static let width = max(1, min(4, ProcessInfo.processInfo.activeProcessorCount))

  /// Whether another cell can be begun without crowding the processors.
  var hasRoom: Bool { jobs.count(where: { $0.stage == .compile }) < Self.width }

  /// Whether a cell is being compiled in which its author imports modules.
  var isCompilingImports: Bool { jobs.contains { $0.stage == .compile && $0.plan.hasImports } }

  /// Descriptors that become readable when there is something to handle.
  var descriptors: [Int32] { jobs.map(\.process.output) }

  /// The result of a plan, once it is known.
  func outcome(of key: String) -> Outcome? { outcomes[key] }

  /// Whether a cell can be imported.
  func isImportable(_ key: String) -> Bool { importable.contains(key) }

  /// Notes that cells have been compiled before.
  func markImportable(_ keys: some Sequence<String>) { importable.formUnion(keys) }

  /// The place of the compiled cell of a plan, compiled or not.
  func artifact(of plan: CompilePlan) -> CompiledCell {
    CompiledCell(cell: plan.cell, folder: store.compiledFolder(plan.key))
  }

  /// Begins to compile a cell, or finds it compiled; does nothing if it was begun before.
  ///
  /// - Precondition: the modules that it imports are there.
  /// - Throws: `ExecutionError` when the compiler cannot be started or the cache not be written.
  func begin(_ plan: CompilePlan) throws {
    guard outcomes[plan.key] == nil, !jobs.contains(where: { $0.plan.key == plan.key }) else {
      return
    }
    let finished = artifact(of: plan)
    if finished.isComplete {
      store.touch(finished.folder)
      let output = (try? FileAccess.read(finished.messages)) ?? []
      importable.insert(plan.key)
      outcomes[plan.key] = .compiled(
        finished, CompilerMessage.parse(String(decoding: output, as: UTF8.self)))
      return
    }
    if finished.isDamaged {
      damagedKeys.insert(plan.key)
      discard(finished.folder)
    }
    let scratch = CompiledCell(cell: plan.cell, folder: try store.makeScratchFolder())
    do {
      try store.write(plan.source.text, to: scratch.source)
      let command = compiler.compileCommand(scratch, earlier: plan.imports.map(\.artifact))
      jobs.append(
        Job(stage: .compile, plan: plan, artifact: scratch, process: try ChildProcess(command)))
    } catch {
      discard(scratch.folder)
      throw error
    }
  }

  /// Waits until one of the compiler's processes has something to say, and handles it.
  ///
  /// - Parameter timeout: the longest wait, in milliseconds.
  func waitForEvent(timeout: Int32) throws {
    var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard !waiting.isEmpty, poll(&waiting, nfds_t(waiting.count), timeout) > 0 else { return }
    for ready in waiting where ready.revents != 0 { try handle(ready.fd) }
  }

  /// Reads from the process behind `descriptor`, and goes on to the next stage once it has ended.
  func handle(_ descriptor: Int32) throws {
    guard let index = jobs.firstIndex(where: { $0.process.output == descriptor }),
      !jobs[index].process.readAvailable()
    else { return }
    var job = jobs.remove(at: index)
    let (status, output) = job.process.wait()
    switch job.stage {
    case .compile:
      job.messages = CompilerMessage.parse(output)
      guard status == 0 else {
        let isMistake = job.messages.contains { $0.severity == .error && $0.unit != nil }
        return try fail(job, output, isMistake: isMistake)
      }
      do { try store.write(output, to: job.artifact.messages) } catch {
        discard(job.artifact.folder)
        throw error
      }
      let destination = artifact(of: job.plan)
      try store.adopt(job.artifact.folder, as: destination.folder)
      job.artifact = destination
      importable.insert(job.plan.key)
      job.stage = job.plan.autolinks ? .autolink : .link
      try proceed(job)
    case .autolink:
      guard status == 0 else { return try failLink(job, output) }
      job.stage = .link
      try proceed(job)
    case .link:
      guard status == 0 else { return try failLink(job, output) }
      rename(job.artifact.unfinishedLibrary, job.artifact.library)
      job.artifact.complete()
      outcomes[job.plan.key] = .compiled(job.artifact, job.messages)
    }
  }

  /// Ends whatever is still being compiled.
  func stop() {
    for job in jobs {
      kill(job.process.identifier, SIGKILL)
      _ = job.process.wait()
      if job.stage == .compile { discard(job.artifact.folder) }
    }
    jobs = []
  }

  private func proceed(_ job: Job) throws {
    var job = job
    job.process = try ChildProcess(
      job.stage == .autolink
        ? compiler.autolinkCommand(job.artifact)
        : compiler.linkCommand(job.artifact, autolinks: job.plan.autolinks))
    jobs.append(job)
  }

  private func failLink(_ job: Job, _ output: String) throws {
    var job = job
    job.messages = []
    try fail(job, output, isMistake: false)
  }

  private func fail(_ job: Job, _ output: String, isMistake: Bool) throws {
    defer { discard(job.artifact.folder) }
    importable.remove(job.plan.key)
    try store.checkRoom(after: output, isMistake: isMistake)
    failedKeys.insert(job.plan.key)
    outcomes[job.plan.key] = .failed(job.messages, output: output)
  }

  private func discard(_ scratch: String) { try? FileAccess.removeTree(scratch) }
}
