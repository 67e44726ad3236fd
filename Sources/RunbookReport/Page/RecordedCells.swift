internal import RunbookOutput

/// The recordings of the cells by number, and how their claims are counted through the report.
struct RecordedCells {
  private var cells: [Int: CellRecording] = [:]
  /// For each cell with claims, their numbers in the report by the indices of its outputs.
  private var claims: [Int: [Int: Int]] = [:]

  init(_ recording: Recording) {
    var count = 0
    for cell in recording.cells {
      if cells[cell.index] == nil { cells[cell.index] = cell }
      for (index, output) in cell.outputs.enumerated() {
        guard case .claim = output else { continue }
        count += 1
        claims[cell.index, default: [:]][index] = count
      }
    }
  }

  subscript(cell: Int) -> CellRecording? { cells[cell] }

  /// The number of a claim among all claims of the report, from 1.
  func claimNumber(cell: Int, output: Int) -> Int { claims[cell]?[output] ?? 0 }
}
