internal import RunbookFiles

/// Collects the diagnostics of a notebook while it is read.
struct DiagnosticLog {
  /// The notebook as named by the user.
  let path: String
  private(set) var diagnostics: [Diagnostic] = []

  init(path: String) {
    self.path = path
  }

  /// The diagnostics without duplicates, in the order of their locations.
  var sorted: [Diagnostic] { diagnostics.ordered() }

  mutating func error(_ message: String, at location: SourceLocation) {
    add(.error, message, at: location)
  }

  mutating func warning(_ message: String, at location: SourceLocation) {
    add(.warning, message, at: location)
  }

  /// Adds the diagnostics of another file.
  mutating func append(_ others: [Diagnostic]) { diagnostics += others }

  /// Adds the diagnostics of another log as warnings.
  mutating func addAsWarnings(_ other: DiagnosticLog) {
    diagnostics += other.diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.severity = .warning
      return diagnostic
    }
  }

  private mutating func add(
    _ severity: Diagnostic.Severity, _ message: String, at location: SourceLocation
  ) {
    diagnostics.append(
      Diagnostic(severity, path: location.file ?? path, location: location, message: message))
  }
}
