import Glibc
package import RunbookFiles

/// Why a notebook could not be run at all; what happens inside a cell is a `Failure` of that cell.
package struct ExecutionError: DiagnosticConvertible, Sendable, CustomStringConvertible {
  package enum Reason: Sendable {
    case toolchain, installation, process, file
    /// Whoever asked for the run cancelled it.
    case cancelled
  }

  package var reason: Reason
  /// The problem; after a semicolon, advice.
  package var message: String
  /// The notebook that was to be run, once that is known.
  package var path = "runbook"

  package init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }

  package var diagnostic: Diagnostic { Diagnostic(path: path, message: message) }

  package var description: String { message }

  static func noToolchain(_ path: String?) -> ExecutionError {
    let place = path.map { " at \($0)" } ?? ""
    return ExecutionError(
      .toolchain,
      "no Swift compiler\(place); cells are compiled with the toolchain that built runbook, "
        + "put it back or build runbook again with the one you have")
  }
}

/// The system's words for an error code, the latest one by default.
func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
