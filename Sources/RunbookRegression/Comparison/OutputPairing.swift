internal import RunbookOutput

/// Which output of a cell in the accepted run is which in the new one.
struct OutputPairing {
  /// Indices into the cells' outputs.
  let pairs: [Alignment.Pair]

  init(
    _ old: CellRecording, _ new: CellRecording, rules: ComparisonRules,
    strategies: OutputStrategies
  ) {
    let oldIndices = Self.audible(old.outputs, rules)
    let newIndices = Self.audible(new.outputs, rules)
    let oldFails = oldIndices.last.map { Self.isFailure(old.outputs[$0]) } ?? false
    let newFails = newIndices.last.map { Self.isFailure(new.outputs[$0]) } ?? false
    var (before, after) = (oldIndices, newIndices)
    if oldFails != newFails {
      if oldFails { before.removeLast() } else { after.removeLast() }
    }
    var pairs = Alignment.cheapest(before.count, after.count) {
      Self.cost(old.outputs[before[$0]], new.outputs[after[$1]], rules, strategies)
    }.map { Alignment.Pair(old: $0.old.map { before[$0] }, new: $0.new.map { after[$0] }) }
    if oldFails != newFails {
      // What the cell did not come to is not missing; the failure says it.
      while let last = pairs.last, (newFails ? last.new : last.old) == nil { pairs.removeLast() }
      pairs.append(
        Alignment.Pair(
          old: oldFails ? oldIndices.last : nil, new: newFails ? newIndices.last : nil))
    }
    self.pairs = pairs
  }

  /// The outputs of which the filters leave something.
  private static func audible(_ outputs: [Output], _ rules: ComparisonRules) -> [Int] {
    outputs.indices.filter { index in
      guard !rules.filters.isEmpty, let text = outputs[index].payload as? TextOutput else {
        return true
      }
      return !TextLine.lines(of: text.text, filters: rules.filters).isEmpty
    }
  }

  private static func isFailure(_ output: Output) -> Bool { output.failure != nil }

  private static func cost(
    _ old: Output, _ new: Output, _ rules: ComparisonRules, _ strategies: OutputStrategies
  ) -> Double {
    guard old.kind == new.kind else { return 1.5 }
    if let old = old.claim, let new = new.claim, old.statement != new.statement {
      return 1.2
    }
    return strategies.changes(old, new, rules).isEmpty ? 0 : 1
  }
}
