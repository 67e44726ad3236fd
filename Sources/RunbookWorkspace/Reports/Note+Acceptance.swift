package import RunbookFiles
package import RunbookOutput
package import RunbookRegression

extension Note {
  /// The note's accepted outputs.
  package var acceptedOutputs: AcceptedOutputs {
    AcceptedOutputs(notebook: path, folder: project.outputFolder())
  }

  /// How the outputs of this note are compared.
  package var rules: NotebookRules { notebook.map { NotebookRules($0) } ?? NotebookRules() }

  /// Compares a recording with the accepted outputs.
  ///
  /// - Throws: `AcceptanceError` when the accepted outputs cannot be read.
  package func compare(_ recording: Recording) throws(AcceptanceError) -> NotebookResult {
    NotebookResult(
      path: path, accepted: try acceptedOutputs.read(), new: recording, rules: rules)
  }

  /// Makes a recording the accepted outputs.
  ///
  /// - Parameter cell: the label or number of the only cell whose outputs are taken; all are if `nil`.
  /// - Throws: `AcceptanceError` when a cell failed that was not expected to, or when the files cannot be
  ///   written; the accepted outputs are untouched then.
  package func accept(_ recording: Recording, cell: String? = nil) throws(AcceptanceError) {
    if let cell {
      try acceptedOutputs.accept(cell: cell, of: recording, rules: rules)
    } else {
      try acceptedOutputs.accept(recording)
    }
  }

  /// A note that says how many outputs differ from the accepted ones; `nil` if none does, or nothing is
  /// accepted.
  package func acceptanceNote(of recording: Recording) -> Diagnostic? {
    let accepted: Recording?
    do throws(AcceptanceError) { accepted = try acceptedOutputs.read() } catch {
      var warning = error.diagnostic
      warning.severity = .warning
      return warning
    }
    guard let accepted else { return nil }
    let count = RecordingComparison(
      path: path, accepted: accepted, new: recording, rules: rules
    ).differences.count
    guard count > 0 else { return nil }
    return Diagnostic(
      .note, path: path,
      message: "\(count) output\(count == 1 ? " differs" : "s differ") from the accepted ones; "
        + "'runbook test \(path)' shows them")
  }
}
