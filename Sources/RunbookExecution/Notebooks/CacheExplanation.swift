package import RunbookDocument
internal import RunbookFiles

/// Why each cell of a notebook would run again, or that it would not.
package struct CacheExplanation: Sendable {
  package struct CellVerdict: Sendable {
    package var cell: Int
    package var label: String?
    /// The line of the cell's opening fence.
    package var line: Int
    /// The included file that the cell stands in, as messages name it.
    package var file: String?
    /// Why there is no result of it; empty if there is one.
    package var reasons: [String]
  }

  package let cells: [CellVerdict]

  /// Whether nothing would run: one missing result makes all cells run, since a cell needs the state
  /// that those above it leave.
  package var isComplete: Bool { cells.allSatisfy(\.reasons.isEmpty) }

  /// Compares the notebook with the state of it that its last run began with.
  package init(_ notebook: Notebook, _ configuration: ExecutionConfiguration) {
    let facts = CacheFacts(notebook, configuration)
    let store = configuration.store
    let manifest = store.manifest(of: configuration.absolutePath(of: notebook))
    let differences = manifest.map { CacheDifferences(old: $0.facts, new: facts) }
    let keys = facts.keys
    cells = notebook.cells.enumerated().map { index, cell in
      var verdict = CellVerdict(
        cell: cell.index, label: cell.options.label, line: cell.fence.line,
        file: cell.fence.file, reasons: [])
      guard let key = keys[index] else {
        verdict.reasons = ["it says cache: false"]
        return verdict
      }
      do throws(CacheEntry.Miss) {
        _ = try store.entry(key)
      } catch {
        switch error {
        case .damaged: verdict.reasons = ["its entry in the cache is damaged"]
        case .absent:
          verdict.reasons = Self.reasons(index, manifest, differences, notebook)
        }
      }
      return verdict
    }
  }

  private static func reasons(
    _ index: Int, _ manifest: CacheManifest?, _ differences: CacheDifferences?, _ notebook: Notebook
  ) -> [String] {
    guard let manifest, let differences else { return ["the notebook has not run yet"] }
    var reasons = differences.ofNotebook + differences.ofCell(index)
    if let above = differences.firstChanged, above < index {
      reasons.append(
        "cell \(above + 1) above, \(notebook.cells[above].fence.words(in: notebook)), changed")
    }
    guard reasons.isEmpty else { return reasons }
    switch index < manifest.outcomes.count ? manifest.outcomes[index] : .notRun {
    case .failed: return ["it failed the last time"]
    case .claimFailed: return ["a claim of it did not hold the last time"]
    case .notRun: return ["it was not run the last time, since a cell above failed"]
    case .ran: return ["its entry is gone from the cache"]
    }
  }
}

/// The differences between two states of a notebook.
struct CacheDifferences {
  /// Those that concern every cell.
  private(set) var ofNotebook: [String] = []
  /// The position of the first cell that is not as it was; `nil` if all are.
  let firstChanged: Int?
  private let old: CacheFacts
  private let new: CacheFacts

  init(old: CacheFacts, new: CacheFacts) {
    self.old = old
    self.new = new
    firstChanged = new.cells.indices.first {
      $0 >= old.cells.count || old.cells[$0] != new.cells[$0]
    }
    if old.runtime != new.runtime { ofNotebook.append("engine and runtime were rebuilt") }
    if old.compiler != new.compiler { ofNotebook.append("the compiler changed") }
    if old.flags != new.flags { ofNotebook.append("compiler flags changed") }
    if old.seed != new.seed { ofNotebook.append("seed \(old.seed) → \(new.seed)") }
    for name in Set(old.parameters.keys).union(new.parameters.keys).sorted() {
      switch (old.parameters[name], new.parameters[name]) {
      case (let before?, let after?) where before != after:
        ofNotebook.append("parameter \(name): \(before) → \(after)")
      case (nil, _?): ofNotebook.append("parameter \(name) is new")
      case (_?, nil): ofNotebook.append("parameter \(name) is gone")
      default: break
      }
    }
  }

  /// The differences of the cell itself.
  func ofCell(_ index: Int) -> [String] {
    guard index < old.cells.count else { return ["the cell is new"] }
    let (before, after) = (old.cells[index], new.cells[index])
    var reasons: [String] = []
    if before.source != after.source { reasons.append("its source changed") }
    if before.expressions != after.expressions {
      reasons.append("the expressions in the text after it changed")
    }
    if before.isFailureExpected != after.isFailureExpected {
      reasons.append("error: \(before.isFailureExpected) → \(after.isFailureExpected)")
    }
    for name in Set(before.dependencies.keys).union(after.dependencies.keys).sorted() {
      switch (before.dependencies[name], after.dependencies[name]) {
      case (nil, _?): reasons.append("\(name) was added to deps")
      case (_?, nil): reasons.append("\(name) was taken out of deps")
      case (.some(.some), .some(.none)): reasons.append("the file \(name) is gone")
      case (.some(.none), .some(.some)): reasons.append("the file \(name) is new")
      case (let one, let other) where one != other: reasons.append("the file \(name) changed")
      default: break
      }
    }
    return reasons
  }
}

extension SourceLocation {
  /// `line 7`, or `_part.md line 7` of an included file.
  fileprivate func words(in notebook: Notebook) -> String {
    (notebook.recordedName(ofFile: file).map { "\($0) " } ?? "") + "line \(line)"
  }
}
