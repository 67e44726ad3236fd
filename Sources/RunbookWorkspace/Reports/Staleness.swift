internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// From which cell on the results of an earlier run no longer are those of a notebook.
struct Staleness {
  /// The position of the first stale cell; `nil` if all results hold.
  let first: Int?
  /// Why it is stale, or why all are.
  private let reason: String
  /// Whether the reason is one of the whole notebook.
  private let concernsAll: Bool

  /// - Parameters:
  ///   - now: of the note as it is.
  ///   - then: of the results.
  ///   - cellCount: how many cells have results.
  init(now: Provenance, then: Provenance, notebook: Notebook, note: Note, cellCount: Int) {
    if let reason = Self.change(now, then) {
      first = notebook.cells.isEmpty ? nil : 0
      self.reason = reason
      concernsAll = true
      return
    }
    let old = Dictionary(
      (then.inputs).map { ($0.path, $0.object) }, uniquingKeysWith: { first, _ in first })
    let new = Dictionary(
      now.inputs.map { ($0.path, $0.object) }, uniquingKeysWith: { first, _ in first })
    var found: (Int, String)?
    for (position, cell) in notebook.cells.enumerated() {
      guard position < min(cellCount, then.cells.count) else {
        found = (position, "the cell is new")
        break
      }
      if now.cells[position] != then.cells[position] {
        found = (position, "its code changed")
        break
      }
      let changed = cell.options.dependencies.first { name in
        let path = note.inputName(of: name)
        return old[path] != new[path]
      }
      if let changed {
        found = (position, "the file \(changed) changed")
        break
      }
    }
    first = found?.0
    reason = found?.1 ?? ""
    concernsAll = false
  }

  /// The change that concerns every cell.
  private static func change(_ now: Provenance, _ then: Provenance) -> String? {
    if now.seed != then.seed { return "the seed changed (\(then.seed) → \(now.seed))" }
    let old = Dictionary(then.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    for parameter in now.parameters where old[parameter.name] != parameter.value {
      guard let value = old[parameter.name] else { return "parameter \(parameter.name) is new" }
      return "parameter \(parameter.name) changed (\(value) → \(parameter.value))"
    }
    let names = Set(now.parameters.map(\.name))
    return then.parameters.first { !names.contains($0.name) }.map {
      "parameter \($0.name) is gone"
    }
  }

  /// Why the cell at `position` is stale; `nil` if its results hold.
  func reason(at position: Int, in notebook: Notebook) -> String? {
    guard let first, position >= first else { return nil }
    if position == first || concernsAll { return "\(reason) after the results were made" }
    let cell = notebook.cells[first]
    let file = cell.fence.file.map { "\($0) " } ?? ""
    return "cell \(cell.index) above, \(file)line \(cell.fence.line), is stale"
  }

  /// A warning at the first stale cell.
  func warnings(of notebook: Notebook) -> [Diagnostic] {
    guard let first else { return [] }
    let cell = notebook.cells[first]
    let below = notebook.cells.count - first - 1
    let rest =
      below == 0
      ? "" : below == 1 ? ", and so is the cell below" : ", and so are \(below) cells below"
    let reason = "\(reason) after the results were made"
    return [
      Diagnostic(
        .warning, path: cell.fence.file ?? notebook.path, location: cell.fence,
        message: "cell \(cell.index) is stale\(rest): \(reason); run the notebook without "
          + "--no-execute")
    ]
  }
}
