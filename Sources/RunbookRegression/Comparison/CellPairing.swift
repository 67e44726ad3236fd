package import RunbookOutput

/// Pairs the cells of the accepted run with those of the new one.
///
/// Cells with the same label correspond. The others are paired in order, so that as little as
/// possible is left over or changed; therefore a cell inserted between two others is new, and does
/// not make every cell after it differ.
package struct CellPairing: Sendable {
  package let pairs: [Alignment.Pair]

  package init(
    _ old: [CellRecording], _ new: [CellRecording],
    areEqual: (CellRecording, CellRecording, Output, Output) -> Bool
  ) {
    let shared = Set(old.compactMap(\.label)).intersection(new.compactMap(\.label))
    func cost(_ before: Int, _ after: Int) -> Double? {
      Self.cost(old[before], new[after], shared: shared, areEqual: areEqual)
    }
    let aligned = Alignment.cheapest(old.count, new.count, cost: cost)
    // A cell that is not paired in order may have moved past a paired one.
    let left = aligned.filter { $0.new == nil }.compactMap(\.old)
    let right = aligned.filter { $0.old == nil }.compactMap(\.new)
    var partners: [Int: Int] = [:]
    for after in right {
      guard let label = new[after].label else { continue }
      partners[after] = left.first { old[$0].label == label }
    }
    let others = left.filter { !partners.values.contains($0) }
    let strangers = right.filter { partners[$0] == nil }
    // A cell that moved and changed beyond recognition counts as one removed and one new cell.
    for pair in Alignment.cheapest(
      others.count, strangers.count,
      cost: { cost(others[$0], strangers[$1]).flatMap { $0 <= 0.6 ? $0 : nil } })
    {
      if let before = pair.old, let after = pair.new { partners[strangers[after]] = others[before] }
    }
    let taken = Set(partners.values)
    pairs = aligned.compactMap { pair in
      guard let after = pair.new else { return taken.contains(pair.old!) ? nil : pair }
      return Alignment.Pair(old: pair.old ?? partners[after], new: after)
    }
  }

  private static func cost(
    _ old: CellRecording, _ new: CellRecording, shared: Set<String>,
    areEqual: (CellRecording, CellRecording, Output, Output) -> Bool
  ) -> Double? {
    if let label = old.label, label == new.label { return 0 }
    // A label known to both runs identifies a single cell.
    if [old.label, new.label].contains(where: { $0.map(shared.contains) ?? false }) { return nil }
    if old.label != nil, new.label != nil { return nil }
    guard old.outputs.map(\.kind) == new.outputs.map(\.kind) else { return 1.5 }
    let changed = zip(old.outputs, new.outputs).count { !areEqual(old, new, $0, $1) }
    if changed == 0 { return 0 }
    return 0.4 + 0.4 * Double(changed) / Double(old.outputs.count)
  }
}
