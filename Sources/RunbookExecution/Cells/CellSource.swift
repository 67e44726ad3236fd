/// The source file that the compiler sees.
enum CellSource {
  /// The source of a module made of cells that follow each other: what they import, then each of them.
  ///
  /// - Parameter preamble: lines for the head of the notebook's first cell, its parameters.
  static func text(
    of cells: [CellAnalysis], needs: CellScope.Needs, preamble: [String]
  ) -> String {
    var lines = ["import RunbookRuntime"]
    lines += needs.lines
    lines += preamble
    for cell in cells { lines += cell.lines }
    return lines.joined(separator: "\n") + "\n"
  }
}
