package import RunbookFiles

/// Why outputs could not be accepted, or accepted outputs not be read.
package struct AcceptanceError: DiagnosticConvertible, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// A cell failed though its author did not say that it would.
    case cellFailed
    /// One cell is to be accepted, and there is nothing it could be added to.
    case nothingAccepted
    /// No cell has this label or number.
    case unknownCell
    /// The accepted results cannot be understood.
    case unreadable
    /// The system refused; the value of `errno`.
    case system(Int32)
  }

  package var reason: Reason
  /// The notebook or the file.
  package var path: String
  /// The line of the notebook, from 1, where there is one to look at.
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
