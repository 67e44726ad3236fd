/// A message about a place in a file, as the user sees it.
///
/// Its description is one line, `path:line:col: error: what is wrong; what to do`, which editors
/// know how to jump to.
package struct Diagnostic: Error, Hashable, Codable, Sendable, CustomStringConvertible {
  /// How serious a message is; a note is informational and never makes a command fail.
  package enum Severity: String, Codable, Sendable {
    case error, warning, note
  }

  package var severity: Severity
  /// The file as the user named it.
  package var path: String
  /// `nil` for a message about the file as a whole.
  package var location: SourceLocation?
  /// The problem and, after a semicolon, advice.
  package var message: String

  package init(
    _ severity: Severity = .error, path: String, location: SourceLocation? = nil, message: String
  ) {
    self.severity = severity
    self.path = path
    self.location = location
    self.message = message
  }

  package var description: String {
    let place = location.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(path)\(place): \(severity.rawValue): \(message)"
  }
}
