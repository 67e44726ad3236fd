internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// The kept results of a cell that ran well. Lines are counted from the cell's first, since prose above
/// it may grow.
struct CacheEntry: Codable {
  var outputs: [Output]
  var inlineValues: [InlineValue]
  /// The compiler's warnings.
  var warnings: [Warning]

  struct Warning: Codable, Hashable {
    var line: Int
    var column: Int
    var message: String

    /// `nil` unless the diagnostic is a warning in the cell's own file.
    init?(_ diagnostic: Diagnostic, of cell: Cell) {
      guard diagnostic.severity == .warning, let place = diagnostic.location,
        place.file == cell.location.file
      else { return nil }
      line = place.line - cell.location.line
      column = place.column
      message = diagnostic.message
    }

    /// The warning where the cell is now.
    func diagnostic(of cell: Cell, in notebook: Notebook) -> Diagnostic {
      let place = SourceLocation(
        line: cell.location.line + line, column: column, file: cell.location.file)
      return Diagnostic(
        .warning, path: place.file ?? notebook.path, location: place, message: message)
    }
  }

  /// Why there is no entry.
  enum Miss: Error {
    case absent, damaged
  }

  /// Reads an entry: the hash of the rest on the first line, then JSON.
  init(file: [UInt8]) throws(Miss) {
    let start = ContentHash.textLength + 1
    guard file.count > start,
      file[..<(start - 1)].elementsEqual(ContentHash(file[start...]).text.utf8),
      let entry = try? OutputJSON.decode(CacheEntry.self, from: file[start...])
    else { throw .damaged }
    self = entry
  }

  init(outputs: [Output], inlineValues: [InlineValue], warnings: [Warning]) {
    self.outputs = outputs
    self.inlineValues = inlineValues
    self.warnings = warnings
  }

  /// The bytes of the entry's file; `nil` if it cannot be written as JSON.
  var file: [UInt8]? {
    guard let json = try? OutputJSON.encode(self) else { return nil }
    return Array("\(ContentHash(json).text)\n".utf8) + json
  }

  /// Whether the run of a cell may be served again: a failure or a claim that does not hold may not.
  static func isWorthKeeping(_ outputs: [Output], _ inlineValues: [InlineValue]) -> Bool {
    inlineValues.allSatisfy { $0.failure == nil }
      && outputs.allSatisfy { output in
        switch output {
        case .failure: false
        case .claim(let claim): claim.holds
        default: true
        }
      }
  }

  /// Returns `outputs` with their lines moved.
  static func move(_ outputs: [Output], by lines: Int) -> [Output] {
    outputs.map { output in
      guard case .claim(var claim) = output else { return output }
      claim.line += lines
      return .claim(claim)
    }
  }
}
