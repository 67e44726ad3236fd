package import RunbookFiles

/// The reason why outputs could not be accepted, or accepted outputs not be read.
package struct AcceptanceError: DiagnosticConvertible, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// A cell failed unexpectedly.
    case cellFailed
    /// A single cell is to be accepted, but there are no accepted outputs to add it to.
    case nothingAccepted
    /// No cell has this label or number.
    case unknownCell
    /// The accepted results cannot be understood.
    case unreadable
    /// The system reported an error; the value of `errno`.
    case system(Int32)
  }

  package var reason: Reason
  /// The notebook or the file.
  package var path: String
  /// The line of the notebook, from 1, if the error concerns one.
  package var line: Int?
  /// The problem; after a semicolon, advice.
  package var message: String

  package init(_ reason: Reason, path: String, line: Int? = nil, message: String) {
    self.reason = reason
    self.path = path
    self.line = line
    self.message = message
  }

  package var diagnostic: Diagnostic {
    Diagnostic(path: path, location: line.map { SourceLocation(line: $0) }, message: message)
  }

  /// `notebooks/cnn.md:57:1: error: the problem; advice`.
  package var description: String { diagnostic.description }
}
