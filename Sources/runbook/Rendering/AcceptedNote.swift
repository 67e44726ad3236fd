import RunbookDocument
import RunbookOutput
import RunbookRegression

/// How a run's results stand to the accepted ones, in one line.
enum AcceptedNote {
  /// Returns the line if something differs; `nil` if nothing does, or nothing is accepted.
  ///
  /// - Parameters:
  ///   - notebook: as it was run.
  ///   - folder: the notebook's output folder in its project.
  static func text(_ recording: Recording, of notebook: Notebook, folder: String) -> String? {
    let path = notebook.path
    let outputs = AcceptedOutputs(notebook: path, folder: folder)
    let accepted: Recording?
    do throws(AcceptanceError) { accepted = try outputs.read() } catch {
      return "\(error)".replacing(": error: ", with: ": warning: ", maxReplacements: 1)
    }
    guard let accepted else { return nil }
    let count = RecordingComparison(
      path: path, accepted: accepted, new: recording, rules: NotebookRules(notebook)
    ).differences.count
    guard count > 0 else { return nil }
    return
      "\(path): note: \(count) output\(count == 1 ? " differs" : "s differ") from the accepted "
      + "ones; 'runbook test \(path)' shows them"
  }
}
