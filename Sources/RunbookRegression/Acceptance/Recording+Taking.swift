internal import RunbookOutput

extension Recording {
  /// Returns the recording with one cell as it is in `new`; `nil` if neither has such a cell.
  ///
  /// - Parameter name: the cell's label, or its number in `new`.
  func taking(cell name: String, from new: Recording) -> Recording? {
    let pairs = CellPairing(cells, new.cells) { _, _, old, new in old == new }.pairs
    let position =
      new.cells.firstIndex { $0.label == name }
      ?? new.cells.firstIndex { String($0.index) == name }
    var merged = self
    if let position {
      if let old = pairs.first(where: { $0.new == position })?.old {
        merged.cells[old] = new.cells[position]
      } else {
        // Behind the nearest cell above it that is here already.
        let above = (0..<position).reversed().lazy.compactMap { above in
          pairs.first { $0.new == above }?.old
        }.first
        merged.cells.insert(new.cells[position], at: above.map { $0 + 1 } ?? 0)
      }
    } else if let gone = cells.firstIndex(where: { $0.label == name }) {
      merged.cells.remove(at: gone)
    } else {
      return nil
    }
    for index in merged.cells.indices { merged.cells[index].index = index + 1 }
    return merged
  }
}
