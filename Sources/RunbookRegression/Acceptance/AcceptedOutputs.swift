internal import RunbookFiles
package import RunbookOutput

/// The reviewed outputs of a notebook: `outputs/<name>/accepted/`.
///
/// Only `runbook accept` changes them, and always atomically: a reader, or a program ended at any
/// moment, finds either all of the old ones or all of the new ones.
package struct AcceptedOutputs: Sendable {
  /// The notebook as named by the user; for messages.
  package let notebook: String
  private let replacement: FolderReplacement
  private let layout: any RecordingLayout

  /// - Parameter folder: the notebook's output folder, for example `outputs/cnn`.
  package init(notebook: String, folder: String, layout: any RecordingLayout = PlainLayout()) {
    self.notebook = notebook
    self.layout = layout
    replacement = FolderReplacement(parent: folder, name: "accepted")
  }

  /// Returns the accepted outputs, or `nil` if there are none.
  ///
  /// - Throws: `AcceptanceError` when they cannot be read, or have an unknown format.
  package func read() throws(AcceptanceError) -> Recording? {
    guard let folder = replacement.current else { return nil }
    let path = "\(folder)/results.json"
    let results: [UInt8]?
    do { results = try FileAccess.readIfPresent(path) } catch { throw refusal(error) }
    guard let results else {
      throw AcceptanceError(
        .unreadable, path: path,
        message: "the accepted outputs have no results; accept the notebook again")
    }
    let recording: Recording
    do { recording = try layout.recording(from: results) } catch {
      let problem = ResultsProblem(error)
      throw AcceptanceError(
        .unreadable, path: path, line: problem.line,
        message: "the accepted results cannot be understood (\(problem.message)); restore the "
          + "file, or accept the notebook again")
    }
    guard recording.format == Recording.currentFormat else {
      throw AcceptanceError(
        .unreadable, path: path,
        message: "the accepted results have format \(recording.format), known here is "
          + "\(Recording.currentFormat); accept the notebook again")
    }
    return recording
  }

  /// Makes `new` the accepted outputs.
  ///
  /// - Throws: `AcceptanceError` when a cell failed unexpectedly, or when the files cannot be
  ///   written; the accepted outputs are then unchanged.
  package func accept(_ new: Recording) throws(AcceptanceError) {
    for cell in new.cells { try refuseFailure(of: cell) }
    try refuseFailureInProse(of: new)
    try write(new)
  }

  /// Accepts the outputs of one cell of `new` and leaves those of all others.
  ///
  /// A new cell is inserted after the one that precedes it in `new`; a cell that `new` no longer
  /// has is removed.
  ///
  /// - Parameter name: the cell's label, or its number from 1.
  /// - Throws: `AcceptanceError` as above, and when there is no such cell or no accepted output.
  package func accept(
    cell name: String, of new: Recording, rules: NotebookRules = NotebookRules()
  ) throws(AcceptanceError) {
    let accepted = try readForMerging()
    var position = new.cells.first { $0.label == name }?.index
    position = position ?? new.cells.first { String($0.index) == name }?.index
    guard position != nil || accepted.cells.contains(where: { $0.label == name }) else {
      let labels = new.cells.compactMap(\.label)
      let known = labels.isEmpty ? "" : "; the labels are \(labels.joined(separator: ", "))"
      throw AcceptanceError(
        .unknownCell, path: notebook,
        message: "no cell is called “\(name)”\(known); a cell without label goes by its number")
    }
    try accept(accepted, new, rules, isInlineAccepted: false) { old, cell in
      position.map { cell?.index == $0 } ?? (cell == nil && old?.label == name)
    }
  }

  /// Accepts some differences atomically, and leaves everything else.
  ///
  /// - Parameter differences: differences between the accepted outputs and `new`; a cell is
  ///   accepted as a whole, and so are the values in prose.
  /// - Throws: `AcceptanceError` as above.
  package func accept(
    _ differences: [Difference], of new: Recording, rules: NotebookRules = NotebookRules()
  ) throws(AcceptanceError) {
    let accepted = try readForMerging()
    let gone = Set(differences.filter(\.isCellGone).map(\.cell))
    let chosen = Set(differences.filter { !$0.isCellGone }.map(\.cell))
    try accept(accepted, new, rules, isInlineAccepted: chosen.contains(0)) { old, cell in
      cell.map { chosen.contains($0.index) } ?? gone.contains(old!.index)
    }
  }

  private func accept(
    _ accepted: Recording, _ new: Recording, _ rules: NotebookRules, isInlineAccepted: Bool,
    _ takesCell: (CellRecording?, CellRecording?) -> Bool
  ) throws(AcceptanceError) {
    for cell in new.cells where takesCell(nil, cell) { try refuseFailure(of: cell) }
    if isInlineAccepted { try refuseFailureInProse(of: new) }
    let merged = withoutActuallyEscaping(takesCell) {
      accepted.taking(
        Recording.Choice(takesCell: $0, takesInlineValues: isInlineAccepted), from: new,
        rules: rules)
    }
    try write(merged)
  }

  private func readForMerging() throws(AcceptanceError) -> Recording {
    guard let accepted = try read() else {
      throw AcceptanceError(
        .nothingAccepted, path: notebook,
        message: "nothing is accepted yet; accept the whole notebook first")
    }
    return accepted
  }

  private func write(_ recording: Recording) throws(AcceptanceError) {
    let files: [OutputFile]
    do { files = try layout.files(for: recording) } catch {
      throw AcceptanceError(.unreadable, path: notebook, message: "\(error)")
    }
    do { try replacement.replace(by: files) } catch { throw refusal(error) }
  }

  private func refuseFailure(of cell: CellRecording) throws(AcceptanceError) {
    guard !cell.failureIsExpected else { return }
    for case .failure(let failure) in cell.outputs {
      let place = OutputPlace(of: .failure(failure), in: cell, seenFrom: notebook)
      throw AcceptanceError(
        .cellFailed, path: place.file ?? notebook, line: place.line,
        message: "the cell failed (\(Output.failure(failure).summary)), so nothing is accepted; "
          + "fix it, or declare the failure with “error: true”")
    }
  }

  private func refuseFailureInProse(of recording: Recording) throws(AcceptanceError) {
    guard let failure = recording.inlineValues.lazy.compactMap(\.failure).first else { return }
    throw AcceptanceError(
      .cellFailed, path: notebook, line: failure.line,
      message: "an expression in the text failed (\(Output.failure(failure).summary)), so "
        + "nothing is accepted; fix it, then run the test again")
  }

  private func refusal(_ refusal: SystemError) -> AcceptanceError {
    AcceptanceError(
      .system(refusal.code), path: refusal.path,
      message: "\(refusal.attempt) (\(refusal.reason)), and what was accepted stays as it was; "
        + refusal.remedy)
  }
}
