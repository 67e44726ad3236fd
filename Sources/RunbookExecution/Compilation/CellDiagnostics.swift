internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// Translates the compiler's messages to the author's own lines, columns and names.
struct CellDiagnostics {
  let positions: PositionMap

  private var places: CellPlaces { positions.places }

  /// - Parameter cell: the cell that was compiled, which messages without a place are about.
  /// - Returns: `nil` for a warning about text that the author did not write.
  func diagnostic(_ message: CompilerMessage, compiling cell: Int) -> Diagnostic? {
    let position = GeneratedPosition(
      message.unit ?? .cell(cell), line: max(1, message.line), column: message.column)
    if message.severity == .warning, positions.isInserted(position) { return nil }
    let place = positions.authorPlace(of: position)
    return Diagnostic(
      message.severity, path: place.file ?? places.path, location: place,
      // What the author did not write: names of modules, and that of the compiler's group of warnings.
      message: message.text.replacing(/\b(C[0-9]+|RunbookRuntime)\./, with: "")
        .replacing(/\ \[#[A-Za-z-]+\]$/, with: ""))
  }

  /// A construct that a cell cannot contain.
  func diagnostic(_ problem: CellAnalysis.Problem, ofCell cell: Int) -> Diagnostic {
    let place = places.place(.cell(cell), line: problem.line, byteColumn: problem.column)
    return Diagnostic(path: place.file ?? places.path, location: place, message: problem.message)
  }

  /// The failure of a cell that does not compile, and the errors beside the first.
  ///
  /// The first error is the failure, with the others in its text; each is a diagnostic too.
  ///
  /// - Parameter output: all that the compiler or the linker said.
  func failure(
    of cell: Cell, _ messages: [CompilerMessage], output: String
  ) -> (failure: Failure, others: [Diagnostic]) {
    let errors = messages.filter { $0.severity == .error }.compactMap {
      diagnostic($0, compiling: cell.index)
    }
    guard let first = errors.first else {
      let words = output.drop(while: \.isWhitespace)
      let text = String(words.reversed().drop(while: \.isWhitespace).reversed())
      let failure = Failure(
        reason: .compile, message: "the compiler failed:\n" + text, line: cell.location.line,
        file: places.recordedFile(of: cell.location))
      return (failure, [])
    }
    let others = Array(errors.dropFirst())
    let texts = others.map { "line \($0.location?.line ?? 0): \($0.message)" }
    return (failure(first, message: ([first.message] + texts).joined(separator: "\n")), others)
  }

  /// The failure that corresponds to a diagnostic.
  func failure(_ diagnostic: Diagnostic, message: String? = nil) -> Failure {
    Failure(
      reason: .compile, message: message ?? diagnostic.message, line: diagnostic.location?.line,
      column: diagnostic.location?.column,
      file: diagnostic.location.flatMap(places.recordedFile))
  }
}
