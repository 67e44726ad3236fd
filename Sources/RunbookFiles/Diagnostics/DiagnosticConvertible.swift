/// An error that can tell the user about itself in one line.
///
/// Every error type of runbook conforms, so whoever catches one has a diagnostic to print, to send to
/// another process or to mark in an editor, and never takes a text apart.
package protocol DiagnosticConvertible: Error {
  var diagnostic: Diagnostic { get }
}

extension Diagnostic: DiagnosticConvertible {
  package var diagnostic: Diagnostic { self }

  /// The diagnostic of any error.
  ///
  /// - Parameter path: the file that was worked on; errors of other libraries do not know it.
  package init(_ error: any Error, path: String) {
    self =
      (error as? any DiagnosticConvertible)?.diagnostic
      ?? Diagnostic(path: path, message: "\(error)")
  }
}
