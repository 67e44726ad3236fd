internal import RunbookFiles

/// One message of the compiler about a cell.
///
/// The only place that reads the compiler's prose.
struct CompilerMessage: Hashable, Sendable {

  /// The cell or expression that it is about; `nil` when the compiler names no file of ours.
  var unit: SourceUnit?
  /// Line and column in the generated source, the column in bytes, both from 1.
  var line: Int
  var column: Int
  var severity: Diagnostic.Severity
  var text: String

  /// The name without a declaration, if the message is about one.
  var missingName: String? {
    guard severity == .error else { return nil }
    return text.firstMatch(of: /^cannot find (?:type )?'([^']+)' in scope/).map { String($0.1) }
  }

  /// Whether the compiler warns of code behind a statement that never returns.
  var isAboutUnreachableCode: Bool { text.contains("will never be executed") }

  /// Reads the compiler's output in its style of one line per message; excerpts of source are skipped.
  static func parse(_ output: String) -> [CompilerMessage] {
    output.split(separator: "\n").compactMap { parseLine($0) }
  }

  // cell-3.swift:2:5: error: cannot find 'x' in scope
  private static func parseLine(_ line: Substring) -> CompilerMessage? {
    let parts = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
    if parts.count == 5, let row = Int(parts[1]), let column = Int(parts[2]),
      let severity = Diagnostic.Severity(rawValue: String(parts[3].dropFirst()))
    {
      return CompilerMessage(
        unit: SourceUnit(fileName: parts[0]), line: row, column: column, severity: severity,
        text: String(parts[4].dropFirst()))
    }
    // <unknown>:0: error: …
    if parts.count >= 4, parts[0] == "<unknown>",
      let severity = Diagnostic.Severity(rawValue: String(parts[2].dropFirst()))
    {
      let text = parts[3...].joined(separator: ":").dropFirst()
      return CompilerMessage(unit: nil, line: 0, column: 0, severity: severity, text: String(text))
    }
    return nil
  }
}
