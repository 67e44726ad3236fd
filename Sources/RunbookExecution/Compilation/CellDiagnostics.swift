internal import RunbookDocument
internal import RunbookFiles

/// Translates what the compiler says to the author's own lines, columns and names.
struct CellDiagnostics {
  var places: CellPlaces
  /// The notebook as its author names it.
  var path: String
  /// By the cell's number.
  var analyses: [Int: CellAnalysis]

  /// - Parameter cell: the cell that was compiled, which messages without a place are about.
  /// - Returns: `nil` for a warning about text that the author did not write.
  func diagnostic(_ message: CompilerMessage, compiling cell: Int) -> Diagnostic? {
    let unit = message.unit ?? .cell(cell)
    if message.severity == .warning, case .cell(let number) = unit,
      analyses[number]?.columns.isInserted(line: message.line, column: message.column) == true
    {
      return nil
    }
    let place = place(unit, line: max(1, message.line), column: message.column)
    return Diagnostic(
      message.severity == .error ? .error : .warning, path: place.file ?? path, location: place,
      // What the author did not write: names of modules, and that of the compiler's group of warnings.
      message: message.text.replacing(/\b(C[0-9]+|RunbookRuntime)\./, with: "")
        .replacing(/\ \[#[A-Za-z-]+\]$/, with: ""))
  }

  /// The author's place for a place in the generated source.
  ///
  /// - Parameter column: in bytes, from 1.
  func place(_ unit: SourceUnit, line: Int, column: Int) -> SourceLocation {
    var column = column
    switch unit {
    case .cell(let number):
      if let columns = analyses[number]?.columns {
        column = columns.original(line: line, column: column)
      }
    case .inline(let index): column -= CellAnalysis.inlinePrefix(index).utf8.count
    }
    return places.place(unit, line: line, byteColumn: max(1, column))
  }
}
