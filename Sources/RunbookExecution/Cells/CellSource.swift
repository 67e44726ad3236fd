/// The source file that the compiler sees.
///
/// Its head, imports and parameters, has lines of its own; behind it each cell and each expression counts
/// from 1 under its own file name.
struct CellSource: Sendable {
  let text: String
  /// The line of the file, from 1, on which each unit begins.
  private let firstLines: [SourceUnit: Int]

  /// The source of a module made of cells that follow each other: their imports, then each of them.
  ///
  /// - Parameter preamble: lines for the head of the notebook's first cell, its parameters.
  init(of cells: [CellAnalysis], needs: CellScope.Needs, preamble: [String]) {
    var lines = ["import RunbookRuntime"] + needs.lines + preamble
    var count = lines.count
    var firstLines: [SourceUnit: Int] = [:]
    for cell in cells {
      for (unit, source) in cell.units {
        lines.append("#sourceLocation(file: \"\(unit.fileName)\", line: 1)")
        lines.append(source)
        firstLines[unit] = count + 2
        count += 2 + source.utf8.count { $0 == UInt8(ascii: "\n") }
      }
    }
    text = lines.joined(separator: "\n") + "\n"
    self.firstLines = firstLines
  }

  /// The line of the file, from 1, of a line of a unit; `nil` for a unit of another module.
  ///
  /// Tools that read the file rather than compile it do not count as `#sourceLocation` says.
  func fileLine(of unit: SourceUnit, line: Int) -> Int? {
    firstLines[unit].map { $0 + line - 1 }
  }

  /// The unit that a line of the file stands in, and the line there; `nil` in the file's head.
  func unitLine(atFileLine line: Int) -> (unit: SourceUnit, line: Int)? {
    firstLines.filter { $0.value <= line }.max { $0.value < $1.value }
      .map { ($0.key, line - $0.value + 1) }
  }
}
