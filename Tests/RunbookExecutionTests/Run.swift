import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput

/// Runs cells as a notebook would, in a cache folder of the test's own.
struct Run {
  var recording: Recording
  var diagnostics: [Diagnostic]
  var isFromCache: Bool

  /// The number of lines in which cells stand apart; cell k begins on line 1 + (k - 1) * pitch.
  static let pitch = 100

  static let sharedCache = NSTemporaryDirectory() + "runbook-tests-\(getpid())"

  init(
    _ sources: [String], options: [Int: CellOptions] = [:],
    frontMatter: FrontMatter = FrontMatter(),
    cache: String = Run.sharedCache, usesCache: Bool = false,
    limits: ExecutionLimits = .standard, folder: String = NSTemporaryDirectory(),
    firstLine: Int = 0, keeping states: SnapshotCache? = nil, isCancelled: () -> Bool = { false },
    observe: (ExecutionEvent) -> Void = { _ in }
  ) throws {
    let cells = sources.enumerated().map { index, source in
      Cell(
        index: index + 1, source: source + "\n",
        fence: SourceLocation(line: firstLine + index * Run.pitch),
        location: SourceLocation(line: firstLine + index * Run.pitch + 1),
        options: options[index + 1] ?? CellOptions(), in: frontMatter)
    }
    let notebook = Notebook(
      path: "note.md", frontMatter: frontMatter,
      blocks: cells.map { Block(.cell($0), range: SourceRange($0.fence, $0.fence)) })
    var configuration = try ExecutionConfiguration(folder: folder, store: CellStore(folder: cache))
    configuration.limits = limits
    let result = try NotebookExecutor(notebook, configuration).run(
      cacheUse: usesCache ? .readWrite : .none, keeping: states, isCancelled: isCancelled,
      observe: observe)
    recording = result.recording
    diagnostics = result.diagnostics
    isFromCache = result.isFromCache
  }

  /// Everything the notebook's cells printed and displayed as text, one line per output.
  var text: String { (1...recording.cells.count).map { text(ofCell: $0) }.joined() }

  func text(ofCell cell: Int) -> String {
    recording.cells[cell - 1].outputs.map { output in
      switch output {
      case .text(let text): text.text
      case .value(let value): value.text + "\n"
      case .failure(let failure): "failed: \(failure.message)\n"
      case .claim(let claim): "\(claim.holds ? "holds" : "fails"): \(claim.statement)\n"
      default: "\(output)\n"
      }
    }.joined()
  }

  func failure(ofCell cell: Int) -> Failure? {
    for case .failure(let failure) in recording.cells[cell - 1].outputs { return failure }
    return nil
  }
}
