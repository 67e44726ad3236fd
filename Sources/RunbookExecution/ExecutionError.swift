/// Why a notebook could not be run at all; what happens inside a cell is a `Failure` of that cell.
package struct ExecutionError: Error, Sendable, CustomStringConvertible {
  package enum Reason: Sendable {
    case toolchain, installation, process, file
    /// The one who asked for the run has asked for its end.
    case cancelled
  }

  package var reason: Reason
  /// What is wrong; what to do.
  package var message: String

  package init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }

  package var description: String { message }

  static func noToolchain(_ path: String?) -> ExecutionError {
    let place = path.map { " at \($0)" } ?? ""
    return ExecutionError(
      .toolchain,
      "no Swift compiler\(place); cells are compiled with the toolchain that built runbook, "
        + "put it back or build runbook again with the one you have")
  }
}
